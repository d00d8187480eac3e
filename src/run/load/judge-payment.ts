import { type PaymentOutcome, transformPayment } from '../../entities/payment/transform.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { commandLine, shellWord } from '../../model/command-lines.ts';
import { isSaidAnother, mayBe } from '../../model/may-be.ts';
import { formatMoney } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { paymentReference } from '../../model/payment-reference.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { comingTo, type EnteredMoney, mayBeMessage } from '../../transform/entered-sums.ts';
import type { Attributed } from '../copies/attribute-copies.ts';
import { enteredByHand, isByHand } from '../copies/by-hand.ts';
import { tellsOfQuarantine } from './entered-orders.ts';
import type { CopiedOrder } from './look-at-copies.ts';
import type { PaymentEnds } from './payment-ends.ts';
import type { DuePayment, Verdict } from './payments-now.ts';

/** What is entered by hand in other parts makes a payment one too many. */
const EXCEEDING: readonly QuarantineReason[] = ['payment-exceeds-order', 'overpayment-makes-credit'];
const CLEAR: Verdict = { kind: 'clear' };

/** One payment beside what stands on the copy of its order now. */
export interface PaymentCase extends DuePayment {
  readonly ends: PaymentEnds;
  readonly copy: CopiedOrder;
  /** What the rules make of it. */
  readonly outcome: PaymentOutcome;
  /** The reference under which its own copy stands there already. */
  readonly onCopy: string | undefined;
  readonly there: Attributed<Payment> | undefined;
  readonly isThere: boolean;
}

type Check = (one: PaymentCase) => Verdict | Promise<Verdict>;

/** In this order: what speaks against booking a payment that its order's copy may still take. */
const checks: readonly Check[] = [
  leftOut,
  likeAnother,
  replacesAnother,
  doubtfullyThere,
  bookedBefore,
  onCopyByHand,
  enteredInParts,
  tooMuchByNow,
];

/** Whether a payment may be booked, or what becomes of it instead. */
export async function judgePayment(one: PaymentCase): Promise<Verdict> {
  for (const check of checks) {
    const verdict = await check(one);
    if (verdict.kind !== 'clear') return verdict;
  }
  return CLEAR;
}

/** @returns undefined where nothing is known of the copy of its order */
export function caseOf(ends: PaymentEnds, due: DuePayment): PaymentCase | undefined {
  const { record, payment, order } = due;
  const { now, rules } = ends;
  const copy = ends.copies.get(order.sourceId);
  if (copy === undefined) return undefined;
  const targetId = order.targetId ?? '';
  const onCopy = now.copies.referenceOf(targetId, record);
  const there = ends.attributed.get(payment.id);
  const paid = { alreadyPaid: now.copies.paid(targetId, record), paidInSource: now.balance(order.sourceId) };
  const outcome = transformPayment(payment, rules, { ...copy, ...paid }, ends.paymentMethods);
  return { ...due, ends, copy, outcome, onCopy, there, isThere: onCopy !== undefined || there?.kind === 'certain' };
}

/** What the rules leave out is nobody's question, though staff may have entered it by hand. */
function leftOut({ record, outcome, isThere }: PaymentCase): Verdict {
  if (outcome.kind !== 'skip' || isThere || record.targetId !== null) return CLEAR;
  return decided({ ...outcome, key: record });
}

function likeAnother({ ends, record, payment, order, onCopy }: PaymentCase): Verdict {
  const own = onCopy ?? paymentReference(ends.rules.references.payment, payment.id);
  const twin = ends.twins.of(order.targetId ?? '', payment, own);
  return twin.kind === 'doubtful' ? quarantined(record, 'may-be-there', twin.message) : CLEAR;
}

async function replacesAnother({ ends, copy, isThere, ...due }: PaymentCase): Promise<Verdict> {
  if (isThere || wasBooked(ends, due.record)) return CLEAR;
  return ends.now.replacement(due, { copyTotal: copy.copyTotal, owners: ends.owners });
}

