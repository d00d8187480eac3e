import { expect, test } from 'vitest';
import { plantedStory } from '../chaos/planted-story.ts';

/** Many more of them are `npm run chaos`. */
test.each([1, 2, 3])(
  'a ledger that is moved and copied, a store renamed, exports that overlap and work by hand double nothing untold: story %i',
  { timeout: 300_000 },
  async (seed) => {
    const { violations, planted, kills } = await plantedStory(seed);
    expect(violations).toEqual([]);
    // It must not be well for having done nothing.
    expect(kills).toBeGreaterThan(3);
    const what = [...planted.keys()].join('\n');
    for (const kind of [
      /^ledger moved/m,
      /^two copies of the ledger/m,
      /^store renamed/m,
      /^second ledger/m,
      /^export while another batch is open/m,
      /^orders quarantined and/m,
      /^payments quarantined and/m,
      /^rmas quarantined and/m,
    ])
      expect(what).toMatch(kind);
  },
);
