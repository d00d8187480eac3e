import type { Pipeline } from '../../config/pipeline.ts';
import { singular } from '../../entities/kinds.ts';
import { findEntity } from '../../entities/registry.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { counted } from '../../model/amounts-text.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import { cancelOrders, type OrderState } from '../../neto/orders.ts';
import { isByHand } from '../../run/copies/by-hand.ts';
import { demandAlone } from '../../run/protocol/copy-watch.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { openOwnLedger } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';
import { takeLocks } from '../../session/take-locks.ts';
import { needsLedger } from '../needs-ledger.ts';
import { hindrance, isCancelled, readBooks, upper } from './in-books.ts';
import { whoseCopy } from './whose-copy.ts';

interface UndoOptions {
  readonly pipeline: Pipeline;
  readonly home: string;
  /** The run whose copies are to be taken back. */
  readonly run: number;
  /** Says what would be done, and does nothing. */
  readonly dryRun?: boolean | undefined;
  /** Why, in the person's own words; it goes into the audit. */
  readonly reason?: string | undefined;
  readonly now?: () => number;
  readonly signal?: AbortSignal | undefined;
}

export interface UndoEntry {
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly targetId: string;
  /** Source id of the order that a payment or return belongs to. */
  readonly orderId: string | null;
  /** Of a copy that was taken back, why that was allowed; of any other, what a person must do. */
  readonly message: string;
}

export interface UndoReport {
  readonly run: number;
  /** Cancelled in the primary, and known as taken back. */
  readonly takenBack: readonly UndoEntry[];
  readonly byHand: readonly UndoEntry[];
}

/** As many as one look-up takes. */
const GROUP = 100;
const EXPORTED_MEANWHILE = 'It was exported to the books while it was cancelled: void its invoice in Xero.';
const NOT_CANCELLED = 'The primary did not cancel it. Cancel it there, then `drop` it.';

/**
 * Takes back what a run copied, as far as that can be done without a trace in the books: what it created
 * and is not approved, and what is approved, unpaid, without a return and not exported, is cancelled. All else is listed with
 * what a person must do; a copy that the run only changed is none of its own.
 * @throws ConsolidatorError `not-found` when there was no such run, `ledger-missing`, `pipeline-locked`
 */
export async function undoRun(options: UndoOptions): Promise<UndoReport> {
  const { pipeline, home, now = Date.now, signal } = options;
  await needsLedger(pipeline);
  const resources = new Resources();
  try {
    await takeLocks(pipeline, home, resources, { signal });
    const ledger = await openOwnLedger(pipeline, { now, home }, resources);
    const records = await ledger.recordsWithIntents(options.run);
    if (records.length === 0) {
      throw new ConsolidatorError('not-found', `Run ${options.run} wrote nothing, or there was no such run.`, {
        remedy: '`status` lists the latest runs, and says what each did.',
      });
    }
    const around = {
      requestLog: openSharedRequestLog({ home, database: pipeline.database }, resources),
      progress: () => {},
    };
    const primary = openStore(pipeline.primary, { readOnly: false }, around, resources);
    const stores = records.map(({ store }) => store);
    if (options.dryRun !== true) await demandAlone({ pipeline, ledger, primary, now, signal }, stores);
    return await takeBack({ ...options, ledger, primary, signal }, records);
  } finally {
    await resources.close();
  }
}

interface Undoing extends UndoOptions {
  readonly ledger: Ledger;
  readonly primary: NetoClient;
}