/** One that staff keyed by hand, or whose reference is not what it was: it is neither written over nor taken for another's. */
function doubtfullyThere({ record, payment, order, there }: PaymentCase): Verdict {
  if (there?.kind !== 'doubtful' || isSaidAnother(record.acceptedAs, there.existing.id)) return CLEAR;
  const { reading } = there;
  const how = {
    whole: 'under a reference that could be its own or the beginning of another one',
    altered: 'with what may have been made of its reference',
    empty: 'without our reference',
    foreign: 'without our reference',
  }[reading];
  const message = `${order.targetId ?? ''} has a payment of ${formatMoney(payment.amount)} ${how}, perhaps this one.`;
  const isOurs = record.targetId !== null && reading !== 'foreign';
  const reason = isOurs ? 'reference-altered' : 'may-be-there';
  return decided({ kind: 'quarantine', key: record, reason, message, seen: mayBe([there.existing.id]) });
}

function bookedBefore({ ends, record, order, isThere }: PaymentCase): Verdict {
  if (isThere || !wasBooked(ends, record)) return CLEAR;
  const message = `It was booked as ${record.targetId ?? ''} before, and is not on ${order.targetId ?? ''}: its store has moved it, or somebody has removed it in the primary. Nothing is booked twice.`;
  return quarantined(record, 'payment-changed-after-copy', message);
}

function onCopyByHand({ record, payment, order, outcome, isThere }: PaymentCase): Verdict {
  if (outcome.kind !== 'load' || isThere || !isByHand(order)) return CLEAR;
  const message = enteredByHand(`Payment ${payment.id} (${formatMoney(payment.amount)})`, order);
  return quarantined(record, 'copy-by-hand', message);
}

function enteredInParts({ ends, outcome, isThere, ...due }: PaymentCase): Verdict {
  if (isThere) return CLEAR;
  const { record, payment, order } = due;
  const exceeds = outcome.kind === 'load' && ends.now.exceeds(due).kind === 'decide';
  const tooMuch = exceeds || (outcome.kind === 'quarantine' && EXCEEDING.includes(outcome.reason));
  const history = ends.histories.get(record.sourceId) ?? [];
  if (!tooMuch && !(outcome.kind === 'load' && tellsOfQuarantine(history))) return CLEAR;
  const parts = comingTo(ends.now.enteredOn(order.targetId ?? '', record), payment.amount);
  return parts.length > 0 ? decided(mayBeParts(due, parts)) : CLEAR;
}

function tooMuchByNow({ ends, outcome, isThere, record, ...due }: PaymentCase): Verdict {
  if (outcome.kind !== 'load') return decided({ ...outcome, key: record });
  const verdict = isThere ? CLEAR : ends.now.exceeds({ record, ...due });
  return verdict.kind === 'decide' ? verdict : CLEAR;
}

function mayBeParts({ record, payment, order }: DuePayment, parts: readonly EnteredMoney[]): Decision {
  const { id, amount } = payment;
  const said = mayBeMessage(`payment ${id} of ${formatMoney(amount)}`, order.targetId ?? '', parts);
  const ids = parts.map((one) => one.id);
  const message = `${said}. If so: \`${commandLine('link', [id], `--entity payments --as ${shellWord(ids.join(','))}`)}\`; if not: \`${commandLine('quarantine retry', [id], '--entity payments --another')}\`.`;
  return { kind: 'quarantine', key: record, reason: 'may-be-there', message, seen: mayBe(ids) };
}

/** Seen in the primary once, perhaps on the copy of another order: that it is not found here proves nothing. */
function wasBooked({ histories }: PaymentEnds, { sourceId, targetId }: LedgerRecord): boolean {
  if (targetId === null) return false;
  return (histories.get(sourceId) ?? []).some(({ event }) => event === 'loaded');
}

function decided(decision: Decision): Verdict {
  return { kind: 'decide', decisions: [decision] };
}

function quarantined(key: LedgerRecord, reason: QuarantineReason, message: string): Verdict {
  return decided({ kind: 'quarantine', key, reason, message });
}
