import { customerRecordOf } from '../../extract/customers.ts';
import type { ExtractedRecord, HeldRecord } from '../../extract/extracted-record.ts';
import { productIdOf, productRecordOf } from '../../extract/products.ts';
import { type FeedFile, inspectFeed } from '../../feeds/read/inspect-feed.ts';
import { entityOf, type FeedEntity } from '../../feeds/read/read-feed.ts';
import { type FeedOrderEntry, readFeedOrders } from '../../feeds/read/read-orders.ts';
import {
  customerReader,
  type FeedEntry,
  type FeedProduct,
  paymentReader,
  productReader,
  readFeedRecords,
} from '../../feeds/read/read-records.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { compare, type Decimal } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { textKey } from '../../model/text-key.ts';
import { type Instant, instantOfMilliseconds } from '../../model/time.ts';
import { readCustomer } from '../../neto/customers.ts';
import { orderIdOf, readOrder } from '../../neto/order-fields.ts';
import { readPayment } from '../../neto/payments.ts';
import { readProduct } from '../../neto/products.ts';
import { FieldProblem, firstText, keyText, type RawRecord, sublist } from '../../neto/read-fields.ts';
import { judgeOrder } from '../../transform/judge-order.ts';
import type { Backlog } from '../run/backlog.ts';
import { type RunContext, type StoreRun, selected, stopIfAsked } from '../run/context.ts';
import { stage } from '../run/extract/stage-page.ts';
import { isNarrowed } from '../run/narrowing.ts';
import { documentPayments, filePayment, orderRecords, paidRecord } from './feed-records.ts';
import { openIncoming } from './incoming.ts';
import type { IncomingFile } from './incoming-file.ts';
import { priceFeedOrder } from './price-feed-order.ts';
import { refuseUntoldTax } from './refuse-untold-tax.ts';
import type { StoreFeeds } from './store-feeds.ts';

const PAGE = 100;
/**
 * What others refer to comes first, so that it is known when they are loaded; payments before the orders, whose currency
 * they tell.
 */
const order: readonly FeedEntity[] = ['products', 'customers', 'payments', 'orders'];

interface Work {
  readonly context: RunContext;
  readonly store: StoreRun;
  readonly feeds: StoreFeeds;
  readonly backlog: Backlog;
}

/**
 * Reads a store from feed files, and stages what they hold. A file that can't be taken does not keep the others from it.
 * @returns the moment of reading @throws ConsolidatorError the first trouble, when all files have been looked at
 */
export async function extractFiles(
  context: RunContext,
  store: StoreRun,
  feeds: StoreFeeds,
  backlog: Backlog,
): Promise<Instant> {
  const bound = instantOfMilliseconds(context.now());
  const incoming = await openIncoming(feeds.origin, context.now());
  const troubles: unknown[] = [];
  try {
    const files: { incoming: IncomingFile; feed: FeedFile; entity: FeedEntity }[] = [];
    for (const file of incoming.files) {
      try {
        const feed = await inspectFeed(file.path);
        files.push({ incoming: file, feed, entity: await knownEntity(feed) });
      } catch (error) {
        troubles.push(error);
      }
    }
    files.sort((a, b) => order.indexOf(a.entity) - order.indexOf(b.entity));
    // With orders there, customers and products are only copied as these refer to them, unless all are wanted.
    const alone = !files.some(({ entity }) => entity === 'orders');
    for (const { incoming: file, feed, entity } of files) {
      const slice = `file ${feed.sha256}`;
      const watched = feeds.origin.kind === 'watched';
      try {
        const taken = watched && (await context.ledger.cursor(store.fixed.store, entity, slice)) !== null;
        if (!taken || entity === 'customers' || entity === 'products') {
          await extractFile({ context, store, feeds, backlog }, feed, entity, alone);
        }
        if (!watched || isNarrowed(context.narrowing)) continue;
        await context.ledger.completeWindow(context.run, store.fixed.store, entity, bound, slice);
        if (context.planned === undefined) await file.done();
      } catch (error) {
        if (error instanceof ConsolidatorError && error.code === 'stopped') throw error;
        troubles.push(error);
      }
    }
  } finally {
    await incoming.close();
  }
  if (troubles.length > 0) throw troubles[0];
  return bound;
}

async function knownEntity(feed: FeedFile): Promise<FeedEntity> {
  const entity = await entityOf(feed);
  if (entity !== undefined) return entity;
  throw new ConsolidatorError(
    'feed-columns',
    `${feed.file}: found neither orders (Order ID and lines), payments (Order ID, Amount Paid), customers (Username) nor products (SKU, Name); expected a header that tells; see docs/feeds.md.`,
  );
}

