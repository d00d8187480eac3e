import type { Decision, LedgerRecord } from '../../ledger/ledger.ts';
import { isTotal } from '../../load/orders.ts';
import { absolute, add, compare, type Decimal, formatMoney, ZERO } from '../../model/money.ts';
import { type OrderState, readOrderStates } from '../../neto/orders.ts';
import type { RunContext, StoreRun } from './context.ts';
import { changedFields } from './copy-fields.ts';
import { type DailyLook, type LookAt, lookDaily } from './daily-look.ts';
import type { LookMemory } from './look-memory.ts';

/**
 * Copies that the primary does not hold any more as they were made, because somebody has deleted, cancelled or changed them
 * there. Their store knows nothing of it, so no change of it would ever tell.
 * @throws ConsolidatorError where the primary can't be read
 */
export function findChangedCopies(context: RunContext, store: StoreRun, at: LookAt): Promise<void> {
  const judge: DailyLook['judge'] = (records, memory) => judgeAll(context, store, records, memory);
  return lookDaily(context, store, { entity: 'orders', judge }, at);
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
