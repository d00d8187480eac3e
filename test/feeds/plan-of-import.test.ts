import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FinancialRecord } from '../../src/ledger/record.ts';
import type { RunPart } from '../../src/ledger/run-entry.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { demoSeed } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { smallSeed } from '../run/small-stores.ts';
import { many } from '../support/many.ts';
import { contentOf, customerRows, orderRows, productRows, type StoreContent, toCsv } from './neto-export.ts';

const PERTH = 'Australia/Perth';
const ORDERS = 30;

type Row = Readonly<Record<string, string>>;

/** What goes wrong in exports, and on their way through spreadsheets; `none` more often than each of the others. */
const faults: Readonly<Record<string, (rows: readonly Row[]) => readonly Row[]>> = {
  none: (rows) => rows,
  'a price that is none': ([first, ...rest]) => [{ ...first, 'Order Line Unit Price': 'abc' }, ...rest],
  'no status': ([first, ...rest]) => [{ ...first, 'Order Status': '' }, ...rest],
  'an unknown status': (rows) => rows.map((row) => ({ ...row, 'Order Status': 'On its way' })),
  'cancelled by now': (rows) => rows.map((row) => ({ ...row, 'Order Status': 'Cancelled' })),
  'a date that spreadsheets write': ([first, ...rest]) => [{ ...first, 'Date Placed': '3/4/2026' }, ...rest],
  'digits that are lost': ([first, ...rest]) => [{ ...first, 'Order Line SKU': '9.31E+12' }, ...rest],
  'an id that is lost': (rows) => rows.map((row) => ({ ...row, 'Order ID': '1.2E+05' })),
  'no id': ([first, ...rest]) => [{ ...first, 'Order ID': '' }, ...rest],
  'its rows twice': (rows) => [...rows, ...rows],
  'paid more than it comes to': (rows) => rows.map((row) => ({ ...row, 'Amount Paid': '99999.00' })),
  'paid in parts': (rows) => rows.map((row) => ({ ...row, 'Amount Paid': '1.00' })),
  'a coupon': (rows) => rows.map((row) => ({ ...row, 'Coupon Code': 'SPRING' })),
  'a surcharge in a column that nothing reads': (rows) => rows.map((row) => ({ ...row, Surcharge: '5.00' })),
  'another currency': (rows) => rows.map((row) => ({ ...row, 'Currency Code': 'USD' })),
  'a control character in a key': ([first, ...rest]) => [{ ...first, 'Order Line SKU': 'A\u0001B' }, ...rest],
  'another price': ([first, ...rest]) => [{ ...first, 'Order Line Unit Price': '12.34' }, ...rest],
  'long before its beginning': (rows) => rows.map((row) => ({ ...row, 'Date Placed': '2001-01-01', 'Date Invoiced': '2001-01-01' })), // biome-ignore format: a table
  'a payment method that nobody knows': (rows) => rows.map((row) => ({ ...row, 'Payment Method': 'Barter' })),
  'without its shopper': (rows) => rows.map((row) => ({ ...row, Username: '', Email: '' })),
  'one row that differs': (rows) => rows.map((row, place) => (place === 1 ? { ...row, 'Bill City': 'Elsewhere' } : row)),
}; // biome-ignore format: a table

let stores: DemoStores;
let content: StoreContent;
beforeEach(async () => {
  const seed = demoSeed('west');
  stores = await startDemoStores({
    west: { seed: { ...seed, orders: seed.orders.slice(0, ORDERS) } },
    south: { seed: smallSeed('south', 24) },
  });
  content = await contentOf(stores.west, 'west-secret-key', PERTH);
});
afterEach(() => stores.close());

test('an import does what its plan has said, to the cent and whatever is wrong in its files, one file after another', async () => {
  const orders = [...Map.groupBy(orderRows(content, PERTH), (row) => row['Order ID'] ?? '').values()];
  const names = [...Object.keys(faults), 'none', 'none', 'none', 'none', 'none', 'none', 'none', 'none'];
  const file = fc.uniqueArray(
    fc.record({ order: fc.nat(orders.length - 1), fault: fc.constantFrom(...names), isLast: fc.boolean() }),
    { minLength: 3, maxLength: 14, selector: ({ order }) => order },
  );
  const files = fc.sample(file, many(5, 40));
  const [customers, products] = [customerRows(content), productRows(content)];
  const met = new Set<string>();
  for (const [number, chosen] of files.entries()) {
    const ordered = [...chosen].sort((a, b) => Number(a.isLast) - Number(b.isLast));
    const rows = ordered.flatMap(({ order, fault }) => faults[fault]?.(orders[order] ?? []) ?? []);
    const columns = Object.fromEntries(rows.flatMap((row) => Object.keys(row)).map((name) => [name, '']));
    const given = [
      write(`orders-${number}.csv`, toCsv(rows.map((row) => ({ ...columns, ...row })))),
      write('customers.csv', toCsv(customers)),
      write('products.csv', toCsv(products)),
    ];
    const planned = await importFiles(given, true);
    const done = await importFiles(given, false);
    const told = `faults ${chosen.map(({ order, fault }) => `${order}: ${fault}`).join(', ')}`;
    expect(toldBy(done), told).toEqual(toldBy(planned));
    for (const { code } of done.summary.quarantine) met.add(code);
    met.add((done.summary.stores['west']?.orders?.created ?? 0) > 0 ? 'created' : 'nothing created');
  }
  // What is never met proves nothing.
  expect([...met]).toEqual(expect.arrayContaining(['created', 'row-unreadable']));
});

function write(name: string, text: string): string {
  const file = join(stores.folder, name);
  writeFileSync(file, text);
  return file;
}

interface Imported {
  readonly summary: RunSummary;
  /** What became of all that was read, with exact sums. */
  readonly parts: readonly RunPart[];
  readonly records: readonly FinancialRecord[];
}

async function importFiles(files: readonly string[], simulate: boolean): Promise<Imported> {
  const feeds = storeFeeds({ kind: 'given', files }, { columns: {} });
  let seen: Omit<Imported, 'summary'> = { parts: [], records: [] };
  const summary = await stores.run({
    ...{ narrowing: { stores: ['west'] }, feeds: { store: 'west', feeds }, simulate, yes: true },
    inspect: async (ledger, run) => {
      seen = { parts: await ledger.partsOfRun(run), records: await ledger.financialRecords(['orders', 'payments']) };
    },
  });
  return { summary, ...seen };
}

/** All that a plan says of records: how many are what, with their sums; of each that waits why; and each order and payment as it stands then. */
function toldBy({ summary, parts, records }: Imported) {
  const { stores: counts, quarantine, warnings, status, problems } = summary;
  return {
    ...{ status, counts, problems, parts },
    // A plan has no copy to keep a picture of.
    records: records.map(({ changedAt: _, wasCopied: __, ...record }) => record),
    quarantine: quarantine
      .map(
        ({ entity, sourceId, targetId, amount, code, reason }) =>
      ({ entity, sourceId, targetId, amount, code, reason }), // biome-ignore format: one record
      )
      .sort((a, b) => (`${a.entity} ${a.sourceId}` < `${b.entity} ${b.sourceId}` ? -1 : 1)),
    warnings: warnings.map(({ code, sourceId }) => `${code} ${sourceId}`).sort(),
  };
}