async function extractFile(work: Work, feed: FeedFile, entity: FeedEntity, alone: boolean): Promise<void> {
  if (entity === 'orders') return extractOrderFile(work, feed);
  if (entity === 'payments') return extractPaymentFile(work, feed);
  const { context, store, feeds } = work;
  const options = { timeZone: store.fixed.timeZone, given: feeds.given };
  const wanted = selected(context, store, entity) && (alone || store.secondary[entity].scope === 'all');
  const stager = new Stager(work, entity);
  if (entity === 'customers') {
    for await (const entry of readFeedRecords(feed, options, customerReader)) {
      const read = taken(entry, feed, 'Username', readCustomer);
      if (read.kind === 'held') await stager.hold(read.held);
      else {
        feeds.customers.set(textKey(read.found.username), read.found);
        if (wanted) await stager.add(customerRecordOf(read.found));
      }
    }
  } else {
    for await (const entry of readFeedRecords(feed, options, productReader)) {
      const read = taken(entry, feed, 'SKU', documentProduct);
      if (read.kind === 'held') await stager.hold(read.held);
      else {
        const { taxFreeGiven, ...product } = read.found;
        feeds.products.set(productIdOf(product.sku), product);
        if (taxFreeGiven) feeds.taxFree.set(productIdOf(product.sku), product.taxFree);
        if (wanted) await stager.add(productRecordOf(product));
      }
    }
  }
  await stager.flush();
}

function documentProduct(raw: RawRecord): FeedProduct {
  return { ...readProduct(raw), taxFreeGiven: keyText(raw, 'TaxFreeItem') !== '' };
}

async function extractPaymentFile(work: Work, feed: FeedFile): Promise<void> {
  const { context, store, feeds } = work;
  if (!selected(context, store, 'payments')) return;
  const { timeZone } = store.fixed;
  const stager = new Stager(work, 'payments');
  for await (const entry of readFeedRecords(feed, { timeZone, given: feeds.given }, paymentReader)) {
    const read = taken(entry, feed, 'PaymentID', (raw) => readPayment(raw, timeZone));
    if (read.kind === 'held') await stager.hold(read.held);
    else await stager.add(filePayment(read.found));
  }
  await stager.flush();
}

interface Taken {
  readonly order: Order;
  readonly hasTotal: boolean;
  readonly confirmed: boolean;
  /** The file says what of it is taxed. */
  readonly taxTold: boolean;
  readonly payments: readonly ExtractedRecord[];
}

async function extractOrderFile(work: Work, feed: FeedFile): Promise<void> {
  const { context, store, feeds } = work;
  if (!selected(context, store, 'orders')) return;
  await refuseUntoldTax(feed, feeds.given, feeds.taxFree.size > 0);
  const { gstPercent } = await context.asked.names();
  const options = { timeZone: store.fixed.timeZone, given: feeds.given };
  let page: Taken[] = [];
  let held: HeldRecord[] = [];
  let predicted = 0;
  const untold: string[] = [];
  const flush = async (): Promise<void> => {
    stopIfAsked(context);
    await stageOrders(work, page, held);
    page = [];
    held = [];
  };
  for await (const entry of readFeedOrders(feed, options)) {
    const found = orderOf(entry, feed, work, gstPercent);
    if (found.kind === 'held') held.push(found.held);
    else if (isWanted(found.taken.order, context)) {
      page.push(found.taken);
      if (!found.taken.confirmed) predicted += 1;
      if (!found.taken.taxTold) untold.push(found.taken.order.id);
    }
    if (page.length + held.length >= PAGE) await flush();
  }
  await flush();
  if (untold.length > 0) {
    const message = `${feed.file} does not say for ${untold.length} orders what of them is taxed: all of it was taken to be. Export "Order Line Tax Free" and "Tax Free Shipping", or "Total Tax", give a product file with "Tax Free Item" along, or say it for the whole file with --set 'Order Line Tax Free=no' --set 'Tax Free Shipping=no'.`;
    const [sourceId = ''] = untold;
    const examples = untold.slice(0, 3);
    const about = { store: store.fixed.store, entity: 'orders', sourceId, code: 'tax-not-in-file' } as const;
    context.warnings.push({ ...about, message, count: untold.length, examples });
  }
  if (predicted === 0) return;
  const message = `${feed.file} (${feed.encoding}) names neither a total nor a full payment for ${predicted} orders: their copies are checked against the total that follows from the prices in the file, and against nothing else.`;
  context.warnings.push({
    store: store.fixed.store,
    entity: 'orders',
    sourceId: '',
    code: 'total-not-in-file',
    message,
  });
}

function isWanted({ id }: Order, { narrowing }: RunContext): boolean {
  return narrowing.orders === undefined || narrowing.orders.includes(id);
}

type OrderFound =
  | { readonly kind: 'taken'; readonly taken: Taken }
  | { readonly kind: 'held'; readonly held: HeldRecord };

