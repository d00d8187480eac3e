import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import { isTotal } from '../../load/orders.ts';
import { absolute, add, compare, type Decimal, formatMoney, ZERO } from '../../model/money.ts';
import { addSeconds, type Instant, localDateOf, millisecondsOf } from '../../model/time.ts';
import { type OrderState, readOrderStates } from '../../neto/orders.ts';
import { type RunContext, type StoreRun, selected, stopIfAsked } from './context.ts';
import { isNarrowed } from './narrowing.ts';

const DAY = 86_400;
/** As many as one request takes. */
const PAGE = 100;
/** The mark up to which the copies have been looked at. */
export const COPIES_SLICE = 'copies';

/**
 * Once a day: copies of the last days that the primary does not hold any more as they were made, because somebody has
 * deleted, cancelled or changed them there. Their store knows nothing of it, so no change of it would ever tell.
 * @throws ConsolidatorError where the primary can't be read
 */
export async function findChangedCopies(context: RunContext, store: StoreRun, bound: Instant): Promise<void> {
  const { ledger, run, narrowing } = context;
  if (isNarrowed(narrowing) || !selected(context, store, 'orders')) return;
  const { store: name, timeZone } = store.fixed;
  const looked = await ledger.cursor(name, 'orders', COPIES_SLICE);
  if (looked !== null && millisecondsOf(bound) - millisecondsOf(looked) < DAY * 1000) return;
  // All copies were read back just now.
  if (looked === null) return ledger.completeWindow(run, name, 'orders', bound, COPIES_SLICE);
  const from = localDateOf(addSeconds(bound, -DAY * store.secondary.payments.lookBackDays), timeZone);
  for (let after = ''; ; ) {
    stopIfAsked(context);
    const page = await ledger.copies(name, 'orders', PAGE, after);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.sourceId;
    const recent = page.filter(
      ({ state, bookedOn, targetId }) =>
        state === 'loaded' && targetId !== null && (bookedOn === null || bookedOn === undefined || bookedOn >= from),
    );
    await ledger.decide(run, await judgeAll(context, store, recent));
  }
  await ledger.completeWindow(run, name, 'orders', bound, COPIES_SLICE);
}

async function judgeAll(
  { ledger, primary, signal }: RunContext,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<Decision[]> {
  const ids = records.map(({ targetId }) => targetId ?? '');
  const found = new Map(await readOrderStates(primary, ids, { signal }));
  // That a copy is gone is said on two answers.
  const missing = ids.filter((id) => !found.has(id.toUpperCase()));
  for (const [id, state] of await readOrderStates(primary, missing, { signal })) found.set(id, state);
  const decisions: Decision[] = [];
  for (const key of records) {
    const held = judge(key, found.get((key.targetId ?? '').toUpperCase()), store.fixed.tolerance);
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
