import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { BatchStore, type ExportBatch } from '../../src/operations/export/batch.ts';
import { exportPipeline } from '../../src/operations/export/export-pipeline.ts';
import { runProgram } from '../cli/program.ts';
import { paidOrder } from '../proof/support/proven.ts';
import { heldIn, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';

const setting = { orders: [paidOrder('N1'), paidOrder('N2', { OrderPayment: [] })] };

async function exported(stores: TwoStores): Promise<ExportBatch> {
  const pipeline = await stores.pipeline();
  const options = { format: 'csv', exported: false, force: false } as const;
  const { manifest } = await exportPipeline({
    pipeline,
    home: stores.home,
    out: join(stores.home, 'feeds'),
    ...options,
  });
  return new BatchStore(pipeline).find(manifest?.batch ?? 0);
}

/** What Neto's import wizard makes of the files of a batch. */
function importInto(main: FakeStore, { orders, payments }: ExportBatch): void {
  for (const { draft, completion } of orders) {
    main.panel.addOrder({
      OrderID: draft.orderId,
      Username: draft.username,
      Email: draft.email,
      OrderStatus: completion.status,
      SalesChannel: draft.salesChannel,
      InternalOrderNotes: draft.internalNotes,
      DatePlaced: (draft.placedAt ?? '').replace('T', ' ').slice(0, 19),
      ...(draft.invoicedOn === null ? {} : { DateInvoiced: draft.invoicedOn }),
      OrderLine: draft.lines.map(({ sku, quantity, unitPrice }) => ({
        SKU: sku,
        Quantity: quantity,
        UnitPrice: unitPrice,
      })),
    });
  }
  for (const payment of payments) {
    main.panel.addPayment({
      OrderID: payment.orderId,
      AmountPaid: payment.amount,
      PaymentMethodName: payment.methodName,
      DatePaid: payment.paidOn ?? '',
      CardAuthorisation: payment.authorisation,
    });
  }
}

function confirm({ home }: TwoStores, batch: number) {
  const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: home };
  return runProgram(['export', 'confirm', 'pipeline.yaml', '--batch', String(batch)], { folder: home, environment });
}

const references = ({ main }: TwoStores) => main.payments().map(({ CardAuthorisation }) => CardAuthorisation);

test('a run leaves alone what an open batch holds, says so, and goes on with it once it is imported', () =>
  withTwoStores(setting, async (stores) => {
    const batch = await exported(stores);
    const summary = await stores.run();
    expect(heldIn(summary).sort()).toEqual([
      'orders N1: in-export-batch',
      'orders N2: in-export-batch',
      'payments 1: waits-for',
    ]);
    expect(stores.main.orders()).toEqual([]);
    importInto(stores.main, batch);
    expect(await stores.run()).toMatchObject({ status: 'good', quarantine: [], differences: [] });
    expect(stores.main.orders().map(({ OrderID }) => OrderID)).toEqual(['W1', 'W2']);
    expect(references(stores)).toEqual(['west:1']);
    expect(await confirm(stores, batch.number)).toMatchObject({ code: 0, stdout: expect.stringContaining('all ') });
  }));

test('a payment in an open batch is left alone too, where its order is copied already', () =>
  withTwoStores({ orders: [paidOrder('N1', { OrderPayment: [] })] }, async (stores) => {
    await stores.run();
    stores.west.panel.addPayment({
      OrderID: 'N1',
      AmountPaid: '22.00',
      PaymentMethodName: 'Cash',
      DatePaid: '2026-07-11',
    });
    const batch = await exported(stores);
    expect(batch.payments).toHaveLength(1);
    expect(heldIn(await stores.run())).toEqual([expect.stringMatching(/^payments \d+: in-export-batch$/)]);
    expect(stores.main.payments()).toEqual([]);
    importInto(stores.main, batch);
    expect(await stores.run()).toMatchObject({ status: 'good', quarantine: [] });
    expect(stores.main.payments()).toHaveLength(1);
  }));

test('a batch that is confirmed without having been imported is a run’s to copy', () =>
  withTwoStores(setting, async (stores) => {
    const { number } = await exported(stores);
    await stores.run();
    expect((await confirm(stores, number)).code).toBe(3);
    expect(await stores.run()).toMatchObject({ status: 'good', quarantine: [] });
    expect(references(stores)).toEqual(['west:1']);
  }));

test('a payment that stands twice is named when the batch is confirmed, which ends with 4', () =>
  withTwoStores(setting, async (stores) => {
    const batch = await exported(stores);
    importInto(stores.main, batch);
    // The payments file is imported a second time.
    importInto(stores.main, { ...batch, orders: [] });
    const { code, stdout } = await confirm(stores, batch.number);
    expect(stdout).toMatch(/more than once.*\n +west:1/);
    expect(code).toBe(4);
  }));

test('what is exported before the first run is of the ledger that runs go on with, batch after batch', () =>
  withTwoStores(setting, async (stores) => {
    const installation = ({ orders }: ExportBatch) =>
      /installation (\S+)/.exec(orders[0]?.draft.internalNotes ?? '')?.[1];
    const first = await exported(stores);
    await new BatchStore(await stores.pipeline()).drop(first.number);
    const second = await exported(stores);
    expect(installation(second)).toBe(installation(first));
    importInto(stores.main, second);
    expect(await stores.run()).toMatchObject({ status: 'good', problems: [], quarantine: [] });
  }));
