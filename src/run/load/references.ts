import { customer } from '../../entities/customer/definition.ts';
import { buyerOf, customerIdOf, HOUSE } from '../../entities/customer/read.ts';
import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { singular } from '../../entities/kinds.ts';
import { productLines } from '../../entities/order/transform/fold-lines.ts';
import type { InPrimary } from '../../entities/order/transform/order.ts';
import { product } from '../../entities/product/definition.ts';
import { type NamedProduct, PLACEHOLDER, productIdOf } from '../../entities/product/read.ts';
import { isService } from '../../entities/product/transform.ts';
import type { ExtractedPage, ExtractedRecord } from '../../entities/reading/extracted-record.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isDropped } from '../../ledger/transitions/what-can-be-done.ts';
import type { SeenDifference } from '../../model/accepted.ts';
import { awaiting } from '../../model/awaited.ts';
import { commandLine } from '../../model/command-lines.ts';
import type { EntityName } from '../../model/entities.ts';
import { contentHash } from '../../model/hashes.ts';
import type { Order } from '../../model/order.ts';
import { upperKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import { loadEachAlone } from '../context/one-record.ts';
import type { WritingRun } from '../context/parts.ts';
import { stage } from '../extract/stage-page.ts';
import { loadEntity } from './load-entity.ts';

const NONE: ExtractedPage = { records: [], quarantined: [] };

/** What an order refers to, as it stands in the primary; or why it has to wait. */
export type Referred =
  | ({ readonly kind: 'ready' } & InPrimary)
  | { readonly kind: 'waits'; readonly message: string; readonly seen: readonly SeenDifference[] };

/**
 * Brings the customers and products that these orders name into the primary, products first.
 * @returns by the order's source id
 */
export async function loadReferences(
  context: WritingRun,
  store: StoreRun,
  orders: readonly Order[],
): Promise<Map<string, Referred>> {
  const rules = await context.lookups.rules(store);
  const products = await settleProducts(context, store, orders, rules);
  const customers = await settleCustomers(context, store, orders, rules);
  const gone = await accountsGone(context, [...customers.values()]);
  return new Map(orders.map((order) => [order.id, referredBy(order, { products, customers, gone }, rules)]));
}

async function settleProducts(
  context: WritingRun,
  store: StoreRun,
  orders: readonly Order[],
  rules: StoreRules,
): Promise<Map<string, LedgerRecord>> {
  const placeholder = rules.products.policy === 'placeholder';
  const named: NamedProduct[] = orders.flatMap((order) =>
    productLines(order, rules).map(({ sku, name }) => ({ sku, lineName: name })),
  );
  const own = placeholder ? named.filter(({ sku }) => isService(sku, rules)) : named;
  const ids = distinct([...(placeholder ? [PLACEHOLDER] : []), ...own.map(({ sku }) => productIdOf(sku))]);
  const missing = await stillToStage(context, store, 'products', ids);
  const wanted = own.filter(({ sku }) => missing.has(productIdOf(sku)));
  const general = missing.has(PLACEHOLDER) ? [placeholderRecord()] : [];
  const read = wanted.length === 0 ? NONE : await store.source.products(wanted, { signal: context.signal });
  const { quarantined } = read;
  const records = [...general, ...read.records];
  return settle(context, store, product, ids, { records, quarantined });
}

async function settleCustomers(
  context: WritingRun,
  store: StoreRun,
  orders: readonly Order[],
  rules: StoreRules,
): Promise<Map<string, LedgerRecord>> {
  const house = rules.customers.policy === 'house';
  const buyers = orders.map(buyerOf);
  const ids = house ? [HOUSE] : distinct(buyers.map(customerIdOf));
  const missing = await stillToStage(context, store, 'customers', ids);
  const wanted = buyers.filter((buyer) => missing.has(customerIdOf(buyer)));
  const page = house
    ? { records: [...missing].map(houseRecord), quarantined: [] }
    : await store.source.buyers(wanted, { signal: context.signal });
  return settle(context, store, customer, ids, page);
}

/** Never read, skipped while no order named it, or quarantined for so long that its content is gone. */
async function stillToStage(
  context: WritingRun,
  store: StoreRun,
  entity: EntityName,
  ids: readonly string[],
): Promise<Set<string>> {
  const known = await context.ledger.known(store.fixed.store, entity, ids);
  return new Set(
    ids.filter((id) => {
      const record = known.get(id);
      if (record === undefined || record.state === 'skipped') return true;
      return record.state === 'quarantined' && record.payload === null && record.targetId === null;
    }),
  );
}

async function settle(
  context: WritingRun,
  store: StoreRun,
  definition: EntityDefinition,
  ids: readonly string[],
  { records, quarantined }: ExtractedPage,
): Promise<Map<string, LedgerRecord>> {
  const { ledger } = context;
  const { name: entity } = definition;
  const { store: name } = store.fixed;
  await stage({ context, store }, entity, { records, quarantined });
  const staged = [...(await ledger.known(name, entity, ids)).values()].filter(({ state }) => state === 'staged');
  if (staged.length > 0) {
    if (store.secondary.entities.includes(entity))
      await loadEachAlone(context, staged, (some) => loadEntity(context, definition, store, some));
    else await holdUncopied(context, entity, staged);
    context.progress({ kind: 'settled', store: name, entity, count: staged.length });
  }
  return ledger.known(name, entity, ids);
}

function holdUncopied(context: WritingRun, entity: EntityName, staged: readonly LedgerRecord[]): Promise<void> {
  const message = `\`entities\` lacks ${entity}, so none can be linked or made.`;
  return context.ledger.decide(
    context.run,
    staged.map((key) => ({ kind: 'quarantine', key, reason: 'waits-for', message })),
  );
}

/** An account may have been deleted in the primary since; an order under a name that nobody has would be nobody's. */
async function accountsGone(context: WritingRun, customers: readonly LedgerRecord[]): Promise<ReadonlySet<string>> {
  const named = customers.flatMap(({ targetId }) => targetId ?? []);
  return new Set(await context.lookups.missingAccounts(distinct(named), context.destination));
}

interface Settled {
  readonly products: ReadonlyMap<string, LedgerRecord>;
  readonly customers: ReadonlyMap<string, LedgerRecord>;
  /** Target user names that the primary no longer has. */
  readonly gone: ReadonlySet<string>;
}

function referredBy(order: Order, { products, customers, gone }: Settled, rules: StoreRules): Referred {
  const productIds = productLines(order, rules).map(({ sku }) =>
    rules.products.policy === 'placeholder' && !isService(sku, rules) ? PLACEHOLDER : productIdOf(sku),
  );
  const missing = productIds.map((id) => ({ id, record: products.get(id) })).find(({ record }) => !isThere(record));
  if (missing !== undefined) return waitsFor('products', missing.id, whyNot(missing.record));
  const customerId = rules.customers.policy === 'house' ? HOUSE : customerIdOf(buyerOf(order));
  const customer = customers.get(customerId);
  if (!isThere(customer)) return waitsFor('customers', customerId, whyNot(customer));
  const username = customer?.targetId ?? '';
  if (gone.has(username))
    return waitsFor('customers', customerId, `the primary no longer has its account ${username}.`);
  const skus = productIds.flatMap((id) => products.get(id)?.targetId ?? []);
  return { kind: 'ready', username, skus: new Map(skus.map((sku) => [upperKey(sku), sku])) };
}

function isThere(record: LedgerRecord | undefined): boolean {
  return record !== undefined && (record.state === 'loaded' || record.state === 'linked') && record.targetId !== null;
}

function whyNot(record: LedgerRecord | undefined): string | null | undefined {
  if (record === undefined || !isDropped(record)) return record?.message;
  const { store, entity, sourceId, message } = record;
  return `it was dropped (${message ?? ''}). Take that back with \`${commandLine('quarantine retry', [sourceId], `--store ${store} --entity ${entity}`)}\`, or decide about this one.`;
}

function waitsFor(entity: 'products' | 'customers', id: string, why: string | null | undefined): Referred {
  const message = `Waits for the ${singular(entity)} ${id}: ${why ?? 'it is not settled yet'}`;
  return { kind: 'waits', message, seen: awaiting(entity, [id]) };
}

function placeholderRecord(): ExtractedRecord {
  const payload = JSON.stringify({ sku: PLACEHOLDER, lineName: '', product: null });
  return { sourceId: PLACEHOLDER, hash: contentHash(payload), payload };
}

function houseRecord(): ExtractedRecord {
  return { sourceId: HOUSE, hash: HOUSE, payload: '{}' };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
