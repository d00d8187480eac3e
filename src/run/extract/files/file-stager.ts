import { judgeOrder } from '../../../entities/order/transform/judge-order.ts';
import { productIdOf } from '../../../entities/product/read.ts';
import type { ExtractedRecord, QuarantinedRecord } from '../../../entities/reading/extracted-record.ts';
import { entityOf } from '../../../entities/registry.ts';
import { add, type Decimal, ZERO } from '../../../model/money.ts';
import { lowerKey } from '../../../model/text-key.ts';
import { instantOfMilliseconds } from '../../../model/time.ts';
import { selected, stopIfAsked } from '../../context/context.ts';
import { isAskedOrder } from '../../context/narrowing.ts';
import { type FileNote, keepFileNotes } from '../../copies/orders-of-files.ts';
import { stage } from '../stage-page.ts';
import type { FileEntry } from './file-entries.ts';
import type { FileOrder } from './file-order.ts';
import { FileRemarks } from './file-remarks.ts';
import { type FileWork, isBesideOrders, type ToExtract } from './file-work.ts';
import { settleMendedRows } from './mended-rows.ts';
import { withoutOlder } from './older-states.ts';
import { type FileRecord, orderRecords } from './order-records.ts';

const PAGE = 100;

/** Puts the records of one file into the ledger, a page at a time. */
export class FileStager {
  readonly remarks: FileRemarks;
  readonly #work: FileWork;
  readonly #file: ToExtract;
  readonly #wanted: boolean;
  #records: ExtractedRecord[] = [];
  #orders: FileOrder[] = [];
  #held: QuarantinedRecord[] = [];
  readonly #places = new Set<string>();
  readonly #fine = new Set<string>();

  constructor(work: FileWork, file: ToExtract) {
    const { context, store, alone } = work;
    const { entity } = file;
    this.#work = work;
    this.#file = file;
    this.remarks = new FileRemarks(context, store, file);
    this.#wanted =
      !isBesideOrders(entity) ||
      (selected(context, store, entity) && (alone || entityOf(entity).read.isReadInFull(store.secondary)));
  }

  async take(entry: FileEntry): Promise<void> {
    const { feeds, context } = this.#work;
    switch (entry.kind) {
      case 'quarantined':
        return this.hold(entry.quarantined);
      case 'order': {
        const { narrowing } = context;
        if (!isAskedOrder(narrowing, entry.sourceId)) return;
        this.#orders.push(entry.order);
        this.remarks.order(entry.order);
        break;
      }
      case 'customer':
        feeds.customers.set(lowerKey(entry.customer.username), entry.customer);
        this.#takeBeside(entry.record);
        break;
      case 'product':
        feeds.products.set(productIdOf(entry.product.sku), entry.product);
        if (entry.taxFreeGiven) feeds.taxFree.set(productIdOf(entry.product.sku), entry.product.taxFree);
        this.#takeBeside(entry.record);
        break;
      case 'payment':
        this.#records.push(entry.record);
    }
    await this.#flushWhenFull();
  }

  /** What orders refer to is staged with them, unless all of it is wanted. */
  #takeBeside(record: ExtractedRecord): void {
    if (this.#wanted) this.#records.push(record);
    else this.#fine.add(record.sourceId);
  }

  async hold(quarantined: QuarantinedRecord): Promise<void> {
    this.#places.add(quarantined.sourceId);
    this.#held.push(quarantined);
    await this.#flushWhenFull();
  }

  /** All of the file has been read. */
  async end(): Promise<void> {
    const { context, store } = this.#work;
    const { entity, feed } = this.#file;
    await this.#flush();
    await settleMendedRows(context, store, { entity, file: feed.file, places: this.#places, fine: this.#fine });
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
    else
      await stage({ context, store }, entity, { records: await this.#present(this.#records), quarantined: this.#held });
    const count = this.#orders.length;
    this.#records = [];
    this.#orders = [];
    this.#held = [];
    if (count === 0) return;
    backlog.staged(count);
    await backlog.room();
  }

  async #stageOrders(): Promise<void> {
    const { context, store, feeds } = this.#work;
    const read = await orderRecords(context, store, this.#orders);
    const records = await this.#present(read.map(({ record }) => record));
    const present = new Set(records.map(({ sourceId }) => sourceId));
    const orders = this.#orders.filter(({ order }) => present.has(order.id));
    for (const { order, payments } of orders) {
      if (payments.length > 0) feeds.paid.set(order.id, sumOf(payments));
    }
    if (selected(context, store, 'payments')) {
      const payments = orders.flatMap(({ order, payments }) =>
        judgeOrder(order, store.fixed).kind !== 'skip' ? payments : [],
      );
      await stage({ context, store }, 'payments', { records: payments, quarantined: [] });
    }
    await this.#keepNotes(read.filter(({ record }) => present.has(record.sourceId)));
    await stage({ context, store }, 'orders', { records, quarantined: this.#held });
  }

  /** Before the records are staged: what is known of a copy must be there when it is asked for. */
  async #keepNotes(read: readonly FileRecord[]): Promise<void> {
    const { context, store } = this.#work;
    const { store: name } = store.fixed;
    for (const { record, left } of read) {
      for (const field of left) context.leftAlone.add(name, field, record.sourceId);
    }
    const notes = read.flatMap(({ record, note }): [string, FileNote][] =>
      note === undefined ? [] : [[record.sourceId, note]],
    );
    await keepFileNotes(context, name, new Map(notes));
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

function sumOf(payments: readonly ExtractedRecord[]): Decimal {
  return payments.reduce((sum, { amount }) => add(sum, amount ?? ZERO), ZERO);
}
