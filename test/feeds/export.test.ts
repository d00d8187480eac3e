import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inspectFeed } from '../../src/feeds/read/inspect-feed.ts';
import { readFeedOrders } from '../../src/feeds/read/read-orders.ts';
import { customerReader, paymentReader, productReader, readFeedRecords } from '../../src/feeds/read/read-records.ts';
import { BatchStore } from '../../src/operations/export/batch.ts';
import {
  type Confirmation,
  type ExportResult,
  exportAgain,
  exportPipeline,
  lookAtExport,
  settleExport,
} from '../../src/operations/export/export-pipeline.ts';
import { documentIn } from '../cli/document-shape.ts';
import { runProgram } from '../cli/program.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { fewerSeed } from '../run/small-stores.ts';

let stores: DemoStores;
beforeEach(async () => {
  stores = await startDemoStores({ west: { seed: fewerSeed('west', 4) }, south: { seed: fewerSeed('south', 24) } });
});
afterEach(() => stores.close());

async function exportTo(
  folder: string,
  more: { format?: 'csv' | 'xml'; exported?: boolean } = {},
): Promise<ExportResult> {
  const options = { format: 'csv', exported: false, force: false, ...more } as const;
  const narrowing = { stores: ['west'] };
  return exportPipeline({
    pipeline: await stores.pipeline(),
    home: stores.home,
    out: join(stores.folder, folder),
    narrowing,
    ...options,
  });
}

const options = { timeZone: 'Australia/Sydney', given: new Map<string, string>() };

async function recordsIn(folder: string, format: 'csv' | 'xml') {
  const feed = (entity: string) => inspectFeed(join(stores.folder, folder, `demo-0001-${entity}.${format}`));
  const all = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
    const found: T[] = [];
    for await (const one of source) found.push(one);
    return found;
  };
  return {
    orders: (await all(readFeedOrders(await feed('orders'), options))).map((one) =>
      one.kind === 'order' ? one.found : one,
    ),
    customers: (await all(readFeedRecords(await feed('customers'), options, customerReader))).map(
      (one) => one.kind === 'found' && one.found,
    ),
    products: (await all(readFeedRecords(await feed('products'), options, productReader))).map(
      (one) => one.kind === 'found' && one.found,
    ),
    payments: (await all(readFeedRecords(await feed('payments'), options, paymentReader))).map(
      (one) => one.kind === 'found' && one.found,
    ),
  };
}

async function confirmed(...[pipeline, home, number]: Parameters<typeof lookAtExport>): Promise<Confirmation> {
  const found = await lookAtExport(pipeline, home, number);
  await settleExport(pipeline, number);
  return found;
}

