import { describe, expect, test } from 'vitest';
import type { Switches } from '../../src/fake-store/index.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { many, someOf } from '../support/many.ts';
import { type FeedingStores, withFeedingStores } from './support/feeding-stores.ts';
import { casesOf, feederOf, merged, type PlacedCase } from './support/fixture-cases.ts';

const cases = casesOf('customers.json', 'products.json');

/** Every reading of what is unknown that these rules could stumble over, in one primary. */
const otherReadings: Partial<Switches> = {
  collapse: 'always',
  emptyList: 'missing',
  batch: 'atomic',
  unknownSku: 'drop-line',
  unknownUsername: 'create',
  duplicateUsername: 'overwrite',
  duplicateSku: 'overwrite',
  uniqueEmail: false,
  overlongText: 'error',
  internalNotesReadable: false,
  kitComponents: 'always',
};

async function check(placed: readonly PlacedCase[], switches: Partial<Switches>): Promise<void> {
  const files = Object.assign({}, ...placed.map(({ content }) => content.files ?? {}));
  const setting = { primary: merged(placed), switches, files, feeders: placed.map(feederOf) };
  await withFeedingStores(setting, async (stores) => {
    const before = { customers: stores.primary.customers(), items: stores.primary.items() };
    // Of one case alone the plan would say what it says of all together; how the API is read is the run's matter as well.
    const isPlanned = placed.length > 1 && many(Object.keys(switches).length === 0, true);
    const planned = isPlanned ? await stores.run({ simulate: true }) : undefined;
    expect(stores.primary.orders()).toEqual([]);
    const summary = await stores.run();
    expect(summary.problems).toEqual([]);
    for (const one of placed) isAsExpected(one, summary, stores);
    if (planned !== undefined) {
      expect(planned.stores).toEqual(summary.stores);
      expect(held(planned)).toEqual(held(summary));
      expect(planned.warnings).toEqual(summary.warnings);
    }
    expect(stores.primary.mails).toEqual([]);
    expect(stores.primary.stockMoves).toEqual([]);
    for (const account of before.customers) expect(stores.primary.customers()).toContainEqual(account);
    for (const item of before.items) expect(stores.primary.items()).toContainEqual(item);
  });
}

function isAsExpected({ store, prefix, content }: PlacedCase, summary: RunSummary, stores: FeedingStores): void {
  const { orders = {}, lines = {}, made = {}, articles = {}, held: expectedHeld = [], warnings = [] } = content.expect;
  const fill = (text: string) => text.replaceAll('{p}', prefix.toLowerCase());
  const copyOf = (id: string) => stores.primary.order(prefix + id.slice(1));
  expect(held(summary).filter((line) => line.startsWith(`${store} `))).toEqual(
    expectedHeld.map((line) => [store, ...line].join(' ')).sort(),
  );
  // What the guards report is tested by itself (guards.test.ts): no order here has a due date.
  // Nor of what currencies are not shown (currencies.test.ts): most orders here are not paid.
  const warned = summary.warnings.filter(
    (one) => one.store === store && one.guard === undefined && one.code !== 'not-shown',
  );
  expect(warned.map(({ entity, sourceId, code }) => [entity, sourceId, code])).toEqual(warnings);
  const heldOrders = expectedHeld.filter(([entity]) => entity === 'orders').map(([, id]) => id);
  for (const { OrderID: id } of content.source.orders ?? []) {
    const copy = copyOf(id);
    expect(copy === undefined, `${id} is quarantined`).toBe(heldOrders.includes(id));
    if (copy === undefined) continue;
    expect(copy).toMatchObject({ CompleteStatus: 'Approved', SalesChannel: store });
    fieldsAre(copy, orders[id] ?? {}, fill);
    const skus = lines[id];
    if (skus !== undefined) expect(copy.OrderLine.map(({ SKU }) => SKU)).toEqual(skus);
  }
  for (const [username, fields] of Object.entries(made)) {
    const account = stores.primary.customers().find((one) => isLike(one.Username, fill(username)));
    expect(account, username).toBeDefined();
    expect(account).toMatchObject({ NewsletterSubscriber: 'False', OnCreditHold: 'False' });
    fieldsAre(account ?? {}, fields, fill);
  }
  for (const [sku, fields] of Object.entries(articles)) {
    expect(stores.primary.items().find((item) => item.SKU === sku)).toMatchObject(fields);
  }
}

function fieldsAre(record: object, fields: object, fill: (text: string) => string): void {
  for (const [name, value] of Object.entries(fields)) {
    const found = String(Reflect.get(record, name));
    expect(isLike(found, fill(String(value))), `${name} is ${found}, and should be ${value}`).toBe(true);
  }
}

function isLike(found: string, wanted: string): boolean {
  const parts = wanted.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(found);
}

function held({ quarantine }: RunSummary): string[] {
  return quarantine.map(({ store, entity, sourceId, code }) => [store, entity, sourceId, code].join(' ')).sort();
}

describe('alone', () => {
  test.each(someOf(cases, 3))('$name', (placed) => check([placed], {}));
});

describe('all together, each in a store of its own', () => {
  test.each<[string, Partial<Switches>]>([
    ['with the likeliest readings of the API', {}],
    ['with other readings of the API', otherReadings],
    [
      'with notes that can not be read back',
      { internalNotesReadable: false, collapse: 'never', emptyList: 'empty-array' },
    ],
  ])('%s', (_, switches) => check(cases, switches), 90_000);
});
