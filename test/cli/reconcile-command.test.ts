import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reconciliationSchema } from '../../src/reconcile/result.ts';
import { copyOf, startBareStores, westOrder } from '../reconcile/pair-of-stores.ts';
import type { DemoStores } from '../run/demo-stores.ts';
import { runProgram } from './program.ts';

describe('the command reconcile', () => {
  let stores: DemoStores;
  beforeAll(async () => {
    stores = await startBareStores();
    stores.west.panel.addOrder(westOrder('N1'));
    stores.main.panel.addOrder(copyOf(westOrder('N1')));
  });
  afterAll(() => stores.close());

  const run = (...words: string[]) =>
    runProgram(['reconcile', 'pipelines/demo.yaml', '--allow-empty', ...words], {
      folder: stores.folder,
      environment: { ...stores.environment, NETO_CONSOLIDATOR_HOME: stores.home },
    });

  test('ends with 0 and makes no ledger while nothing differs', async () => {
    const { code, stdout } = await run();
    expect(stdout).toContain('the books add up');
    expect(code).toBe(0);
    expect(existsSync(join(stores.folder, 'state'))).toBe(false);
  });

  test('ends with 4 when something differs, as text, JSON and tables', async () => {
    stores.west.panel.addOrder(westOrder('N2', { OrderPayment: [] }));
    const text = await run('--csv', 'tables');
    expect(text.code).toBe(4);
    expect(text.stdout.replace(/\s+/g, ' ')).toContain(
      'N2 of west comes to 121.00, and has no copy in the primary (W2).',
    );
    expect(text.stdout.replace(/\s+/g, ' ')).toMatch(
      /without knowing what you accepted, linked or dropped; that tells neto-consolidator trace <order id> \S+/,
    );
    expect(readdirSync(join(stores.folder, 'tables')).sort()).toEqual([
      'days.csv',
      'differences.csv',
      'months.csv',
      'payments.csv',
    ]);
    const rows: Record<string, string>[] = parse(readFileSync(join(stores.folder, 'tables/differences.csv')), {
      bom: true,
      columns: true,
    });
    expect(rows).toMatchObject([{ store: 'west', kind: 'missing', source: 'N2', 'effect on total': '-121.00' }]);
    const json = await run('--output', 'json');
    expect(json.code).toBe(4);
    expect(reconciliationSchema.parse(JSON.parse(json.stdout)).differences).toHaveLength(1);
    expect((await run('--grace', '60')).code).toBe(0);
    expect((await run('--from', '2026-09-01')).code).toBe(0);
  });

  test("takes Xero's file, and says what that can not answer", async () => {
    writeFileSync(
      join(stores.folder, 'x.csv'),
      'No,Total,InvoiceAmountPaid,InvoiceAmountDue,Status\nW1,120,121,-1,Paid\n',
    );
    const { code, stdout } = await run('--xero-csv', 'x.csv', '--xero-columns', 'number=No');
    expect(code).toBe(4);
    expect(stdout.replace(/\s+/g, ' ')).toContain('The total of W1 is 121.00 in the primary, but 120.00 in Xero.');
    expect(stdout).toContain('It has no tax rates');
    expect((await run('--xero-csv', 'none.csv')).code).toBe(2);
    expect((await run('--from', 'yesterday')).code).toBe(2);
  });
});
