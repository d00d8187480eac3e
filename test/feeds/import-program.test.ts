import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { xmlCodec } from '../../src/neto/xml-codec.ts';
import { documentIn } from '../cli/document-shape.ts';
import { runProgram, startProgram } from '../cli/program.ts';
import { demoSeed } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { contentOf, customerRows, orderRows, productRows, type StoreContent, toCsv } from './neto-export.ts';

/** The first of west's orders: some of each kind. */
const ORDERS = 120;

let stores: DemoStores;
let content: StoreContent;
beforeEach(async () => {
  const seed = demoSeed('west');
  stores = await startDemoStores({ west: { seed: { ...seed, orders: seed.orders.slice(0, ORDERS) } } });
  content = await contentOf(stores.west, 'west-secret-key', 'Australia/Perth');
  write('orders.csv', toCsv(orderRows(content, 'Australia/Perth')));
  write('customers.csv', toCsv(customerRows(content)));
  write('products.csv', toCsv(productRows(content)));
});
afterEach(() => stores.close());

function write(name: string, text: string): void {
  writeFileSync(join(stores.folder, name), text);
}

const command = ['import', 'pipelines/demo.yaml', '--store', 'west', '--yes', '--output', 'json', '--file'];

function around() {
  return { folder: stores.folder, environment: { ...stores.environment, NETO_CONSOLIDATOR_HOME: stores.home } };
}

function copies(): string[] {
  return stores.main
    .orders()
    .map(({ OrderID }) => String(OrderID))
    .filter((id) => /^[WX]\d/.test(id))
    .sort();
}

test('killed in the middle, an import goes on where it was: each order once', async () => {
  const files = ['orders.csv', 'customers.csv', 'products.csv'];
  let adds = 0;
  stores.main.faults.next = ({ action }) => {
    if (action === 'AddOrder') adds += 1;
    if (adds === 2) started.process.kill('SIGKILL');
    return undefined;
  };
  const started = startProgram([...command, ...files], around());
  expect((await started.ended).signal).toBe('SIGKILL');
  stores.main.faults.next = undefined;
  const killed = copies().length;
  expect(killed).toBeGreaterThan(0);
  expect(killed).toBeLessThan(ORDERS / 2);
  // What was under way when the program died is settled by look-ups, spread over minutes where it is not found.
  const again = await runProgram([...command, ...files], around());
  expect([1, 3]).toContain(again.code);
  expect(documentIn(again.stdout, 'import')).toMatchObject({ stores: { west: { orders: { read: ORDERS } } } });
  expect(copies().length).toBeGreaterThan(ORDERS * 0.6);
  expect(new Set(copies()).size).toBe(copies().length);
});

test('documents in the shape of the API hold the totals, and are imported like the API itself', async () => {
  const raw = stores.west.orders().filter(({ OrderID }) => String(OrderID) < 'N1040' && String(OrderID) > 'N1015');
  const elements = raw.map((order) =>
    xmlCodec.encode('Order', JSON.parse(JSON.stringify(order))).replace(/^<\?xml[^>]*>\s*/, ''),
  );
  write(
    'orders.xml',
    `<?xml version="1.0"?>\n<GetOrderResponse><Ack>Success</Ack>${elements.join('\n')}</GetOrderResponse>`,
  );
  const { stdout, stderr } = await runProgram([...command, 'orders.xml', 'customers.csv', 'products.csv'], around());
  const summary = JSON.parse(stdout);
  expect(summary.problems, stderr).toEqual([]);
  expect(summary.stores.west.orders.read).toBe(raw.length);
  expect(summary.quarantine.filter(({ code }: { code: string }) => code === 'row-unreadable')).toEqual([]);
  expect(summary.stores.west.orders.created).toBeGreaterThan(raw.length - 6);
  // N1017 has a surcharge, which a table of rows can't express.
  expect(copies()).toContain('W1017');
  const before = copies();
  const api = await stores.run({ narrowing: { stores: ['west'] } });
  expect(api.quarantine.filter(({ code }) => code === 'changed-after-copy')).toEqual([]);
  expect(copies().filter((id) => before.includes(id))).toEqual(before);
});

test('a file that is none, and a store that is none, are told apart in one sentence each', async () => {
  const missing = await runProgram([...command, 'nowhere.csv'], around());
  expect(JSON.parse(missing.stdout).problems).toMatchObject([{ code: 'feed-unreadable' }]);
  const unknown = await runProgram(
    ['import', 'pipelines/demo.yaml', '--store', 'east', '--file', 'orders.csv'],
    around(),
  );
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('no secondary store "east"');
});
