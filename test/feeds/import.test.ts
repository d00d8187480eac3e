import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import { demoSeed } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { smallSeed } from '../run/small-stores.ts';
import { isLong } from '../support/many.ts';
import {
  contentOf,
  customerRows,
  orderRows,
  paymentRows,
  productRows,
  type StoreContent,
  toCsv,
} from './neto-export.ts';

const PERTH = 'Australia/Perth';
const west = { stores: ['west'] };
const ORDERS = 60;

let stores: DemoStores;
let content: StoreContent;
beforeAll(async () => {
  await start();
  content = await contentOf(stores.west, 'west-secret-key', PERTH);
  await stores.close();
});
beforeEach(start);
afterEach(() => stores.close());

/** The demo's stores, of which west has the first of its orders alone: some of each kind, in a quarter of the time. */
async function start(): Promise<void> {
  const seed = demoSeed('west');
  stores = await startDemoStores({
    west: { seed: { ...seed, orders: seed.orders.slice(0, ORDERS) } },
    south: { seed: smallSeed('south', 24) },
  });
}

function write(name: string, text: string): string {
  const file = join(stores.folder, name);
  writeFileSync(file, text);
  return file;
}

function importFiles(
  files: readonly string[],
  more: { simulate?: boolean; signal?: AbortSignal; pipeline?: Pipeline } = {},
) {
  const feeds = storeFeeds({ kind: 'given', files }, { columns: {} });
  return stores.run({ narrowing: west, feeds: { store: 'west', feeds }, ...more });
}

function allFiles(orders = orderRows(content, PERTH)): string[] {
  return [
    write('orders.csv', toCsv(orders)),
    write('customers.csv', toCsv(customerRows(content))),
    write('products.csv', toCsv(productRows(content))),
  ];
}

const idsOf = ({ quarantine }: RunSummary, code: string, entity = 'orders'): string[] =>
  quarantine.filter((one) => one.code === code && one.entity === entity).map(({ sourceId }) => sourceId);

/** The copies in the primary, without what each run or way in makes anew. */
function copies(): Map<string, Record<string, unknown>> {
  const own = stores.main.orders().filter(({ OrderID }) => /^[WX]\d/.test(String(OrderID)));
  return new Map(own.map((order) => [String(order['OrderID']), JSON.parse(JSON.stringify(order))]));
}

const writes = (): number => stores.main.requests.filter(({ write }) => write).length;

