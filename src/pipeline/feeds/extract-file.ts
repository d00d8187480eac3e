import type { ExtractedRecord, HeldRecord } from '../../extract/extracted-record.ts';
import { productIdOf } from '../../extract/products.ts';
import type { FeedFile } from '../../feeds/read/inspect-feed.ts';
import type { FeedEntity } from '../../feeds/read/read-feed.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { decimal } from '../../model/money.ts';
import { rewriteOrderId } from '../../model/order-id.ts';
import { textKey } from '../../model/text-key.ts';
import { instantOfMilliseconds } from '../../model/time.ts';
import { judgeOrder } from '../../transform/judge-order.ts';
import type { Backlog } from '../run/backlog.ts';
import { type RunContext, type StoreRun, selected, stopIfAsked } from '../run/context.ts';
import { stage } from '../run/extract/stage-page.ts';
import { orderRecords } from './feed-records.ts';
import { type FileEntry, readFileEntries } from './file-entries.ts';
import type { FileOrder } from './file-order.ts';
import { FileRemarks } from './file-remarks.ts';
import type { IncomingFile } from './incoming-file.ts';
import { knowTaxes } from './know-taxes.ts';
import { settleMendedRows } from './mended-rows.ts';
import { withoutOlder } from './older-states.ts';
import type { RecordState, RecordStates } from './record-states.ts';
import type { StoreFeeds } from './store-feeds.ts';

const PAGE = 100;

export interface ToExtract {
  readonly incoming: IncomingFile;
  readonly feed: FeedFile;
  readonly entity: FeedEntity;
  /** Its records are in the ledger: it is read for what others refer to in it, and moved nowhere. */
  readonly taken: boolean;
}

export interface FileWork {
  readonly context: RunContext;
  readonly store: StoreRun;
  readonly feeds: StoreFeeds;
  readonly backlog: Backlog;
  /** No orders come with it, so that customers and products are wanted for themselves. */
  readonly alone: boolean;
  /** All readings of this entity's records, in all files of the run. */
  readonly states: RecordStates;
}

/**
 * Looks over files of one entity before anything of them is staged: which records stand in several places.
 * @returns the files that can be read, with their places among those given
 */
export async function survey(
  { context, store, feeds, states }: FileWork,
  files: readonly ToExtract[],
  troubles: unknown[],
): Promise<(readonly [number, ToExtract])[]> {
  const readable: [number, ToExtract][] = [];
  for (const [place, { feed, entity }] of files.entries()) {
    try {
      if (!isRead(context, store, entity)) continue;
      if (entity === 'orders') await knowTaxes(context, store, feeds, feed);
      const found: [string, RecordState][] = [];
      const orders = { known: 0, others: 0, example: '' };
      let ordinal = 0;
      for await (const entry of readFileEntries({
        feed,
        entity,
        store,
        feeds,
        gstPercent: await gstOf(context, entity),
      })) {
        const { key, line, content, changedAt } = entry;
        found.push([key, { file: place, ordinal, line, content, changedAt }]);
        ordinal += 1;
        countOrder(orders, entry, store);
      }
      if (orders.known === 0 && orders.others > 0) throw ofAnotherStore(feed, store, orders.example);
      for (const [key, state] of found) states.add(key, state);
      readable.push([place, files[place] as ToExtract]);
    } catch (error) {
      if (error instanceof ConsolidatorError && error.code === 'stopped') throw error;
      troubles.push(error);
    }
  }
  return readable;
}

function isRead(context: RunContext, store: StoreRun, entity: FeedEntity): boolean {
  // Customers and products are also read for what orders refer to.
  return entity === 'customers' || entity === 'products' || selected(context, store, entity);
}

async function gstOf(context: RunContext, entity: FeedEntity) {
  return entity === 'orders' ? (await context.asked.names()).gstPercent : decimal('0');
}

function countOrder(
  orders: { known: number; others: number; example: string },
  entry: FileEntry,
  { fixed }: StoreRun,
): void {
  const id = entry.kind === 'order' ? entry.sourceId : entry.kind === 'payment' ? entry.record.parent : undefined;
  if (id === undefined) return;
  if (rewriteOrderId(id, fixed.prefix).kind === 'rewritten') orders.known += 1;
  else {
    orders.others += 1;
    if (orders.example === '') orders.example = id;
  }
}

function ofAnotherStore({ file }: FeedFile, { fixed }: StoreRun, example: string): ConsolidatorError {
  const prefixes = Object.keys(fixed.prefix).map((prefix) => JSON.stringify(prefix));
  return new ConsolidatorError(
    'feed-of-another-store',
    `${file}: no order in it has an id with a prefix that ${fixed.store} is known for: found ${example} and the like; expected ${prefixes.join(' or ')} and digits. Nothing of it was taken. Look whether it is another store's file; if ${fixed.store} uses that prefix, add it to its \`prefix\` with a target of its own.`,
    { store: fixed.store },
  );
}

