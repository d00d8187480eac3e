import { expect, test } from 'vitest';
import { scenarios } from '../chaos/scenarios.ts';

test.each(Object.entries(scenarios))(
  'loses nothing, doubles nothing and says what it can not do: %s',
  {
    timeout: 120_000,
  },
  async (_, scenario) => {
    expect(await scenario()).toEqual([]);
  },
);
