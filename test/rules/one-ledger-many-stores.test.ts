import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimLedger } from '../../src/operations/doctor/claim-ledger.ts';
import { type FeedingStores, withFeedingStores } from './support/feeding-stores.ts';
import { fresh } from './support/fresh-order.ts';
import { copyToOtherMachine, type Machine } from './support/other-machine.ts';

const feeders = ['west', 'south'].map((name) => ({
  name,
  seed: { orders: [fresh('N100')] },
  rules: { orders: { salesChannel: name } },
}));

test('a ledger that was moved supersedes the one that stayed before it writes for any store, whichever the moved one wrote for', () =>
  withFeedingStores({ feeders }, async (stores) => {
    expect((await stores.run()).status).toBe('good');
    const other = await moved(stores);
    const [west, south] = stores.feeders;
    south?.panel.addOrder(fresh('N101'));
    expect((await stores.run(other)).status).toBe('good');
    west?.panel.addOrder(fresh('N101'));
    const writes = () => stores.primary.requests.filter(({ write }) => write).length;
    const before = writes();
    const { problems } = await stores.run();
    expect(problems.map(({ code }) => code)).toEqual(['ledger-superseded']);
    expect(writes()).toBe(before);
  }));

async function moved({ folder, pipeline }: FeedingStores): Promise<Machine> {
  const other = await copyToOtherMachine({ home: folder, ledgerFile: join(folder, 'ledger.db'), pipeline });
  await claimLedger(other.pipeline, { why: 'moved', home: other.home, now: Date.now });
  return other;
}
