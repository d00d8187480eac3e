import { describe, expect, onTestFinished, test } from 'vitest';
import { type OrderSeed, startFakeStore } from '../../../src/fake-store/index.ts';
import { instant } from '../../../src/model/time.ts';
import { openNetoClient } from '../../../src/neto/client.ts';
import { openRequestLog } from '../../../src/neto/request-log.ts';
import { sampleIds } from '../../../src/operations/check/sample-orders.ts';
import { ownFolder } from '../../config/sample.ts';

const SINCE = instant('2026-01-01T00:00:00Z');
const NOW = instant('2026-11-01T00:00:00Z');

/** So many orders, the first placed at `NOW`, each `hours` before the one in front of it. */
async function sampleOf(count: number, hours: number) {
  const orders: OrderSeed[] = Array.from({ length: count }, (_, index) => ({
    OrderID: `N${10_000 - index}`,
    DatePlaced: new Date(Date.parse(NOW) - index * hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
    OrderLine: [],
  }));
  const store = await startFakeStore({ seed: { name: 'west', orders }, apiKey: 'k'.repeat(32) });
  const requestLog = openRequestLog(`${await ownFolder()}/requests.db`);
  const client = openNetoClient({
    store: 'west',
    role: 'secondary',
    url: store.url,
    key: 'k'.repeat(32),
    timeZone: 'Australia/Perth',
    requestsPerMinute: null,
    pageSize: 100,
    requestLog,
  });
  onTestFinished(async () => {
    await client.close();
    requestLog.close();
    await store.close();
  });
  return { sample: await sampleIds(client, SINCE, NOW), store };
}

describe('the orders placed last', () => {
  test('are at most 500, however many there are', async () => {
    const { sample, store } = await sampleOf(1200, 1);
    expect(new Set(sample.ids).size).toBe(500);
    expect(sample.all).toBe(false);
    expect(store.requests.length).toBeLessThan(20);
  });

  test('reach back as far as `since`, and no further', async () => {
    const { sample } = await sampleOf(60, 7 * 24);
    expect(sample.all).toBe(true);
    expect(sample.from).toBe(SINCE);
    expect(sample.ids).toHaveLength(44);
  });

  test('of a store with none are none', async () => {
    const { sample } = await sampleOf(0, 1);
    expect(sample).toEqual({ ids: [], from: SINCE, all: true });
  });
});
