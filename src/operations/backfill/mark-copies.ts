import { readExported, withoutFlag } from '../../entities/order/write/exported-flag.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { FinancialRecord } from '../../ledger/record.ts';
import { inBooksDays, withInBooksNote } from '../../model/in-books-note.ts';
import { isCancelled, type Order } from '../../model/order.ts';
import { upperKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readOrders } from '../../neto/orders.ts';
import { demandAlone } from '../../run/protocol/copy-watch.ts';
import { openSharedRequestLog } from '../../session/open-run.ts';
import { openStores } from '../../session/open-stores.ts';
import { openOwnLedger } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';
import type { FixedRules } from '../../transform/rules.ts';
import type { BackfillOptions } from './options.ts';
import type { Unmarked } from './report.ts';
import type { DayRange } from './slices.ts';

/** As many as one write takes. */
const TOGETHER = 20;

/**
 * Marks the copies of these days that stand in the primary already as exported: an earlier slice, or a run with another
 * `since`, made them without the mark. @returns those that the books got, or may get, all the same
 * @throws ConsolidatorError `pipeline-locked` while a run goes on
 */
export async function markCopies(options: BackfillOptions, days: DayRange): Promise<Unmarked[]> {
  const { pipeline, store, home, signal, now = Date.now, progress = () => {}, between } = options;
  const resources = new Resources();
  try {
    await takeLocks(pipeline, home, resources, { signal });
    const ledger = await openOwnLedger(pipeline, { now, home }, resources);
    const copied = (await ledger.financialRecords(['orders'])).filter(
      (record) => record.store === store && isCopyOf(days, record),
    );
    if (copied.length === 0) return [];
    const requestLog = openSharedRequestLog({ home, database: pipeline.database }, resources);
    const opening = { pipeline, ledger, requestLog, progress, only: [store], between: between?.store };
    const { primary, stores } = await openStores(opening, resources);
    await demandAlone({ pipeline, ledger, primary, now, signal }, [store]);
    const [{ fixed } = { fixed: undefined }] = stores;
    return fixed === undefined ? [] : await mark({ ledger, primary, fixed, signal, days }, copied);
  } finally {
    await resources.close();
  }
}

function isCopyOf({ from, to }: DayRange, { targetId, bookedOn }: FinancialRecord): boolean {
  return targetId !== null && bookedOn !== null && bookedOn >= from && bookedOn <= to;
}

interface Marking {
  readonly ledger: Pick<Ledger, 'history'>;
  readonly primary: NetoClient;
  readonly fixed: FixedRules;
  readonly signal: AbortSignal | undefined;
  readonly days: DayRange;
}

async function mark(marking: Marking, copied: readonly FinancialRecord[]): Promise<Unmarked[]> {
  const { primary, signal, days } = marking;
  const ids = copied.map(({ targetId }) => targetId ?? '');
  const { orders } = await readOrders(primary, ids, { signal });
  const copies = new Map(orders.map((order) => [upperKey(order.id), order]));
  const exported = await readExported(primary, ids, signal);
  const unmarked: Unmarked[] = [];
  const open: { readonly record: FinancialRecord; readonly copy: Order }[] = [];
  for (const record of copied) {
    const id = upperKey(record.targetId ?? '');
    const copy = copies.get(id);
    if (copy === undefined || isCancelled(copy)) continue;
    if (!exported.has(id)) open.push({ record, copy });
    else if (await wentUnmarked(marking, record, copy)) unmarked.push(tooLate(record));
  }
  for (let start = 0; start < open.length; start += TOGETHER) {
    const group = open.slice(start, start + TOGETHER);
    const marks = group.map(({ copy: { id, internalNotes } }) => ({
      orderId: id,
      internalNotes: inBooksDays(internalNotes) === undefined ? withInBooksNote(internalNotes, days) : undefined,
    }));
    const left = new Set(await withoutFlag(primary, marks, signal));
    unmarked.push(...group.filter(({ copy }) => left.has(copy.id)).map(({ record }) => notTaken(record)));
  }
  return unmarked;
}

/** A copy that another recipe made went to the books as theirs: whether that was meant, only its maker knows. */
async function wentUnmarked({ ledger, fixed }: Marking, record: FinancialRecord, copy: Order): Promise<boolean> {
  if (fixed.orders.markExported || inBooksDays(copy.internalNotes) !== undefined) return false;
  return !(await ledger.history(record)).some(({ event }) => event === 'adopted');
}

function tooLate({ sourceId, targetId }: FinancialRecord): Unmarked {
  return {
    sourceId,
    targetId: targetId ?? '',
    why: `${targetId} was copied without the mark, and was exported before it could be given`,
    remedy: `Look whether the books have both ${sourceId} and ${targetId}; credit or void ${targetId} there if so.`,
  };
}

function notTaken({ sourceId, targetId }: FinancialRecord): Unmarked {
  return {
    sourceId,
    targetId: targetId ?? '',
    why: `${targetId} was copied without the mark, and the primary does not show it as exported now`,
    remedy: `Mark ${targetId} as exported in the primary by hand before the next export, or cancel it there.`,
  };
}