describe('import', () => {
  test('copies by file once: again, nothing; and the store itself is never asked', async () => {
    stores.west.clearLogs();
    const first = await importFiles(allFiles());
    expect(first.problems).toEqual([]);
    expect(first.stores['west']?.orders).toMatchObject({ read: ORDERS, pending: 0 });
    expect(first.stores['west']?.orders?.created).toBeGreaterThan(ORDERS * 0.79);
    expect(first.warnings.map(({ code }) => code)).toContain('total-not-in-file');
    stores.main.clearLogs();
    const second = await importFiles(allFiles());
    expect(second.stores['west']?.orders?.created).toBe(0);
    expect(writes()).toBe(0);
    expect(stores.west.requests).toEqual([]);
  });

  test('what came by file is known when it comes by the API, orders and payments', async () => {
    await importFiles(allFiles());
    const before = copies();
    const payments = stores.main.payments().length;
    const api = await stores.run({ narrowing: west });
    expect(idsOf(api, 'changed-after-copy')).toEqual([]);
    expect(api.warnings.filter(({ code }) => ['copy-differs', 'change-left-alone'].includes(code))).toEqual([]);
    // No file can give the customer's own references: they go over once the API shows them.
    const references = Array.from({ length: 10 }, (_, place) => `CustomerRef${place + 1}`);
    const moving = ['DatePaid', 'DateUpdated', 'RealtimeConfirmation', ...references];
    for (const [id, order] of before) expect(fields(copies().get(id), moving), id).toEqual(fields(order, moving));
    expect(copies().get('W1005')).toMatchObject({ CustomerRef1: 'Club card 9052' });
    // Only payments that the file could not express are added: two on one order.
    const several = content.payments.filter(
      (one) => content.payments.filter(({ orderId }) => orderId === one.orderId).length > 1,
    );
    const added = stores.main.payments().slice(payments);
    const ofHeld = new Set(first(api));
    for (const { CardAuthorisation: reference } of added as unknown as { CardAuthorisation: string }[]) {
      const id = /^west:(\d+)/.exec(reference)?.[1];
      const payment = content.payments.find((one) => one.id === id);
      const isSeveral = several.some((one) => one.id === id);
      expect(isSeveral || ofHeld.has(payment?.orderId ?? ''), reference).toBe(true);
    }
    // No copy is paid more than it comes to.
    const third = await stores.run({ narrowing: west });
    expect(third.stores['west']?.payments?.created).toBe(0);
  });

  test('what came by the API is known when it comes by file', async () => {
    await stores.run({ narrowing: west });
    stores.main.clearLogs();
    const summary = await importFiles([...allFiles(), write('payments.csv', toCsv(paymentRows(content)))]);
    expect(idsOf(summary, 'changed-after-copy')).toEqual([]);
    expect(idsOf(summary, 'payment-exceeds-order', 'payments')).toEqual([]);
    expect(summary.stores['west']?.orders?.created).toBe(0);
    expect(summary.stores['west']?.payments?.created).toBe(0);
    expect(writes()).toBe(0);
  });

  test.runIf(isLong)('--dry-run counts what an import would do, and writes nothing', async () => {
    const plan = await importFiles(allFiles(), { simulate: true });
    expect(writes()).toBe(0);
    const real = await importFiles(allFiles());
    expect(plan.stores['west']?.orders?.created).toBeGreaterThanOrEqual(real.stores['west']?.orders?.created ?? 0);
  });

  test('stopped in the middle, it goes on where it stopped: the same copies in the end', async () => {
    const control = new AbortController();
    const stop = setInterval(() => writes() > 10 && control.abort('SIGINT'), 5);
    const stopped = await importFiles(allFiles(), { signal: control.signal }).finally(() => clearInterval(stop));
    expect(stopped.status).toBe('stopped');
    const partly = copies().size;
    expect(partly).toBeGreaterThan(0);
    await importFiles(allFiles());
    const all = copies();
    expect(all.size).toBeGreaterThan(partly);
    const times = stores.main.orders().map(({ OrderID }) => OrderID);
    expect(new Set(times).size).toBe(times.length);
  });

  test('a bad row is named and quarantined, and the rest is loaded', async () => {
    const rows = orderRows(content, PERTH).filter((row) => ['N1010', 'N1011', 'N1012'].includes(row['Order ID'] ?? ''));
    const bad = rows.map((row) => (row['Order ID'] === 'N1011' ? { ...row, 'Order Line Qty': 'two' } : row));
    const summary = await importFiles(allFiles(bad));
    const [held] = summary.quarantine.filter(({ sourceId }) => sourceId === 'N1011');
    expect(held).toMatchObject({
      code: 'row-unreadable',
      reason: expect.stringMatching(/orders\.csv:\d+:1 \(record \d+, "Order Line Qty"\)/),
    });
    expect([...copies().keys()].sort()).toEqual(['W1010', 'W1012']);
  });

  test('an order that was paid more than its prices come to is quarantined: the file lacks something', async () => {
    const summary = await importFiles(allFiles());
    const surcharged = content.orders.filter(({ surchargeTotal }) => surchargeTotal !== '0').map(({ id }) => id);
    const paidInFull = surcharged.filter((id) => content.payments.filter(({ orderId }) => orderId === id).length === 1);
    expect(paidInFull.length).toBeGreaterThan(1);
    expect(idsOf(summary, 'row-unreadable')).toEqual(expect.arrayContaining(paidInFull));
  });
});

function sourceOf(targetId: string): string {
  return targetId.replace(/^W/, 'N').replace(/^X/, 'SFX');
}

function fields(order: Record<string, unknown> | undefined, without: readonly string[]): unknown {
  return Object.fromEntries(Object.entries(order ?? {}).filter(([name]) => !without.includes(name)));
}

/** Source ids of orders that the API run itself has copied. */
function first(summary: RunSummary): string[] {
  void summary;
  return stores.main
    .orders()
    .flatMap(({ OrderLine }) =>
      (OrderLine as unknown as { ExternalOrderReference?: string }[]).map((line) => line.ExternalOrderReference ?? ''),
    );
}

