import type { OrderChange } from '../../../model/order-snapshot.ts';
import type { FixedRules } from '../../../transform/rules.ts';
import { followed } from './followed-fields.ts';

/** Differences named in one message. */
const NAMED = 20;

/**
 * A change of a copied order in words, of money and goods with both values, without anything personal. Also what could go
 * over by itself: it does not while the rest is quarantined, and what a person accepts counts as done.
 * @param lines as the order has them now
 */
export function allChanges(
  change: OrderChange,
  lines: readonly { readonly id: string }[],
  rules: FixedRules,
): string[] {
  const tracked = lines.flatMap(({ id }, place) => (change.tracking.includes(id) ? [`line ${place + 1}`] : []));
  return [
    ...change.byHand,
    ...change.details.filter((detail) => followed(detail, rules) !== 'own').map(({ says }) => says),
    ...tracked.map((line) => `${line} tracking changed`),
    ...(change.references ? ['customer references changed'] : []),
    ...(change.notes ? ['internal notes changed'] : []),
  ];
}

export function listed(changes: readonly string[]): string {
  const more = changes.length - NAMED;
  return `${changes.slice(0, NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
