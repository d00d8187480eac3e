import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runPipeline } from '../../src/run/run.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [one.name] : []));

test('a plan has no file of its own at any moment, so that a killed one leaves no shopper behind', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'plan-'));
  const before = process.env['TMPDIR'];
  // Quarantined, so that the ledger has a shopper's name in it.
  const held = { ...orderSeed({ OrderID: 'N100' }), SurchargeTotal: '0.22', SurchargeTaxable: '0.22' };
  const orders = [held, orderSeed({ OrderID: 'N101' })];
  await withTwoStores({ orders, rules: { orders: { surchargeSku: undefined } } }, async (stores) => {
    await stores.run();
    const known = new Set(filesIn(stores.home));
    const seen = new Set<string>();
    process.env['TMPDIR'] = temporary;
    try {
      const plan = await runPipeline({
        pipeline: await stores.pipeline(),
        home: stores.home,
        simulate: true,
        progress() {
          for (const name of [...filesIn(temporary), ...filesIn(stores.home)]) seen.add(name);
        },
      });
      expect(plan.quarantine.map(({ sourceId }) => sourceId)).toEqual(['N100']);
    } finally {
      process.env['TMPDIR'] = before;
      rmSync(temporary, { recursive: true });
    }
    const parts = new Set(['ledger.db-wal', 'ledger.db-shm', 'requests.db-wal', 'requests.db-shm']);
    const own = [...seen].filter((name) => !known.has(name) && !parts.has(name));
    expect(own.filter((name) => !/\.(lock|pid)$/.test(name))).toEqual([]);
    expect([...seen]).toContain('ledger.db');
  });
});
