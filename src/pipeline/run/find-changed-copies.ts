import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import { isTotal } from '../../load/orders.ts';
import { absolute, add, compare, type Decimal, formatMoney, ZERO } from '../../model/money.ts';
import { addSeconds, type Instant, type LocalDate, localDateOf, millisecondsOf } from '../../model/time.ts';
import { listOrders, type OrderState, readOrderStates } from '../../neto/orders.ts';
import { type RunContext, type StoreRun, selected, stopIfAsked } from './context.ts';
import { changedFields } from './copy-fields.ts';
import { LookMemory } from './look-memory.ts';
import { isNarrowed } from './narrowing.ts';

const DAY = 86_400;
/** As many as one request takes. */
const PAGE = 100;
/** The mark up to which the copies have been looked at. */
export const COPIES_SLICE = 'copies';
/** Days that are looked at in each look. */
const RECENT = 45;
/** Looks in which each older copy has its turn: at one a day, and some minutes more, less than 14 days. */
const TURNS = 13;
/** Days that older copies are looked at: back to the lock date, but no further; and where there is no lock date. */
const OLDEST = 400;
const OLDEST_WITHOUT_LOCK = 120;

/**
 * Once a day: copies that the primary does not hold any more as they were made, because somebody has deleted, cancelled or
 * changed them there. Their store knows nothing of it, so no change of it would ever tell. Those of the last days, those
 * that the primary lists as changed, and a part of the older ones, so that each has its turn within 14 days. What a run may
 * not ask any more is asked by the next one.
 * @throws ConsolidatorError where the primary can't be read
 */
export async function findChangedCopies(context: RunContext, store: StoreRun, bound: Instant): Promise<void> {
  const { ledger, run, narrowing } = context;
  if (isNarrowed(narrowing) || !selected(context, store, 'orders')) return;
  const { store: name } = store.fixed;
  const since = await ledger.cursor(name, 'orders', COPIES_SLICE);
  if (since !== null && millisecondsOf(bound) - millisecondsOf(since) < DAY * 1000) return;
  const memory = await LookMemory.open(ledger, name, { firstRun: since === null ? 0 : run, turns: TURNS });
  // All copies were read back just now.
  if (since === null) {
    await memory.save();
    return ledger.completeWindow(run, name, 'orders', bound, COPIES_SLICE);
  }
  const changed = await context.daily.step({ ...onlyPrimary(context), kind: 'listing' }, () =>
    changedSince(context, since),
  );
  if (changed === undefined) return;
  const isDue = dueCopies(store, { bound, turn: memory.state.looks % TURNS, changed: changed.result });
  for (let after = memory.state.progress?.after ?? ''; ; ) {
    stopIfAsked(context);
    const { records, last } = await nextCopies(context, store, after, isDue);
    const judging = { clients: [context.primary, store.client], kind: 'comparing', signal: context.signal } as const;
    const judged = await context.daily.step(judging, () => judgeAll(context, store, records, memory));
    if (judged === undefined) return memory.save({ progress: { bound, after } });
    await ledger.decide(run, judged.result);
    await memory.save({ progress: { bound, after: last ?? after } });
    if (last === undefined) break;
    after = last;
  }
  await memory.save({ progress: null, looks: memory.state.looks + 1 });
  await ledger.completeWindow(run, name, 'orders', bound, COPIES_SLICE);
}

function onlyPrimary({ primary, signal }: RunContext) {
  return { clients: [primary], signal };
}

/** Ids in upper case. */
async function changedSince({ primary, signal }: RunContext, since: Instant): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const window = { updatedFrom: addSeconds(since, -3600), pageSize: 5 * primary.pageSize };
  for await (const { orders } of listOrders(primary, window, { signal })) {
    for (const { id } of orders) ids.add(id.toUpperCase());
  }
  return ids;
}

type IsDue = (record: LedgerRecord) => boolean;

