import { expect, test } from 'vitest';
import { ConsolidatorError } from '../../../src/model/errors.ts';
import { takeLock } from '../../../src/pipeline/run/lock.ts';
import { primaryLockFile } from '../../../src/pipeline/run/state-home.ts';
import { orderSeed, withTwoStores } from '../../rules/support/two-stores.ts';

test('while another pipeline writes to the same primary, a run ends at once and has written nothing', async () => {
  await withTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] }, async (stores) => {
    const { primary } = await stores.pipeline();
    const others = takeLock(primaryLockFile(stores.home, primary.host), 'another pipeline');
    try {
      const end = await stores.run().then(
        ({ status }) => status,
        (error: unknown) => (error instanceof ConsolidatorError ? error.code : error),
      );
      expect(end).toBe('pipeline-locked');
      expect(stores.main.requests).toEqual([]);
    } finally {
      others.release();
    }
    expect((await stores.run()).status).toBe('good');
  });
});
