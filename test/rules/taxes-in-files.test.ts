import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../src/run/summary.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { type FeedingStores, withFeedingStores } from './support/feeding-stores.ts';

type Row = Readonly<Record<string, string>>;

function row(id: string, price: string, more: Row = {}): Row {
  return {
    'Order ID': id, 'Order Status': 'Dispatched', Approved: 'Yes', Username: 'jo', Email: 'jo@example.com',
    'Bill First Name': 'Jo', 'Bill Last Name': 'Example', 'Tax Inclusive': 'Yes', 'Date Placed': '2026-09-10 11:00:00',
    'Date Invoiced': '2026-09-10', 'Payment Due Date': '2026-09-20', 'Order Line SKU': 'MUG', 'Order Line Qty': '1',
    'Order Line Description': 'Mug', 'Order Line Unit Price': price, 'Shipping Cost': '11.00', ...more,
  }; // biome-ignore format: a table
}

function csv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((one) => Object.keys(one)))];
  return [names.join(','), ...rows.map((one) => names.map((name) => one[name] ?? '').join(','))].join('\n');
}

function xml(rows: readonly Row[]): string {
  const cell = ([name, text]: [string, string]) => `<${name.replaceAll(' ', '')}>${text}</${name.replaceAll(' ', '')}>`;
  const records = rows.map((one) => `<Order>${Object.entries(one).map(cell).join('')}</Order>`);
  return `<?xml version="1.0"?><Orders>${records.join('')}</Orders>`;
}

