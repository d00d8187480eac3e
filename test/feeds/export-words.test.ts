import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../cli/program.ts';
import { paidOrder } from '../proof/support/proven.ts';
import { type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';

async function exporting(stores: TwoStores) {
  await stores.pipeline();
  const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
  return (...words: string[]) => runProgram(['export', ...words], { folder: stores.home, environment });
}

const confirmLine = (batch: number) => `  neto-consolidator export confirm pipeline.yaml --batch ${batch}`;

test('a payment that stands in its order’s row is in no file to be keyed, nor is there an empty one', () =>
  withTwoStores({ orders: [paidOrder('N1')] }, async (stores) => {
    const call = await exporting(stores);
    const { stdout } = await call('pipeline.yaml', '--out', 'feeds');
    expect(readdirSync(join(stores.home, 'feeds')).filter((name) => name.includes('payments'))).toEqual([]);
    expect(stdout).toContain('orders.csv: 1 record, 1 row\n');
    expect(stdout).not.toContain('keyed');
    expect(stdout.split('\n')).toContain(confirmLine(1));
    const confirmed = await call('confirm', 'pipeline.yaml', '--batch', '1', '--output', 'json');
    // The payment of the row is accounted for all the same.
    expect(JSON.parse(confirmed.stdout)).toMatchObject({ missing: expect.arrayContaining(['W1', 'west:1']) });
  }));

test('what is to be keyed is said to be, and stands in no list of files to import', () =>
  withTwoStores({ orders: [paidOrder('N1', { OrderPayment: [] })] }, async (stores) => {
    await stores.run();
    stores.west.panel.addPayment({
      OrderID: 'N1',
      AmountPaid: '11.00',
      PaymentMethodName: 'Cash',
      DatePaid: '2026-07-11',
    });
    const call = await exporting(stores);
    const { stdout } = await call('pipeline.yaml', '--out', 'feeds');
    expect(stdout).not.toContain('import the files in this order');
    expect(stdout).toMatch(/To be keyed by hand.*\n {2}\S+payments\.csv: 1 record, 1 row\n/);
  }));

test('an open batch is named with the line that confirms it, where nothing new is exported', () =>
  withTwoStores({ orders: [paidOrder('N1')] }, async (stores) => {
    const call = await exporting(stores);
    await call('pipeline.yaml', '--out', 'feeds');
    const { stdout } = await call('pipeline.yaml', '--out', 'other');
    expect(stdout).toMatch(/^Nothing new to export\.\nBatch 1 is open/);
    expect(stdout.split('\n')).toContain(confirmLine(1));
    await call('confirm', 'pipeline.yaml', '--batch', '1');
    await stores.run();
    expect((await call('pipeline.yaml', '--out', 'other')).stdout).toMatch(/^Nothing to export\.\n/);
  }));