describe('the same primary', () => {
  /** When a run was, and which ledger made it. */
  const moments = ['DateUpdated', 'DateCompletedUTC', 'DateCompleted', 'InternalOrderNotes'];
  /** What a file format forces: docs/feeds.md lists it for people. */
  const forced = ['CustomerRef1', 'CustomerRef2', ...moments];

  const run = async (how: 'json' | 'xml' | 'files'): Promise<Map<string, Record<string, unknown>>> => {
    await stores.close();
    await start();
    const pipeline = await stores.pipeline();
    if (how === 'files') await importFiles(allFiles());
    else {
      const speak = <T extends object>(store: T): T => ({ ...store, format: how });
      await stores.run({
        narrowing: west,
        pipeline: { ...pipeline, primary: speak(pipeline.primary), secondaries: pipeline.secondaries.map(speak) },
      });
    }
    return copies();
  };

  test.runIf(isLong)(
    'the demo orders end the same by API in JSON, by API in XML, and by files, but for what files lack',
    async () => {
      const json = await run('json');
      const xml = await run('xml');
      expect([...xml.keys()].sort()).toEqual([...json.keys()].sort());
      for (const [id, order] of json) expect(fields(xml.get(id), moments)).toEqual(fields(order, moments));
      const files = await run('files');
      let compared = 0;
      for (const [id, order] of files) {
        const other = json.get(id);
        if (other === undefined || order['CompleteStatus'] !== 'Approved') continue;
        compared += 1;
        const paidOften = content.payments.filter(({ orderId }) => orderId === sourceOf(id)).length > 1;
        const lacking = paidOften ? [...forced, 'DatePaid', 'RealtimeConfirmation'] : forced;
        expect(fields(order, lacking), id).toEqual(fields(other, lacking));
      }
      expect(compared).toBeGreaterThan(ORDERS * 0.79);
    },
  );
});

describe('watched folders', () => {
  const watched = async (): Promise<Pipeline> => {
    const pipeline = await stores.pipeline();
    const source = {
      files: join(stores.folder, 'feeds/*.csv'),
      moveTo: join(stores.folder, 'feeds/done'),
      columns: {},
      fillDown: false,
    };
    const secondaries = pipeline.secondaries.map((one) => (one.name === 'west' ? { ...one, source } : one));
    return { ...pipeline, secondaries: secondaries.filter(({ name }) => name === 'west') };
  };

  test('each file is taken once by its content, moved when its records are safe, and left while it may still arrive', async () => {
    mkdirSync(join(stores.folder, 'feeds'));
    const some = orderRows(content, PERTH).filter((row) => (row['Order ID'] ?? '') < 'N1030');
    for (const [index, file] of allFiles(some).entries()) {
      const text = [toCsv(some), toCsv(customerRows(content)), toCsv(productRows(content))][index] ?? '';
      const name = `feeds/${file.split('/').at(-1)}`;
      utimesSync(write(name, text), 0, 0);
    }
    write('feeds/arriving.csv', '"Order ID","Ord');
    stores.west.clearLogs();
    const first = await stores.run({ pipeline: await watched() });
    expect(first.problems).toEqual([]);
    expect(first.stores['west']?.orders?.created).toBeGreaterThan(10);
    expect(stores.west.requests).toEqual([]);
    expect(existsSync(join(stores.folder, 'feeds/orders.csv'))).toBe(false);
    expect(existsSync(join(stores.folder, 'feeds/done/orders.csv'))).toBe(true);
    expect(existsSync(join(stores.folder, 'feeds/arriving.csv'))).toBe(true);
    // The same content under another name is not read again, but moved beside the first.
    utimesSync(write('feeds/again.csv', toCsv(some)), 0, 0);
    const second = await stores.run({ pipeline: await watched() });
    expect(second.stores['west']?.orders?.read ?? 0).toBe(0);
    expect(existsSync(join(stores.folder, 'feeds/done/again.csv'))).toBe(true);
  });

  test('a file that cannot be taken stays where it is, is reported, and does not keep the others', async () => {
    mkdirSync(join(stores.folder, 'feeds'));
    const some = orderRows(content, PERTH).filter((row) => (row['Order ID'] ?? '') < 'N1010');
    utimesSync(write('feeds/a-broken.csv', '"Order ID","A"\n"N1","x\n'), 0, 0);
    utimesSync(write('feeds/b-good.csv', toCsv(some)), 0, 0);
    const summary = await stores.run({ pipeline: await watched() });
    expect(summary.problems.map(({ code }) => code)).toEqual(['feed-columns']);
    expect(summary.stores['west']?.orders?.read).toBeGreaterThan(3);
    expect(existsSync(join(stores.folder, 'feeds/a-broken.csv'))).toBe(true);
    expect(existsSync(join(stores.folder, 'feeds/done/b-good.csv'))).toBe(true);
  });
});
