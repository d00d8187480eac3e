import { compareReturn, expectReturn } from '../../entities/return/compare.ts';
import { type ReturnedOrder, type ReturnOutcome, transformReturn } from '../../entities/return/transform.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { commandLine, shellWord } from '../../model/command-lines.ts';
import { isSaidAnother, mayBe } from '../../model/may-be.ts';
import { formatMoney, ZERO } from '../../model/money.ts';
import { paymentReference } from '../../model/payment-reference.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { Return } from '../../model/rma.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import { comingTo, type EnteredMoney, mayBeMessage } from '../../transform/entered-sums.ts';
import { isInAccounting } from '../../transform/history.ts';
import type { Attributed } from '../copies/attribute-copies.ts';
import { enteredByHand, isByHand } from '../copies/by-hand.ts';
import { whyGone } from '../copies/copies-in-primary.ts';
import { existingReturns } from '../copies/on-copies.ts';
import { wasQuarantined } from './entered-orders.ts';
import { judgeLinked } from './linked-money.ts';
import type { Verdict } from './payments-now.ts';
import type { ReturnEnds } from './return-ends.ts';
import { bearsReference, type DueReturn } from './returns-now.ts';
import { shoppersAmong } from './shopper-accounts.ts';

const CLEAR: Verdict = { kind: 'clear' };

/** One return beside what stands on the copy of its order now. */
export interface ReturnCase extends DueReturn {
  readonly ends: ReturnEnds;
  readonly targetId: string;
  readonly there: Attributed<Return> | undefined;
  readonly isThere: boolean;
}

export function caseOf(ends: ReturnEnds, due: DueReturn): ReturnCase {
  const there = ends.attributed.get(due.returned.id);
  return { ...due, ends, targetId: due.order.targetId ?? '', there, isThere: there?.kind === 'certain' };
}

type Check = (one: ReturnCase) => Verdict | Promise<Verdict>;

/** In this order: what speaks against entering a return, before the rules are asked. */
const checks: readonly Check[] = [copyIsGone, presentInStore, linkedByHand, replacesAnother, doubtfullyThere];

/** Whether a return is one for the rules, or what becomes of it instead. */
export async function judgeReturn(one: ReturnCase): Promise<Verdict> {
  for (const check of checks) {
    const verdict = await check(one);
    if (verdict.kind !== 'clear') return verdict;
  }
  return CLEAR;
}

/** The reference under which it is entered; its own, where its copy stands there already. */
export function returnReference({ ends, record, returned, there }: ReturnCase): string {
  const { targetId } = record;
  const isOwn = there?.kind === 'certain' && targetId !== null && bearsReference(there.existing, targetId);
  return isOwn ? targetId : paymentReference(ends.rules.references.creditNote, returned.id);
}

/** What the rules make of it. */
export async function outcomeOf(one: ReturnCase): Promise<ReturnOutcome> {
  const { ends, order, returned, targetId } = one;
  const { context, rules, states, credits, around } = ends;
  const username = states.get(upperKey(targetId))?.username ?? '';
  const returnedOrder: ReturnedOrder = {
    sourceId: order.sourceId,
    targetId,
    username,
    matchedAccount: (await shoppersAmong(context, [username])).has(username),
    total: order.amount ?? ZERO,
    inAccounting: isInAccounting(order.bookedOn, rules),
    alreadyCredited: credits.of(targetId, returned.id, returnReference(one)),
  };
  return transformReturn(returned, rules, returnedOrder, around);
}

/** Whether what the rules would enter may be, beside what stands there. */
export async function judgeOutcome(one: ReturnCase, outcome: ReturnOutcome): Promise<Verdict> {
  const { ends, record, returned, order, targetId, isThere } = one;
  const parts = isThere ? [] : comingTo(ends.now.enteredOn(targetId, record), returned.total);
  const tooMuch = outcome.kind === 'quarantine' && outcome.reason === 'credit-exceeds-order';
  const isAsked = tooMuch || (outcome.kind === 'load' && (await wasQuarantined(ends.context.ledger, record)));
  if (parts.length > 0 && isAsked) return decided(mayBeParts(one, parts));
  if (outcome.kind !== 'load') return decided({ ...outcome, key: record });
  if (isThere) return CLEAR;
  if (isByHand(order))
    return quarantined(
      record,
      'copy-by-hand',
      enteredByHand(`Return ${returned.id} (${formatMoney(returned.total)})`, order),
    );
  const here = ends.entered.filter(({ orderId }) => orderId === returned.orderId);
  const exceeds = ends.now.exceeds(one, here);
  return exceeds.kind === 'decide' && parts.length > 0 ? decided(mayBeParts(one, parts)) : exceeds;
}

function copyIsGone({ ends, record, returned, order, targetId }: ReturnCase): Verdict {
  const why = whyGone(targetId, ends.states.get(upperKey(targetId)));
  if (why === undefined) return CLEAR;
  return quarantined(record, 'copy-gone', `Return ${returned.id} of ${order.sourceId} can not be entered: ${why}.`);
}

function presentInStore({ ends, isThere, ...due }: ReturnCase): Verdict {
  return ends.now.present(due, isThere);
}

function linkedByHand({ ends, record, returned, targetId }: ReturnCase): Verdict {
  if (!isByHand(record)) return CLEAR;
  const linked = judgeLinked(record, {
    of: existingReturns,
    onCopy: ends.existing.filter(({ orderId }) => lowerKey(orderId) === lowerKey(targetId)),
    orderId: targetId,
    gone: 'rma-copy-gone',
    changed: 'rma-copy-changed',
    compare: (copy) => compareReturn(expectReturn(returned, ends.rules, targetId), copy),
  });
  return decided(linked);
}

async function replacesAnother({ ends, isThere, ...due }: ReturnCase): Promise<Verdict> {
  return isThere ? CLEAR : ends.now.replacement(due, ends.around.sku);
}

function doubtfullyThere({ record, returned, targetId, there }: ReturnCase): Verdict {
  if (there?.kind !== 'doubtful' || isSaidAnother(record.acceptedAs, there.existing.id)) return CLEAR;
  const isOurs = record.targetId !== null && there.reading !== 'foreign';
  const message = `${targetId} has a return of ${formatMoney(returned.total)} that may be this one: its reference is not the one that was sent, or it has none of ours.`;
  const reason = isOurs ? 'reference-altered' : 'may-be-there';
  return decided({ kind: 'quarantine', key: record, reason, message, seen: mayBe([there.existing.id]) });
}

function mayBeParts({ record, returned, order }: DueReturn, parts: readonly EnteredMoney[]): Decision {
  const said = mayBeMessage(`return ${returned.id} of ${formatMoney(returned.total)}`, order.targetId ?? '', parts);
  const ids = parts.map(({ id }) => id);
  const message = `${said}. If so: \`${commandLine('link', [returned.id], `--entity rmas --as ${shellWord(ids.join(','))}`)}\`; if not: \`${commandLine('quarantine retry', [returned.id], '--entity rmas --another')}\`.`;
  return { kind: 'quarantine', key: record, reason: 'may-be-there', message, seen: mayBe(ids) };
}

function decided(decision: Decision): Verdict {
  return { kind: 'decide', decisions: [decision] };
}

function quarantined(key: LedgerRecord, reason: QuarantineReason, message: string): Verdict {
  return decided({ kind: 'quarantine', key, reason, message });
}
