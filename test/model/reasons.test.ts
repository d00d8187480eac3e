import { describe, expect, it } from 'vitest';
import { reasons } from '../../src/model/reasons.ts';

describe('reasons', () => {
  it.each(Object.entries(reasons))(
    '%s is explained in whole sentences, with something to do',
    (_, { meaning, remedy }) => {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    },
  );
});
