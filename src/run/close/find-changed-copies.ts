import type { Finding } from '../../entities/comparing/finding.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { SeenDifference } from '../../model/accepted.ts';
import type { Decimal } from '../../model/money.ts';
import { upperKey } from '../../model/text-key.ts';
import { copyStatesMustShow } from '../../neto/must-show.ts';
import { type OrderState, readOrderStates } from '../../neto/orders.ts';
import { isAsked, type StoreRun } from '../../session/store-run.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';
import { totalApart } from '../copies/copy-total.ts';
import { changedFields, copiesInFull, inWords } from './copy-fields.ts';
import { type DailyLook, type LookAt, lookDaily } from './daily-look.ts';
import type { LookMemory } from './look-memory.ts';
import { isAmong, notAccepted } from './not-accepted.ts';

/**
 * Copies that the primary does not hold any more as they were made, because somebody has deleted, cancelled or changed them
 * there. Their store knows nothing of it, so no change of it would ever tell.
 * @throws ConsolidatorError where the primary can't be read
 */
export function findChangedCopies(context: ReadingRun & DailyWork, store: StoreRun, at: LookAt): Promise<void> {
  const judge: DailyLook['judge'] = (records, memory) => judgeAll(context, store, records, memory);
  return lookDaily(context, store, { entity: 'orders', judge }, at);
}

async function judgeAll(
  context: ReadingRun & DailyWork,
  store: StoreRun,
  records: readonly LedgerRecord[],
  memory: LookMemory,
): Promise<Decision[]> {
  const { ledger, primary, signal } = context;
  const ids = records.map(({ targetId }) => targetId ?? '');
  // Of a store that can be asked, copies are compared in full anyway. What can't be read in full is asked for its state alone.
  const copies = isAsked(store) ? await copiesInFull(context, ids) : [];
  const found = new Map<string, CopyState>(copies.map((copy) => [upperKey(copy.id), copy]));
  // That a copy is gone is said on two answers.
  for (const mustShow of [copyStatesMustShow, undefined]) {
    const missing = ids.filter((id) => !found.has(upperKey(id)));
    for (const [id, state] of await readOrderStates(primary, missing, { signal, mustShow })) found.set(id, state);
  }
  const decisions: Decision[] = [];
  const judged = records.map((key) => {
    const state = found.get(upperKey(key.targetId ?? ''));
    return { key, held: judge(key, state, store.fixed.tolerance) };
  });
  const asIs = judged.filter(({ held: existing }) => existing?.reason !== 'copy-gone').map(({ key }) => key);
  const fields = await changedFields(context, store, { records: asIs, copies }, memory);
  for (const { key, held: existing } of judged) {
    const findings = fields.get(key.sourceId) ?? [];
    if (existing?.reason === 'copy-gone') {
      decisions.push({ kind: 'quarantine', key, ...existing });
      continue;
    }
    const seen = seenIn(findings, existing?.seen ?? []);
    const changed = await notAccepted(ledger, key, seen);
    if (changed.length === 0) continue;
    const told = findings.filter((finding) => isAmong(changed, finding));
    const message = told.length > 0 ? inWords(key, told) : (existing?.message ?? inWords(key, findings));
    decisions.push({ kind: 'quarantine', key, reason: 'copy-changed', message, seen });
  }
  return decisions;
}

/** What tells that a copy is there as it was left. */
type CopyState = Pick<OrderState, 'status' | 'approval' | 'grandTotal'>;

function judge(
  { sourceId, targetId, amount, accepted, sourceStatus }: LedgerRecord,
  state: CopyState | undefined,
  tolerance: Decimal,
): Judged | undefined {
  if (state === undefined) {
    return { reason: 'copy-gone', message: `${targetId}, the copy of ${sourceId}, is not in the primary any more` };
  }
  if (state.status.toLowerCase() === 'cancelled') {
    if (sourceStatus?.toLowerCase() === 'cancelled') return undefined;
    return { reason: 'copy-gone', message: `${targetId} is cancelled in the primary, and ${sourceId} is not` };
  }
  if (state.approval.toLowerCase() !== 'approved') {
    const seen = [{ key: 'approval', meant: 'Approved', held: state.approval || 'none' }];
    return { reason: 'copy-changed', message: `${targetId} was approved, and is not any more`, seen };
  }
  const apart = totalApart({ amount, accepted }, state.grandTotal, tolerance);
  if (apart === undefined) return undefined;
  const message = `${targetId} comes to ${apart.held} in the primary; it was copied with ${apart.meant}`;
  return { reason: 'copy-changed', message, seen: [apart] };
}

interface Judged {
  readonly reason: 'copy-gone' | 'copy-changed';
  readonly message: string;
  readonly seen?: readonly SeenDifference[];
}

/** What the look sees by itself tells nothing more where the comparison of the fields has found the same field. */
function seenIn(findings: readonly Finding[], own: readonly SeenDifference[]): SeenDifference[] {
  const found = findings.map(({ key, meant, held }) => ({ key, meant, held }));
  return [...found, ...own.filter(({ key }) => !found.some((one) => one.key === key))];
}