function orderOf(entry: FeedOrderEntry, feed: FeedFile, { store, feeds }: Work, gstPercent: Decimal): OrderFound {
  if (entry.kind === 'held') return { kind: 'held', held: { ...entry.held, reason: 'row-unreadable' } };
  const { timeZone } = store.fixed;
  if (entry.kind === 'order') {
    const priced = priceFeedOrder(entry.found, gstPercent, (sku) => feeds.taxFree.get(productIdOf(sku)));
    const { order, confirmed, taxTold } = priced;
    if (priced.taxProblem !== undefined) {
      const message = `${feed.file}: ${order.id}: ${priced.taxProblem} Say what is free of tax in "Order Line Tax Free" and "Tax Free Shipping", mend the amount, or take this order by the API.`;
      return { kind: 'held', held: { sourceId: order.id, reason: 'line-tax-unexplained', message } };
    }
    const { paid, currency, total } = entry.found;
    if (total === null && paid !== null && compare(paid.amount, order.grandTotal) > 0) {
      const message = `${feed.file}: ${order.id} was paid ${paid.amount}, and its prices come to ${order.grandTotal}: the file lacks a surcharge, a rounding or the like. Take this order by the API, or add the column "Grand Total".`;
      return { kind: 'held', held: { sourceId: order.id, reason: 'row-unreadable', message } };
    }
    const payments = paid === null ? [] : [paidRecord(order, paid, currency)];
    return { kind: 'taken', taken: { order, hasTotal: total !== null, confirmed, taxTold, payments } };
  }
  const { content, line } = entry.document;
  try {
    const order = readOrder(content, timeZone, new Map());
    refuseMissingTaxes(content);
    return {
      kind: 'taken',
      taken: { order, hasTotal: true, confirmed: true, taxTold: true, payments: documentPayments(order, timeZone) },
    };
  } catch (error) {
    return { kind: 'held', held: heldDocument(error, feed, line, orderIdOf(content)) };
  }
}

/** A line without its tax would be taken for one that is free of it. @throws FieldProblem */
function refuseMissingTaxes(content: RawRecord): void {
  const place = sublist(content, 'OrderLine').findIndex((line) => keyText(line, 'Tax').trim() === '');
  if (place === -1) return;
  const problem = `OrderLine ${place + 1}: Tax is missing or empty; expected an amount, 0.00 where the line is free of tax`;
  throw new FieldProblem(problem);
}

async function stageOrders({ context, store, backlog }: Work, page: readonly Taken[], held: readonly HeldRecord[]) {
  const orders = page.map((taken) => taken.order);
  if (selected(context, store, 'payments')) {
    const payments = page.flatMap((taken) =>
      judgeOrder(taken.order, store.fixed).kind === 'wanted' ? taken.payments : [],
    );
    await stage({ context, store }, 'payments', { records: payments, held: [] });
  }
  await stage({ context, store }, 'orders', { records: await orderRecords(context, store, page), held });
  backlog.staged(orders.length);
  await backlog.room();
}

/** Stages records a page at a time. */
class Stager {
  readonly #work: Work;
  readonly #entity: FeedEntity;
  #records: ExtractedRecord[] = [];
  #held: HeldRecord[] = [];

  constructor(work: Work, entity: FeedEntity) {
    this.#work = work;
    this.#entity = entity;
  }

  async add(record: ExtractedRecord): Promise<void> {
    this.#records.push(record);
    if (this.#records.length >= PAGE) await this.flush();
  }

  async hold(held: HeldRecord): Promise<void> {
    this.#held.push(held);
    if (this.#held.length >= PAGE) await this.flush();
  }

  async flush(): Promise<void> {
    stopIfAsked(this.#work.context);
    await stage(this.#work, this.#entity, { records: this.#records, held: this.#held });
    this.#records = [];
    this.#held = [];
  }
}

type Read<T> = { readonly kind: 'found'; readonly found: T } | { readonly kind: 'held'; readonly held: HeldRecord };

function taken<T>(entry: FeedEntry<T>, feed: FeedFile, idField: string, read: (raw: RawRecord) => T): Read<T> {
  if (entry.kind === 'found') return entry;
  if (entry.kind === 'held') return { kind: 'held', held: { ...entry.held, reason: 'row-unreadable' } };
  const { content, line } = entry.document;
  try {
    return { kind: 'found', found: read(content) };
  } catch (error) {
    return { kind: 'held', held: heldDocument(error, feed, line, firstText(content, idField, 'ID')) };
  }
}

function heldDocument(error: unknown, { file }: FeedFile, line: number, id: string): HeldRecord {
  if (!(error instanceof FieldProblem)) throw error;
  const name = file.replace(/^.*[/\\]/, '');
  return {
    sourceId: id || `line ${line} of ${name}`,
    reason: 'row-unreadable',
    message: `${file}:${line}: ${error.message}.`,
  };
}