function dueCopies(
  { fixed: { timeZone, lockDate } }: StoreRun,
  given: { readonly bound: Instant; readonly turn: number; readonly changed: ReadonlySet<string> },
): IsDue {
  const daysAgo = (days: number): LocalDate => localDateOf(addSeconds(given.bound, -DAY * days), timeZone);
  const recent = daysAgo(RECENT);
  const oldest = lockDate === undefined ? daysAgo(OLDEST_WITHOUT_LOCK) : later(lockDate, daysAgo(OLDEST));
  return ({ state, targetId, bookedOn, sourceId }) => {
    if (state !== 'loaded' || targetId === null) return false;
    const day = bookedOn ?? null;
    if (day === null || day >= recent || given.changed.has(targetId.toUpperCase())) return true;
    return day > oldest && turnOf(sourceId) === given.turn;
  };
}

function later(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}

/** The same for ever, and evenly spread. */
function turnOf(sourceId: string): number {
  let sum = 7;
  for (const letter of sourceId) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return sum % TURNS;
}

/** The next of the due ones, as many as one request takes. @returns `last` undefined where there are no more */
async function nextCopies(
  { ledger }: RunContext,
  { fixed }: StoreRun,
  from: string,
  isDue: IsDue,
): Promise<{ readonly records: readonly LedgerRecord[]; readonly last: string | undefined }> {
  const records: LedgerRecord[] = [];
  for (let after = from; ; ) {
    const page = await ledger.copies(fixed.store, 'orders', PAGE, after);
    for (const record of page) {
      after = record.sourceId;
      if (isDue(record) && records.push(record) === PAGE) return { records, last: after };
    }
    if (page.length < PAGE) return { records, last: undefined };
  }
}

async function judgeAll(
  context: RunContext,
  store: StoreRun,
  records: readonly LedgerRecord[],
  memory: LookMemory,
): Promise<Decision[]> {
  const { ledger, primary, signal } = context;
  const ids = records.map(({ targetId }) => targetId ?? '');
  const found = new Map(await readOrderStates(primary, ids, { signal }));
  // That a copy is gone is said on two answers.
  const missing = ids.filter((id) => !found.has(id.toUpperCase()));
  for (const [id, state] of await readOrderStates(primary, missing, { signal })) found.set(id, state);
  const decisions: Decision[] = [];
  const judged = records.map((key) => {
    const state = found.get((key.targetId ?? '').toUpperCase());
    return { key, held: judge(key, state, store.fixed.tolerance) };
  });
  const asIs = judged.filter(({ held }) => held?.reason !== 'copy-gone').map(({ key }) => key);
  const fields = await changedFields(context, store, asIs, memory);
  for (const { key, held: own } of judged) {
    const message = fields.get(key.sourceId);
    const held =
      message === undefined || own?.reason === 'copy-gone' ? own : ({ reason: 'copy-changed', message } as const);
    // What a person has accepted once stands as they left it.
    if (held?.reason === 'copy-changed' && (await ledger.history(key)).some(({ event }) => event === 'accepted'))
      continue;
    if (held !== undefined) decisions.push({ kind: 'quarantine', key, ...held });
  }
  return decisions;
}

function judge(
  { sourceId, targetId, amount, accepted, sourceStatus }: LedgerRecord,
  state: OrderState | undefined,
  tolerance: Decimal,
): { readonly reason: 'copy-gone' | 'copy-changed'; readonly message: string } | undefined {
  if (state === undefined) {
    return { reason: 'copy-gone', message: `${targetId}, the copy of ${sourceId}, is not in the primary any more` };
  }
  if (state.status.toLowerCase() === 'cancelled') {
    if (sourceStatus?.toLowerCase() === 'cancelled') return undefined;
    return { reason: 'copy-gone', message: `${targetId} is cancelled in the primary, and ${sourceId} is not` };
  }
  if (state.approval.toLowerCase() !== 'approved') {
    return { reason: 'copy-changed', message: `${targetId} was approved, and is not any more` };
  }
  const meant = add(amount ?? ZERO, accepted ?? ZERO);
  const allowed = compare(absolute(accepted ?? ZERO), tolerance) > 0 ? absolute(accepted ?? ZERO) : tolerance;
  if (amount === null || isTotal(amount, state.grandTotal, allowed)) return undefined;
  const message = `${targetId} comes to ${formatMoney(state.grandTotal)} in the primary; it was copied with ${formatMoney(meant)}`;
  return { reason: 'copy-changed', message };
}
