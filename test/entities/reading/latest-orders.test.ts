import { describe, expect, onTestFinished, test } from 'vitest';
import { latestOrderIds } from '../../../src/entities/reading/latest-orders.ts';
import { type OrderSeed, startFakeStore } from '../../../src/fake-store/index.ts';
import { instant } from '../../../src/model/time.ts';
import { openNetoClient } from '../../../src/neto/client.ts';
import { openRequestLog } from '../../../src/neto/request-log.ts';
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
    readOnly: true,
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
  return { sample: await latestOrderIds(client, { since: SINCE, now: NOW, limit: 500 }), store };
}

describe('the orders placed last', () => {
  test('are at most so many as are wanted, however many there are', async () => {
    const { sample, store } = await sampleOf(1200, 1);
    expect(new Set(sample).size).toBe(500);
    expect(store.requests.length).toBeLessThan(20);
    const placed = sample.map((id) => 10_000 - Number(id.slice(1)));
    // Some of the latest window that was needed, and all of the windows after it.
    expect(Math.max(...placed)).toBeLessThanOrEqual(28 * 24);
    expect(placed.filter((hours) => hours < 7 * 24)).toHaveLength(7 * 24);
  });

  test('reach back as far as `since`, and no further', async () => {
    const { sample } = await sampleOf(60, 7 * 24);
    expect(sample).toHaveLength(44);
    expect(sample).toContain('N9957');
    expect(sample).not.toContain('N9956');
  });

  test('of a store with none are none', async () => {
    const { sample } = await sampleOf(0, 1);
    expect(sample).toEqual([]);
  });
});
