import { expect, test } from 'vitest';
import { notAbsentBefore } from '../../src/session/not-absent-before.ts';
import { withTwoStores } from '../rules/support/two-stores.ts';

test('a lease that ran out keeps what was open in doubt for as long as a request may take and be shown after its end', async () => {
  await withTwoStores({}, async (stores) => {
    const pipeline = await stores.pipeline();
    const slow = {
      primary: { ...pipeline.primary, timeoutSeconds: 60 },
      load: { ...pipeline.load, settleAfterSeconds: 300 },
    };
    const now = Date.parse('2026-12-01T10:00:00Z');
    // It ended 40 s ago.
    expect(notAbsentBefore({ brokeOffBefore: 40_000 }, slow, now)).toBe('2026-12-01T10:05:21Z');
    expect(notAbsentBefore({ brokeOffBefore: null }, slow, now)).toBeUndefined();
    expect(notAbsentBefore(undefined, slow, now)).toBeUndefined();
  });
});
