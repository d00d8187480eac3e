import type { PaymentTwins } from '../../entities/payment/twins.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { paymentReference } from '../../model/payment-reference.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { ReadingRun } from '../context/parts.ts';
import { comesTo, decideParts, isSum as isSumOfFile, sumOfFile } from './file-sums.ts';
import type { DuePayment, PaymentsNow } from './payments-now.ts';

interface Ends {
  readonly now: PaymentsNow;
  readonly twins: PaymentTwins;
  readonly rules: StoreRules;
}

/**
 * Payments that the primary has already because they came the other way in: one for one, or as a part of the sum that a
 * file named. What fits one for one is taken first, so that which of them comes first decides nothing.
 * @returns left: those that neither way has brought yet, or of which that can't be told
 */
export async function takeTwins(
  context: ReadingRun,
  ends: Ends,
  due: readonly DuePayment[],
): Promise<{ readonly decisions: readonly Decision[]; readonly left: readonly DuePayment[] }> {
  const decisions: Decision[] = [];
  const single: DuePayment[] = [];
  for (const one of due) {
    const { record, payment, order } = one;
    const twin = isSum(record) ? { kind: 'none' as const } : twinOf(ends, one);
    if (twin.kind === 'same') {
      const otherwise = booked(ends, one, twin.reference);
      ends.now.copies.share(order.targetId ?? '', twin.reference, payment.id);
      decisions.push(otherwise ?? (await linkTo(context, record, twin.reference)));
    } else single.push(one);
  }
  const parts = partsAmong(context, ends, single);
  return {
    decisions: [...decisions, ...parts.decisions],
    left: single.filter(({ record }) => !parts.ids.has(record.sourceId)),
  };
}

/** The sum of a file that stands for one payment is true of it, or a person is asked, as of one that stands for several. */
function booked(ends: Ends, { record, payment, order }: DuePayment, reference: string): Decision | undefined {
  if (record.hash.startsWith(FROM_FILE)) return undefined;
  const sum = ends.now.copies.on(order.targetId ?? '').find((one) => one.reference === reference && isSumOfFile(one));
  if (sum === undefined) return undefined;
  const { decisions } = decideParts({ sum, parts: [payment] }, [record], ends.rules);
  return decisions.find(({ kind }) => kind === 'quarantine');
}

async function isCopiedSum({ ledger }: ReadingRun, record: LedgerRecord): Promise<boolean> {
  if (record.targetId === null) return false;
  return (await ledger.history(record)).some(({ event }) => event === 'loaded');
}

/** A file's sum that was copied, and named larger by a later file: it is settled once the copy has the rest, too. */
function decideGrown({ record, payment, order }: DuePayment, { now }: Ends): Decision {
  const targetId = record.targetId ?? '';
  if (comesTo(now.copies.on(order.targetId ?? ''), payment.amount)) return { kind: 'link', key: record, targetId };
  const message = record.message ?? 'The record was changed in its own store after it had been copied.';
  return { kind: 'quarantine', key: record, reason: 'payment-changed-after-copy', message };
}

/**
 * What a file names as one sum, once all payments that came with ids of their own are decided.
 * @param decided what has become of these
 * @returns undefined where it is a payment to be booked
 */
export async function decideSum(
  context: ReadingRun,
  ends: Ends,
  due: DuePayment,
  decided: readonly Decision[],
): Promise<Decision | undefined> {
  const { record, order } = due;
  if (!isSum(record)) return undefined;
  if (await isCopiedSum(context, record)) return decideGrown(due, ends);
  const twin = twinOf(ends, due);
  if (twin.kind === 'same') {
    ends.now.copies.share(order.targetId ?? '', twin.reference, record.sourceId);
    return linkTo(context, record, twin.reference);
  }
  if (twin.kind === 'none') return undefined;
  const existing = decided.flatMap(({ kind, key }) => (kind === 'quarantine' ? [{ id: key.sourceId }] : []));
  const [first] = ends.now.copies.on(order.targetId ?? '').filter(({ targetId }) => targetId !== undefined);
  // A person is asked about one of its parts already.
  if (first !== undefined && ends.now.recordsOf(order.sourceId, existing).length > 0)
    return { kind: 'link', key: record, targetId: first.reference };
  return { kind: 'quarantine', key: record, reason: 'may-be-there', message: twin.message };
}

export function isSum({ sourceId }: Pick<LedgerRecord, 'sourceId'>): boolean {
  return sourceId.startsWith(FROM_FILE);
}

function twinOf({ now, twins, rules }: Ends, { record, payment, order }: DuePayment): ReturnType<PaymentTwins['of']> {
  const targetId = order.targetId ?? '';
  const bySum = sumOfFile(record, payment.amount, now.copies.on(targetId));
  if (bySum.kind !== 'none') return bySum;
  const own = now.copies.referenceOf(targetId, record) ?? paymentReference(rules.references.payment, payment.id);
  return twins.of(targetId, payment, own);
}

interface Parts {
  readonly ids: ReadonlySet<string>;
  readonly decisions: readonly Decision[];
}

/** One that was quarantined for its likeness before the others showed is decided with them. */
function partsAmong({ warnings }: ReadingRun, { now, twins, rules }: Ends, due: readonly DuePayment[]): Parts {
  const ids = new Set<string>();
  const decisions: Decision[] = [];
  for (const order of new Map(due.map(({ order }) => [order.sourceId, order])).values()) {
    const found = now.sumInParts(order);
    if (found === undefined) continue;
    const concerned = now
      .recordsOf(order.sourceId, found.parts)
      .filter((record) => due.some((one) => one.record.sourceId === record.sourceId) || isQuarantinedAsLike(record));
    if (!concerned.some(({ sourceId }) => due.some(({ record }) => record.sourceId === sourceId))) continue;
    const decided = decideParts(found, concerned, rules);
    decisions.push(...decided.decisions);
    if (decided.warning !== undefined) warnings.push(decided.warning);
    for (const { sourceId } of concerned) ids.add(sourceId);
    for (const { id } of found.parts) now.copies.share(found.sum.order, found.sum.reference, id);
    twins.claim(found.sum.reference);
  }
  return { ids, decisions };
}

function isQuarantinedAsLike({ state, reason }: LedgerRecord): boolean {
  return state === 'quarantined' && reason === 'may-be-there';
}

/** A copy of a file's payment is from now on the copy of that of the API, which can be asked for: a file's made-up id can't. */
async function linkTo({ ledger }: ReadingRun, record: LedgerRecord, reference: string): Promise<Decision> {
  const owners = await ledger.findByTarget('payments', reference);
  const made = owners.find(({ store, sourceId }) => store === record.store && sourceId.startsWith(FROM_FILE));
  const isAskable = !record.sourceId.startsWith(FROM_FILE) && !record.hash.startsWith(FROM_FILE);
  const isGrown = made?.state === 'quarantined' && made.reason === 'payment-changed-after-copy';
  if (made?.targetId == null || !(made.state === 'loaded' || isGrown) || !isAskable)
    return { kind: 'link', key: record, targetId: reference };
  return { kind: 'link', key: record, targetId: made.targetId, insteadOf: made };
}
