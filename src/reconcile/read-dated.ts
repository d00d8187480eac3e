import { addSeconds, dayAfter, type Instant, type LocalDate, startOfDay } from '../model/time.ts';
import type { NetoClient } from '../neto/client.ts';
import { listPayments } from '../neto/payments.ts';
import type { ReadOptions } from '../neto/records.ts';
import { listRmas } from '../neto/rmas.ts';
import { type HandLinks, sameId, sourceIdOf } from './belongs.ts';
import type { StoreSide } from './sides.ts';

const DAY = 86_400;

/** What is asked for: all that was paid or credited on these days, whatever day its order is of. */
export interface DatedDays {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

interface ToAsk {
  readonly days: DatedDays;
  readonly read: ReadOptions;
}

/**
 * Ids of the orders of one store on which something was paid or credited on these days. What has no day is not among them.
 * @throws ConsolidatorError where the store can't be read
 */
export async function ordersPaidOrCredited(
  client: NetoClient,
  entities: readonly string[],
  { days, read }: ToAsk,
): Promise<string[]> {
  const ids = new Map<string, string>();
  const window = windowOf(days, client.timeZone);
  if (entities.includes('payments')) {
    for await (const { payments } of listPayments(client, window, read))
      for (const { orderId } of payments) ids.set(sameId(orderId), orderId);
  }
  if (entities.includes('rmas')) {
    for await (const returns of listRmas(client, { issuedFrom: window.from, issuedTo: window.to }, read))
      for (const { orderId } of returns) ids.set(sameId(orderId), orderId);
  }
  return [...ids.values()].filter((id) => id !== '');
}

/** Of the primary's, those that may be copies: by their number, or since a person has linked them. */
export function mayBeCopies(ids: readonly string[], stores: readonly StoreSide[], links: HandLinks): string[] {
  return ids.filter(
    (id) => links.has(sameId(id)) || stores.some(({ rules }) => sourceIdOf(id, rules.prefix) !== undefined),
  );
}

/** A day more at both ends: stores keep days by clocks of their own. */
function windowOf({ from, to }: DatedDays, timeZone: string): { from: Instant; to: Instant } {
  return {
    from: addSeconds(startOfDay(from, timeZone), -DAY),
    to: addSeconds(startOfDay(dayAfter(to), timeZone), DAY),
  };
}

export function unknownOf(ids: readonly string[], known: ReadonlyMap<string, unknown>): string[] {
  return ids.filter((id) => !known.has(sameId(id)));
}