describe('export', () => {
  test('writes what a run would copy, to files that say the same in CSV and XML, and nothing to any store', async () => {
    const { manifest } = await exportTo('csv');
    const [batch] = await new BatchStore(await stores.pipeline()).open();
    if (batch === undefined || manifest === null) throw new Error('no batch');
    expect(stores.main.requests.filter(({ write }) => write)).toEqual([]);
    const found = await recordsIn('csv', 'csv');
    expect(found.orders).toHaveLength(batch.orders.length);
    expect(batch.orders.length).toBeGreaterThan(40);
    for (const [index, { draft, completion }] of batch.orders.entries()) {
      const entry = found.orders[index];
      if (entry === undefined || !('order' in entry)) throw new Error(JSON.stringify(entry));
      expect(entry.order).toMatchObject({
        id: draft.orderId,
        status: completion.status,
        approval: 'Approved',
        username: draft.username,
        email: draft.email,
        billing: draft.billing,
        shipping: draft.shipping,
        internalNotes: draft.internalNotes,
        deliveryInstruction: draft.deliveryInstruction,
        purchaseOrderNumber: draft.purchaseOrderNumber,
        shippingTotal: draft.shippingCost,
        taxInclusive: draft.taxInclusive,
        placedAt: draft.placedAt,
        invoicedOn: draft.invoicedOn,
      });
      expect(
        entry.order.lines.map(({ sku, quantity, unitPrice, name, extraOptions }) => [
          sku,
          quantity,
          unitPrice,
          name,
          extraOptions,
        ]),
      ).toEqual(
        draft.lines.map((line) => [line.sku, line.quantity, line.unitPrice, line.description, line.extraOptions]),
      );
    }
    expect(found.customers).toMatchObject(
      batch.customers.map(({ username, email, billing }) => ({ username, email, billing })),
    );
    expect(found.products).toMatchObject(
      batch.products.map(({ sku, name, defaultPrice }) => ({ sku, name, defaultPrice })),
    );
    // Each payment is in one place: the row of its order where it is the only one, else the payments file.
    const rows: Record<string, string>[] = parse(readFileSync(join(stores.folder, 'csv/demo-0001-orders.csv')), {
      columns: true,
    });
    const inRows = new Map(rows.flatMap((row) => (row['Amount Paid'] ? [[row['Order ID'], row]] : [])));
    const single = batch.payments.filter(
      ({ orderId }) => batch.payments.filter((one) => one.orderId === orderId).length === 1,
    );
    expect(single.length).toBeGreaterThan(10);
    expect(batch.payments.length).toBeGreaterThan(single.length);
    expect([...inRows.keys()].sort()).toEqual(single.map(({ orderId }) => orderId).sort());
    for (const { orderId, authorisation } of single)
      expect(inRows.get(orderId)).toMatchObject({ 'Card Authorisation Code': authorisation });
    expect(found.payments).toMatchObject(
      batch.payments
        .filter((one) => !single.includes(one))
        .map(({ orderId, amount, authorisation }) => ({ orderId, amount, authorisation })),
    );

    for (const file of manifest.files) {
      const bytes = readFileSync(join(stores.folder, 'csv', file.name));
      expect([file.bytes, file.sha256]).toEqual([bytes.length, createHash('sha256').update(bytes).digest('hex')]);
      expect(statSync(join(stores.folder, 'csv', file.name)).mode & 0o077).toBe(0);
    }
    const orders = readFileSync(join(stores.folder, 'csv/demo-0001-orders.csv'), 'utf8');
    expect(orders).toMatch(/^"Order ID","Send Email Notification"/);
    expect(orders).not.toMatch(/^"W\d+","Yes"/m);

    await new BatchStore(await stores.pipeline()).drop(1);
    const asXml = { ...batch, format: 'xml' as const };
    const { writeBatch } = await import('../../src/operations/export/batch-files.ts');
    await writeBatch(asXml, join(stores.folder, 'xml'), {});
    expect(await recordsIn('xml', 'xml')).toEqual(found);
  });

  test('a batch can be written again, byte for byte; what is in it is in no other; what did not arrive comes again', async () => {
    const { manifest } = await exportTo('first', { exported: true });
    expect(readFileSync(join(stores.folder, 'first/demo-0001-orders.csv'), 'utf8')).toMatch(
      /^"W\d+","No","Dispatched","Yes","Yes"/m,
    );
    expect((await exportTo('second')).manifest).toBeNull();
    const pipeline = await stores.pipeline();
    const again = await exportAgain(pipeline, 1, join(stores.folder, 'again'), {});
    expect(again).toEqual(manifest);
    for (const name of readdirSync(join(stores.folder, 'first'))) {
      expect(
        readFileSync(join(stores.folder, 'again', name)).equals(readFileSync(join(stores.folder, 'first', name))),
      ).toBe(true);
    }
    // The import failed: nothing is there, and all of it is exported again.
    const failed = await confirmed(pipeline, stores.home, 1);
    expect(failed.arrived).toBe(0);
    const next = await exportTo('next');
    expect(next.manifest?.batch).toBe(2);
    expect(next.manifest?.files.map(({ records }) => records)).toEqual(manifest?.files.map(({ records }) => records));
    // Now the primary has them all, by whatever way; a run leaves alone what an open batch holds.
    const kept = new BatchStore(pipeline);
    const open = await kept.find(2);
    await kept.drop(2);
    await stores.run({ narrowing: { stores: ['west'] } });
    await kept.settle(open);
    expect((await confirmed(pipeline, stores.home, 2)).missing).toEqual([]);
    expect((await exportTo('last')).manifest).toBeNull();
    await expect(exportAgain(pipeline, 2, stores.folder, { force: true })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('the command, as people call it', async () => {
    const environment = { ...stores.environment, NETO_CONSOLIDATOR_HOME: stores.home };
    const call = (...words: string[]) => runProgram(['export', ...words], { folder: stores.folder, environment });
    const done = await call('pipelines/demo.yaml', '--store', 'west', '--out', 'feeds', '--output', 'json');
    expect([0, 3]).toContain(done.code);
    expect(documentIn(done.stdout, 'export')).toMatchObject({ manifest: { batch: 1, pipeline: 'demo' } });
    const again = await call('pipelines/demo.yaml', '--batch', '1', '--out', 'feeds', '--force', '--output', 'json');
    expect(documentIn(again.stdout, 'export --batch')).toMatchObject({ batch: 1 });
    const confirmed = await call('confirm', 'pipelines/demo.yaml', '--batch', '1', '--output', 'json');
    expect(confirmed.code).toBe(3);
    expect(documentIn(confirmed.stdout, 'export confirm')).toMatchObject({ batch: 1, arrived: 0 });
    expect((await call('pipelines/demo.yaml')).code).toBe(2);
  });
});