/** Stages what a file holds, each record in its present state alone. @throws ConsolidatorError */
export async function extractFile(work: FileWork, file: ToExtract, place: number): Promise<void> {
  const { context, store, feeds, states } = work;
  const { feed, entity } = file;
  const stager = new Stager(work, file);
  let ordinal = -1;
  for await (const entry of readFileEntries({ feed, entity, store, feeds, gstPercent: await gstOf(context, entity) })) {
    ordinal += 1;
    const verdict = states.verdictOn(entry.key);
    if (verdict === undefined || isPresent(verdict, place, ordinal)) await stager.take(entry);
    else if (verdict.kind === 'unknown' && isFirst(verdict.states, place, ordinal)) {
      await stager.hold(differing(entry.sourceId, states.placesOf(verdict.states), verdict.states));
    }
    if (verdict?.kind === 'one' && verdict.byArrival && isPresent(verdict, place, ordinal))
      stager.remarks.byArrival(entry.sourceId);
  }
  await stager.end();
}

function isPresent(verdict: { readonly kind: string; readonly state?: RecordState }, file: number, ordinal: number) {
  return verdict.kind === 'one' && verdict.state?.file === file && verdict.state.ordinal === ordinal;
}

function isFirst([first]: readonly RecordState[], file: number, ordinal: number): boolean {
  return first?.file === file && first.ordinal === ordinal;
}

function differing(sourceId: string, places: string, states: readonly RecordState[]): HeldRecord {
  const within = new Set(states.map(({ file }) => file)).size === 1;
  const remedy = within
    ? 'Take the one that does not hold out of the file, and import it again.'
    : 'Import them again with --newest and the file whose state holds, or one after the other, the older first.';
  return {
    sourceId,
    reason: 'states-differ',
    message: `${sourceId} stands at ${places} in different states, and no date of change says which is newer. ${remedy}`,
  };
}

/** Puts the records of one file into the ledger, a page at a time. */
class Stager {
  readonly remarks: FileRemarks;
  readonly #work: FileWork;
  readonly #file: ToExtract;
  readonly #wanted: boolean;
  #records: ExtractedRecord[] = [];
  #orders: FileOrder[] = [];
  #held: HeldRecord[] = [];
  readonly #places = new Set<string>();

  constructor(work: FileWork, file: ToExtract) {
    const { context, store, alone } = work;
    const { entity } = file;
    this.#work = work;
    this.#file = file;
    this.remarks = new FileRemarks(context, store, file);
    this.#wanted =
      entity === 'customers' || entity === 'products'
        ? selected(context, store, entity) && (alone || store.secondary[entity].scope === 'all')
        : true;
  }

  async take(entry: FileEntry): Promise<void> {
    const { feeds, context } = this.#work;
    switch (entry.kind) {
      case 'held':
        return this.hold(entry.held);
      case 'order': {
        const { narrowing } = context;
        if (narrowing.orders !== undefined && !narrowing.orders.includes(entry.sourceId)) return;
        this.#orders.push(entry.order);
        this.remarks.order(entry.order);
        break;
      }
      case 'customer':
        feeds.customers.set(textKey(entry.customer.username), entry.customer);
        if (this.#wanted) this.#records.push(entry.record);
        break;
      case 'product':
        feeds.products.set(productIdOf(entry.product.sku), entry.product);
        if (entry.taxFreeGiven) feeds.taxFree.set(productIdOf(entry.product.sku), entry.product.taxFree);
        if (this.#wanted) this.#records.push(entry.record);
        break;
      case 'payment':
        this.#records.push(entry.record);
    }
    await this.#flushWhenFull();
  }

  async hold(held: HeldRecord): Promise<void> {
    this.#places.add(held.sourceId);
    this.#held.push(held);
    await this.#flushWhenFull();
  }

  /** All of the file has been read. */
  async end(): Promise<void> {
    const { context, store } = this.#work;
    const { entity, feed } = this.#file;
    await this.#flush();
    await settleMendedRows(context, store, { entity, file: feed.file, places: this.#places });
    this.remarks.end();
  }

  async #flushWhenFull(): Promise<void> {
    if (this.#records.length + this.#orders.length + this.#held.length >= PAGE) await this.#flush();
  }

  async #flush(): Promise<void> {
    const { context, store, backlog } = this.#work;
    const { entity } = this.#file;
    stopIfAsked(context);
    await this.remarks.ofCopies(this.#held);
    if (entity === 'orders') await this.#stageOrders();
    else await stage({ context, store }, entity, { records: await this.#present(this.#records), held: this.#held });
    const count = this.#orders.length;
    this.#records = [];
    this.#orders = [];
    this.#held = [];
    if (count === 0) return;
    backlog.staged(count);
    await backlog.room();
  }

  async #stageOrders(): Promise<void> {
    const { context, store } = this.#work;
    const records = await this.#present(await orderRecords(context, store, this.#orders));
    const present = new Set(records.map(({ sourceId }) => sourceId));
    const orders = this.#orders.filter(({ order }) => present.has(order.id));
    if (selected(context, store, 'payments')) {
      const payments = orders.flatMap(({ order, payments }) =>
        judgeOrder(order, store.fixed).kind === 'wanted' ? payments : [],
      );
      await stage({ context, store }, 'payments', { records: payments, held: [] });
    }
    await stage({ context, store }, 'orders', { records, held: this.#held });
  }

  /** With the time of arrival where the records have no date of change; without those that the ledger knows in a newer state. */
  async #present(records: readonly ExtractedRecord[]): Promise<ExtractedRecord[]> {
    const { arrivedAt } = this.#file.incoming;
    const arrived = arrivedAt === undefined ? null : instantOfMilliseconds(arrivedAt);
    const { context, store } = this.#work;
    const { present, older } = await withoutOlder(context, store, this.#file.entity, records, arrived);
    this.remarks.older(older);
    return present;
  }
}