async function takeBack(undoing: Undoing, records: readonly LedgerRecord[]): Promise<UndoReport> {
  const { ledger, primary, dryRun = false, signal } = undoing;
  const takenBack: UndoEntry[] = [];
  const byHand: UndoEntry[] = [];
  const copies: LedgerRecord[] = [];
  for (const record of records) {
    const whose = await whoseCopy(ledger, record, undoing.run);
    if (record.entity !== 'orders') byHand.push(...(whose === undefined ? [otherEntity(record)] : []));
    else if (whose !== undefined) byHand.push(entryOf(record, whose));
    else if (record.targetId !== null) copies.push(record);
  }
  const run = dryRun ? 0 : await ledger.beginRun({ narrowed: true });
  for (let start = 0; start < copies.length; start += GROUP) {
    const group = copies.slice(start, start + GROUP);
    const before = await readBooks(primary, targetIdsOf(group), signal);
    const removable: LedgerRecord[] = [];
    for (const copy of group) {
      const why = hindrance(copy, before);
      if (why === undefined) removable.push(copy);
      else byHand.push(entryOf(copy, why));
    }
    if (!dryRun) await cancel(undoing, run, removable);
    const after = dryRun ? before : await readBooks(primary, targetIdsOf(removable), signal);
    for (const copy of removable) {
      if (dryRun || isCancelled(after.states.get(upper(copy))))
        takenBack.push(entryOf(copy, 'unpaid, and not in the books yet'));
      else byHand.push(entryOf(copy, NOT_CANCELLED));
      if (!dryRun && after.exported.has(upper(copy))) byHand.push(entryOf(copy, EXPORTED_MEANWHILE));
    }
    if (!dryRun) await noteWhetherCancelled(ledger, run, removable, after.states);
  }
  if (!dryRun) {
    const change = `run ${undoing.run}: ${counted(copies.length, 'copy', 'copies')} of orders, now ${takenBack.length} cancelled`;
    await ledger.noteDecided({ event: 'undo', change, reason: undoing.reason ?? '' });
    await ledger.finishRun(run, 'undone', JSON.stringify({ undone: undoing.run, takenBack: takenBack.length }));
  }
  return { run: undoing.run, takenBack, byHand };
}

/** Setting the status twice does no harm, so a lost answer needs no more than the look that follows. */
async function cancel(
  { ledger, primary, signal }: Undoing,
  run: number,
  copies: readonly LedgerRecord[],
): Promise<void> {
  if (copies.length === 0) return;
  await ledger.decide(
    run,
    copies.map((key) => {
      const message = `Undo began to take it back; whether ${key.targetId ?? ''} is cancelled, undoing the run again tells.`;
      return { kind: 'quarantine', key, reason: 'undone', message };
    }),
  );
  for (const copy of copies) {
    try {
      await cancelOrders(primary, [copy.targetId ?? ''], { signal });
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.retry !== 'after-look-up') throw error;
    }
  }
}

/** Only what the primary shows is told: a person drops a record on the strength of this sentence. */
function noteWhetherCancelled(
  ledger: Ledger,
  run: number,
  copies: readonly LedgerRecord[],
  after: ReadonlyMap<string, OrderState>,
): Promise<void> {
  return ledger.decide(
    run,
    copies.map((key) => {
      const cancelled = isCancelled(after.get(upper(key)));
      const message = cancelled ? `Taken back by undo; ${key.targetId ?? ''} is cancelled.` : NOT_CANCELLED;
      return { kind: 'quarantine', key, reason: 'undone', message };
    }),
  );
}

function otherEntity(record: LedgerRecord): UndoEntry {
  return entryOf(
    record,
    isByHand(record) ? 'It was entered in the primary by hand and linked: it stays there.' : adviceOn(record),
  );
}

function adviceOn({ entity }: LedgerRecord): string {
  const left = findEntity(entity)?.financial?.leftByUndo;
  return left ?? `It does no harm: leave it, or deactivate the ${singular(entity)} in the primary.`;
}

function entryOf({ store, entity, sourceId, targetId, parent }: LedgerRecord, message: string): UndoEntry {
  return { store, entity, sourceId, targetId: targetId ?? '', orderId: parent, message };
}

function targetIdsOf(copies: readonly LedgerRecord[]): string[] {
  return copies.map(({ targetId }) => targetId ?? '');
}