async function importing(
  files: Readonly<Record<string, string>>,
  use: (run: RunSummary, stores: FeedingStores) => void,
  given: Readonly<Record<string, string>> = {},
): Promise<void> {
  const items = [
    { SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' },
    { SKU: 'FREE', Name: 'Book', DefaultPrice: '11.00', TaxFreeItem: 'True' },
  ];
  const feeders = [{ name: 'west', seed: {}, rules: {} }];
  await withFeedingStores({ primary: { items }, feeders }, async (stores) => {
    const paths = Object.entries(files).map(([name, text]) => {
      writeFileSync(join(stores.folder, name), text);
      return join(stores.folder, name);
    });
    const feeds = storeFeeds({ kind: 'given', files: paths }, { columns: given });
    use(await stores.run({ feeds: { store: 'west', feeds } }), stores);
  });
}

const held = ({ quarantine }: RunSummary) => quarantine.map(({ sourceId, code }) => `${sourceId} ${code}`).sort();
const gst = ({ primary }: FeedingStores) =>
  Object.fromEntries(primary.orders().map(({ OrderID, OrderTax }) => [OrderID, OrderTax]));
const untold = ({ warnings }: RunSummary) => warnings.filter(({ code }) => code === 'tax-not-in-file');

test.each([
  ['csv', csv],
  ['xml', xml],
] as const)('a file’s tax is compared like its total: what differs is quarantined, in %s', async (kind, text) => {
  const rows = [
    row('N1', '99.00', { 'Total Tax': '9.00' }),
    row('N2', '99.00', { 'Total Tax': '10.01' }),
    row('N3', '99.00', { 'Total Tax': '0.00' }),
    row('N4', '99.00', { 'Total Tax': '9.00', 'Tax Free Shipping': 'y' }),
    row('N5', '99.00', { 'Total Tax': '1.00', 'Order Line Tax Free': 'y' }),
    row('N6', '99.00', { 'Order Line Tax': '8.00', 'Shipping Tax': '1.00' }),
    row('N7', '99.00', { 'Order Line Tax': '0.00', 'Shipping Tax': '1.00' }),
    row('N8', '99.00', { 'Order Line Tax': '9.00', 'Shipping Tax': '0.50' }),
    row('N9', '99.00', { 'Order Tax': '3.00' }),
  ];
  await importing({ [`orders.${kind}`]: text(rows) }, (run, stores) => {
    const differing = ['N1', 'N3', 'N6', 'N8', 'N9'];
    expect(held(run)).toEqual(differing.map((id) => `${id} line-tax-unexplained`));
    expect(gst(stores)).toEqual({ W2: '10.00', W4: '9.00', W5: '1.00', W7: '1.00' });
    expect(run.quarantine[0]?.reason).toContain('its tax comes to 9.00 in the file, and to 10.00 by its prices');
    expect(untold(run)).toEqual([]);
  });
});

const problems = ({ problems: all }: RunSummary) => all.map(({ code, message }) => `${code} ${message}`);

test.each([
  ['csv', csv],
  ['xml', xml],
] as const)(
  'where no column says what is taxed, the import stops and says what to do; doing it is enough, in %s',
  async (kind, text) => {
    const other = { 'Order Line SKU': 'OTHER' };
    const untaxed = { [`orders.${kind}`]: text([row('N1', '99.00', other), row('N2', '99.00', other)]) };
    await importing(untaxed, (run, stores) => {
      expect(run.status).toBe('failed');
      expect(problems(run)).toEqual([expect.stringContaining('feed-columns')]);
      expect(problems(run)[0]).toContain("--set 'Order Line Tax Free=no' --set 'Tax Free Shipping=no'");
      expect(stores.primary.orders()).toEqual([]);
    });
    const given = { 'Order Line Tax Free': 'no', 'Tax Free Shipping': 'no' };
    await importing(
      untaxed,
      (run, stores) => {
        expect([problems(run), untold(run)]).toEqual([[], []]);
        expect(gst(stores)).toEqual({ W1: '10.00', W2: '10.00' });
      },
      given,
    );
  },
);

test('where only the tax of shipping is told by no column, it stops if anything was paid for shipping', async () => {
  const lines = { 'Order Line Tax Free': 'n' };
  await importing({ 'orders.csv': csv([row('N1', '99.00', { ...lines, 'Shipping Cost': '0' })]) }, (run, stores) => {
    expect(problems(run)).toEqual([]);
    expect(gst(stores)).toEqual({ W1: '9.00' });
  });
  await importing({ 'orders.csv': csv([row('N1', '99.00', lines)]) }, (run, stores) => {
    expect(problems(run)).toEqual([expect.stringContaining('found no column "Tax Free Shipping"')]);
    expect(stores.primary.orders()).toEqual([]);
  });
});

test('where no column tells it of the lines, the primary’s own products of these SKUs do', async () => {
  const more = { 'Tax Free Shipping': 'n' };
  const rows = [row('N1', '99.00', more), row('N2', '99.00', { ...more, 'Order Line SKU': 'FREE' })];
  await importing({ 'orders.csv': csv(rows) }, (run, stores) => {
    expect([problems(run), untold(run)]).toEqual([[], []]);
    expect(gst(stores)).toEqual({ W1: '10.00', W2: '1.00' });
  });
});

test('orders that leave the columns of tax empty are taken to be taxed, and told', async () => {
  const taxed = { 'Order Line Tax Free': 'n', 'Tax Free Shipping': 'n' };
  const orders = { 'orders.csv': csv([row('N1', '99.00'), row('N2', '99.00', taxed)]) };
  await importing(orders, (run, stores) => {
    expect(untold(run)).toEqual([expect.objectContaining({ count: 1, examples: ['N1'] })]);
    expect(gst(stores)).toEqual({ W1: '10.00', W2: '10.00' });
  });
});

test('what a product file beside it says of a product’s tax is used for lines that say nothing', async () => {
  const shipping = { 'Tax Free Shipping': 'n' };
  const rows = [
    row('N1', '99.00', { ...shipping, 'Order Line SKU': 'FREE' }),
    row('N2', '99.00', shipping),
    row('N3', '99.00', { ...shipping, 'Order Line SKU': 'FREE', 'Order Line Tax Free': 'n' }),
  ];
  const products = 'SKU,Name,Price (Default),Tax Free Item\nFREE,Book,11.00,y\nMUG,Mug,11.00,n';
  await importing({ 'orders.csv': csv(rows), 'products.csv': products }, (run, stores) => {
    expect(gst(stores)).toEqual({ W1: '1.00', W2: '10.00', W3: '10.00' });
    expect(untold(run)).toEqual([]);
  });
});

test('a line without Tax in a document of the API’s shape is not taken for one that is free of it', async () => {
  const order = (id: string, tax: string, total = '<OrderTax>1.00</OrderTax>') =>
    `<Order><OrderID>${id}</OrderID><OrderStatus>Dispatched</OrderStatus><CompleteStatus>Approved</CompleteStatus>
    <Username>jo</Username><Email>jo@example.com</Email><BillLastName>Example</BillLastName><TaxInclusive>True</TaxInclusive>
    <GrandTotal>11.00</GrandTotal>${total}<DatePlaced>2026-09-10 01:00:00</DatePlaced>
    <DateInvoiced>2026-09-10</DateInvoiced><OrderLine><OrderLineID>${id}-0</OrderLineID><SKU>MUG</SKU><ProductName>Mug</ProductName>
    <Quantity>1</Quantity><UnitPrice>11.00</UnitPrice>${tax}</OrderLine></Order>`;
  const orders = [order('N1', ''), order('N2', '<Tax>1.00</Tax>'), order('N3', '', '')];
  await importing({ 'orders.xml': `<GetOrderResponse>${orders.join('')}</GetOrderResponse>` }, (run, stores) => {
    expect(stores.primary.order('W3')).toBeUndefined();
    expect(held(run)).toEqual(['N1 row-unreadable', 'N3 row-unreadable']);
    expect(run.quarantine[0]?.reason).toContain('OrderLine 1: Tax is missing or empty');
    expect(gst(stores)).toEqual({ W2: '1.00' });
  });
});
