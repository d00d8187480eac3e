import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPublishedProgress } from '../../src/session/published-progress.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

test('a run that takes longer than a second tells others how far it is, to its user alone, and nothing once it has ended', () =>
  withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
    const pipeline = await stores.pipeline();
    const folder = join(stores.home, 'running');
    let told: Awaited<ReturnType<typeof readPublishedProgress>> = null;
    let mode = 0;
    let asked = false;
    const summary = await stores.run({
      inspect: async () => {
        asked = true;
        await expect.poll(() => readPublishedProgress(stores.home, pipeline), { timeout: 10_000 }).not.toBeNull();
        told = await readPublishedProgress(stores.home, pipeline);
        const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.json'));
        mode = statSync(join(folder, file)).mode & 0o777;
      },
    });
    expect([summary.status, asked, mode]).toEqual(['good', true, 0o600]);
    expect(told).toMatchObject({
      pid: process.pid,
      phase: 'close',
      rows: expect.arrayContaining([{ store: 'west', entity: 'orders', expected: 1, read: 1, settled: 1 }]),
      problems: {},
    });
    expect(await readPublishedProgress(stores.home, pipeline)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  }));

test('a plan, which changes nothing, tells nobody', () =>
  withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
    await stores.plan();
    expect(existsSync(join(stores.home, 'running'))).toBe(false);
  }));
