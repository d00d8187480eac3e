import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { type NetoClient, openNetoClient } from '../../../src/neto/client.ts';
import { openRequestLog } from '../../../src/neto/request-log.ts';
import { CopyWatch } from '../../../src/run/protocol/copy-watch.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../../rules/support/two-stores.ts';

const MINUTE = 60_000;
const orders = Array.from({ length: 30 }, (_, number) => orderSeed({ OrderID: `N${100 + number}` }));

let stores: TwoStores;
let primary: NetoClient;
beforeEach(async () => {
  stores = await startTwoStores({ orders });
  const requestLog = openRequestLog(':memory:');
  const { url, key, timezone: timeZone } = (await stores.pipeline()).primary;
  const limits = { requestsPerMinute: null, timeoutSeconds: 20, pageSize: 100, requestLog };
  primary = openNetoClient({ store: 'primary', readOnly: true, url, key, timeZone, ...limits });
});
afterEach(async () => {
  await primary.close();
  await stores.close();
});

/** @returns how many lists of copies the primary was asked for */
async function asked(look: () => Promise<unknown>): Promise<number> {
  stores.main.clearLogs();
  await look();
  return stores.main.requests.filter(({ action }) => action === 'GetOrder').length;
}

async function watchBy(standingUnder: Ledger['standingUnder'], now: () => number): Promise<CopyWatch> {
  const known = { installationId: 'another', generation: 1, claimed: null, watermark: async () => null };
  return new CopyWatch({
    ...{ pipeline: await stores.pipeline(), ledger: { ...known, standingUnder } as unknown as Ledger, primary },
    ...{ takeOver: true, isPutBack: false, now, primaryTime: () => null, signal: undefined },
  });
}

test('a look that is due is made once, however many writes wait for it', async () => {
  expect((await stores.run()).status).toBe('good');
  let now = Date.now();
  const watch = await watchBy(
    async (_, ids) => new Map(ids.map((id) => [id, []])),
    () => now,
  );
  const alone = await asked(() => watch.mayWrite(['west']));
  expect(alone).toBeGreaterThan(0);
  expect(await asked(() => watch.mayWrite(['west']))).toBe(0);
  now += 6 * MINUTE;
  expect(await asked(() => Promise.all([1, 2, 3].map(() => watch.mayWrite(['west']))))).toBe(alone);
});

test('a look that fails lets none of those write that have waited for it, nor who comes later', async () => {
  expect((await stores.run()).status).toBe('good');
  const watch = await watchBy(async () => {
    throw new Error('looked in vain');
  }, Date.now);
  const ends = await Promise.allSettled([1, 2, 3].map(() => watch.mayWrite(['west'])));
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(watch.mayWrite(['west'])).rejects.toThrow('looked in vain');
});
