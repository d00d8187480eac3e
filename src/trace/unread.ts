import { judgeOrder } from '../entities/order/transform/judge-order.ts';
import type { Order } from '../model/order.ts';
import type { PrefixMap } from '../model/order-id.ts';
import { rewriteOrderId } from '../model/order-id.ts';
import { type ReasonCode, reasons } from '../model/reasons.ts';
import { upperKey } from '../model/text-key.ts';
import type { FixedRules } from '../transform/rules.ts';
import type { Explanation } from './explain.ts';

/** The ids that an order of this store may have: the one given, and those that would be copied under it. */
export function candidateIds(id: string, prefixes: PrefixMap): string[] {
  const upper = upperKey(id);
  const sources = Object.entries(prefixes)
    .filter(([, target]) => upper.startsWith(upperKey(target)))
    .map(([source, target]) => `${source}${upper.slice(target.length)}`);
  return [...new Set([id, ...sources])].filter((one) => rewriteOrderId(one, prefixes).kind === 'rewritten');
}

/** Why an order that its store has is not in the ledger, as far as the rules tell. */
/** @param asks whether the next run of its store waits for a person's yes */
export function explainUnread(order: Order, rules: FixedRules, asks: boolean): Explanation {
  const judgement = judgeOrder(order, rules);
  if (judgement.kind === 'wanted') {
    return {
      why: 'Its store has it, and no run has read it yet: it is newer than the last run, or that run was a narrowed one.',
      remedy: asks
        ? 'The next run reads it, and copies it with the orders that wait for your yes: `run --yes`.'
        : 'The next run reads it.',
    };
  }
  const { reason, message } = judgement;
  const entry = Object.hasOwn(reasons, reason) ? reasons[reason as ReasonCode] : undefined;
  const consequence = judgement.kind === 'skip' ? 'leave it out' : 'hold it';
  return {
    why: `Its store has it, and no run has read it yet. One would ${consequence} (${reason}): ${message}.`,
    remedy: entry?.remedy ?? '',
  };
}
