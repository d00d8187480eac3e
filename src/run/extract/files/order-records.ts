import { fileSnapshotOf } from '../../../entities/order/read/file-snapshot.ts';
import { unfollowedRecord } from '../../../entities/order/read/read.ts';
import type { ExtractedRecord } from '../../../entities/reading/extracted-record.ts';
import type { LedgerRecord } from '../../../ledger/record.ts';
import type { FileSnapshot } from '../../../model/file-snapshot.ts';
import { FROM_FILE, recordOfFile } from '../../../model/from-file.ts';
import { contentHash } from '../../../model/hashes.ts';
import { formatMoney, ZERO } from '../../../model/money.ts';
import type { Order } from '../../../model/order.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import { currencyKey, isForeignCurrency } from '../../../transform/currency.ts';
import type { ReadingRun, RunBasics } from '../../context/parts.ts';
import { saidOtherwise } from '../../copies/files-after-api.ts';
import { type FileNote, fileNotes, judgeReading } from '../../copies/orders-of-files.ts';
import type { FileOrder } from './file-order.ts';

/** An order of a file as it is staged, and what goes with it once that is done. */
export interface FileRecord {
  readonly record: ExtractedRecord;
  readonly note: FileNote | undefined;
  /** Fields that changed after the copy, which stays as it is. */
  readonly left: readonly string[];
}

/**
 * Orders of a file as they are staged. A file holds less than the API does, so its hash says that it came by file: an
 * order that is known by the other way already is then told by its total, not by each of its fields. One that came by a
 * file is compared with what that file gave, field by field.
 */
export async function orderRecords(
  context: ReadingRun,
  store: StoreRun,
  orders: readonly Pick<FileOrder, 'order' | 'hasTotal' | 'gives'>[],
): Promise<FileRecord[]> {
  const { fixed } = store;
  const { store: name, timeZone } = fixed;
  const namesCurrency = orders.some(({ order: { currency = '' } }) => currencyKey(currency) !== '');
  const primaryCurrency = namesCurrency ? (await context.lookups.rules(store)).primaryCurrency : undefined;
  const rules = { ...fixed, primaryCurrency };
  const followInvoiceDate = fixed.purpose === 'books';
  const ids = orders.map(({ order }) => order.id);
  const known = await context.ledger.known(name, 'orders', ids);
  const notes = await fileNotes(context, name, ids);
  return orders.map(({ order, hasTotal, gives }) => {
    const before = known.get(order.id);
    const read = unfollowedRecord(order, { followInvoiceDate, store: name, timeZone });
    const record = withCurrency(read, order, before, primaryCurrency);
    const own = recordOfFile(record);
    const note = notes.get(order.id);
    // What is noted of a new order is for later files, which a run that keeps nothing never sees.
    if (before === undefined && note === undefined && !context.destination.keeps)
      return { record: own, note: undefined, left: [] };
    if (before !== undefined && before.targetId !== null && !before.hash.startsWith(FROM_FILE)) {
      const { message, left } = saidOtherwise({ order, gives, hasTotal }, before, rules);
      const told = hasTotal ? sinceApi(own, before) : toldBetter(context, own, before);
      const staged = message === undefined ? told : { ...told, sinceCopy: { kind: 'changed', message } as const };
      return { record: staged, note: undefined, left };
    }
    const shown = fileSnapshotOf(order, { store: name, followInvoiceDate, gives });
    const judged = judgeReading(order.id, { hash: own.hash, shown }, before, note, rules);
    const { hash, sinceCopy, left } = judged;
    const staged = { ...own, hash, ...(sinceCopy === undefined ? {} : { sinceCopy }) };
    const isKept = JSON.stringify(judged.note) === JSON.stringify(note);
    return { record: withFacts(staged, shown, before), note: isKept ? undefined : judged.note, left };
  });
}

/** No API shows the currency of an order: what a file has said of it is known until another file says otherwise. */
function withCurrency(
  record: ExtractedRecord,
  { currency = '' }: Order,
  before: LedgerRecord | undefined,
  primaryCurrency = '',
): ExtractedRecord {
  const named = currencyKey(currency);
  const isForeign = isForeignCurrency(named, primaryCurrency);
  if (named === '' || (!isForeign && (before?.currency ?? '') === '')) return record;
  // The hash of an order leaves its currency out.
  const hash = isForeign ? contentHash([record.hash, named]) : record.hash;
  return { ...record, hash, facts: { ...record.facts, currency: named } };
}

/** The API has shown it, and the file names another total, also of one whose fields are not known. */
function sinceApi(own: ExtractedRecord, { amount }: LedgerRecord): ExtractedRecord {
  if (amount === null || own.amount === undefined || amount === own.amount) return own;
  const message = `${own.sourceId}: total: ${formatMoney(amount)} → ${formatMoney(own.amount)}`;
  return { ...own, sinceCopy: { kind: 'changed', message } };
}

/** Without a total the file says nothing about this copy that the API did not say better. */
function toldBetter(
  context: RunBasics,
  own: ExtractedRecord,
  { store, sourceId, amount }: LedgerRecord,
): ExtractedRecord {
  if (amount !== null && amount !== own.amount) {
    const message = `${store} ${sourceId}: the file's prices come to ${formatMoney(own.amount ?? ZERO)}; its copy, taken by the API, to ${formatMoney(amount)}.`;
    context.warnings.push({ store, entity: 'orders', sourceId, code: 'file-total-differs', message });
  }
  return { ...own, ...(amount === null ? {} : { amount }) };
}

/** What the ledger knows of a copied order stands where this file does not say it, or says it otherwise. */
function withFacts(
  record: ExtractedRecord,
  { fields }: FileSnapshot,
  before: LedgerRecord | undefined,
): ExtractedRecord {
  if (before === undefined || before.targetId === null) return record;
  const same = record.sinceCopy?.kind === 'same';
  const keepsDay = same || fields['invoice date'] === undefined;
  const keepsTax = same || fields['tax'] === undefined;
  const { bookedOn = null, tax = null } = before;
  return {
    ...record,
    facts: {
      ...record.facts,
      ...(keepsDay && bookedOn !== null ? { bookedOn } : {}),
      ...(keepsTax && tax !== null ? { tax } : {}),
    },
  };
}
