import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FakeStore, type Seed, startFakeStore } from '../../src/fake-store/index.ts';
import { executeHere } from '../cli/execute-here.ts';
import { repository } from '../fixtures/support.ts';
import { csv, orderRow } from '../rules/support/importing.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { someOf } from '../support/many.ts';

const folder = join(repository, 'pipelines/examples');
const names = ['Credit Card', 'PayPal', ...['West', 'Outlet'].flatMap((s) => [`${s} - Credit Card`, `${s} - PayPal`])];
const lists: Partial<Seed> = {
  paymentMethods: names.map((name, index) => ({ id: String(index + 1), name })),
  shippingMethods: ['Express', 'Express Post', 'Post'].map((name, index) => ({ id: String(index + 1), name })),
  items: [
    { SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' },
    { SKU: 'SURCHARGE', Name: 'Surcharge', DefaultPrice: '0' },
  ],
  staff: ['anna'],
};
const warehouses = [
  { id: '1', name: 'Main', isPrimary: true },
  { id: '2', name: 'Virtual', tracksStock: false },
];

/** A way of use: what its store holds, how it is run, and the copy that stands in the primary afterwards. */
interface Way {
  readonly file: string;
  readonly timezone: string;
  readonly region?: Partial<Seed>;
  readonly orders?: Seed['orders'];
  readonly arrives?: string;
  readonly run?: readonly string[];
  readonly copy: Readonly<Record<string, string>>;
}

const sold = orderSeed({ OrderID: 'N100', ShippingOption: 'Express' });
const rows = (id: string) => csv([orderRow(id, '11.00', { 'Order Line Tax Free': 'No', 'Tax Free Shipping': 'No' })]);
const ways: readonly Way[] = [
  { file: 'books.yaml', timezone: 'Australia/Perth', orders: [sold],
    copy: { OrderID: 'W100', OrderStatus: 'Dispatched', Username: 'west_store', ShippingOption: 'Express Post', SalesChannel: 'West' } },
  { file: 'fulfil.yaml', timezone: 'Australia/Perth', orders: [{ ...sold, OrderStatus: 'New', DateInvoiced: '' }],
    copy: { OrderID: 'W100', OrderStatus: 'Pick', SalesChannel: 'West' } },
  { file: 'watched-files.yaml', timezone: 'Australia/Perth', arrives: 'feeds/west/orders.csv',
    copy: { OrderID: 'W100', OrderStatus: 'Dispatched' } },
  { file: 'one-off-import.yaml', timezone: 'Australia/Brisbane', arrives: 'orders.csv',
    run: ['import', 'FILE', '--store', 'old', '--file', 'orders.csv', '--yes'], copy: { OrderID: 'Q1234', ExportStatus: 'Exported' } },
  { file: 'two-regions-au.yaml', timezone: 'Australia/Perth', orders: [sold], copy: { OrderID: 'T100' } },
  { file: 'two-regions-nz.yaml', timezone: 'Pacific/Auckland', orders: [sold],
    region: { timezone: 'Pacific/Auckland', country: 'NZ', currency: 'NZD', gst: '15' }, copy: { OrderID: 'T100' } },
]; // biome-ignore format: a table

test('there is a way of use for each file of pipelines/examples', () => {
  expect(readdirSync(folder).sort()).toEqual(ways.map(({ file }) => file).sort());
});

test.each(someOf(ways, 2))(
  '$file, with nothing but its addresses changed, is checked without anything to mend, and copies',
  async (way) => {
    const home = mkdtempSync(join(tmpdir(), 'example-'));
    const start = (name: string, seed: Partial<Seed>): Promise<FakeStore> =>
      startFakeStore({ seed: { name, ...lists, ...way.region, ...seed }, apiKey: 'the-key' });
    const main = await start('Main', { warehouses, timezone: 'Australia/Sydney', ...way.region });
    const other = await start('Other', { timezone: way.timezone, orders: [...(way.orders ?? [])] });
    onTestFinished(async () => {
      await Promise.all([main.close(), other.close()]);
      rmSync(home, { recursive: true, force: true });
    });
    mkdirSync(join(home, 'pipelines'));
    const text = readFileSync(join(folder, way.file), 'utf8')
      .replace(/https:\/\/www\.main-store\.\S+/, main.url)
      .replace(/https:\/\/www\.\S+/, other.url);
    const file = `pipelines/${way.file}`;
    writeFileSync(join(home, file), text);
    if (way.arrives !== undefined) {
      mkdirSync(join(home, 'feeds/west'), { recursive: true });
      writeFileSync(join(home, way.arrives), rows(way.copy['OrderID'] === 'Q1234' ? '1234' : 'N100'));
      utimesSync(join(home, way.arrives), 0, 0);
    }
    const keys = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [
      name,
      name.endsWith('KEY') ? 'the-key' : 'http://127.0.0.1:9/',
    ]);
    const command = (words: readonly string[]) =>
      executeHere(
        words.map((word) => (word === 'FILE' ? file : word)),
        { folder: home, home, environment: Object.fromEntries(keys) },
      );

    const checked = await command(['check', 'FILE']);
    expect(checked.stdout).not.toContain('MEND');
    expect(checked.code).toBe(0);
    const run = await command(way.run ?? ['run', 'FILE', '--yes']);
    expect([run.code, run.stdout]).toEqual([0, expect.any(String)]);
    const copies = main.orders().filter(({ OrderID }) => OrderID === way.copy['OrderID']);
    expect(copies).toEqual([expect.objectContaining(way.copy)]);
  },
);
