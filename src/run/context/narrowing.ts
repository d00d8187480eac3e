import type { EntityName } from '../../model/entities.ts';
import { sameKey } from '../../model/text-key.ts';
import type { LocalDate } from '../../model/time.ts';
import type { HistoryWindow } from '../../transform/history.ts';

/** What restricts a run. A narrowed run moves no watermark: what it leaves out is read by the next full one. */
export interface Narrowing {
  readonly stores?: readonly string[] | undefined;
  readonly entities?: readonly EntityName[] | undefined;
  /** Source ids, in any letter case. */
  readonly orders?: readonly string[] | undefined;
  /** By accounting date. */
  readonly since?: LocalDate | undefined;
  readonly until?: LocalDate | undefined;
  /** Orders read from each store, at most. */
  readonly limit?: number | undefined;
  /** Of each store the orders placed last, at most so many: a sample, of which what was staged before is no part. */
  readonly latest?: number | undefined;
  /** A slice of history, which is listed by its own days instead of by what changed; its orders' payments and returns too. */
  readonly history?: HistoryWindow | undefined;
}

/** Whether an order is one of those that a run was asked for. */
export function isAskedOrder({ orders }: Pick<Narrowing, 'orders'>, sourceId: string): boolean {
  return orders?.some((id) => sameKey(id, sourceId)) ?? true;
}

/** Whether a run reads the orders that it is given or chooses itself, and nothing that no order brings along. */
export function picksOrders({ orders, limit, latest, history }: Narrowing): boolean {
  return [orders, limit, latest, history].some((one) => one !== undefined);
}

export function isNarrowed(narrowing: Narrowing): boolean {
  return Object.values(narrowing).some((value) => value !== undefined);
}

/** What a person asked a run for alone, by its options. */
export type AskedAlone = Pick<Narrowing, 'stores' | 'entities' | 'orders' | 'since' | 'until' | 'limit'>;

/** Undefined for a run of all that is new, and for slices of history and samples, which their own commands tell of. */
export function askedAlone(narrowing: Narrowing): AskedAlone | undefined {
  const { stores, entities, orders, since, until, limit, latest, history } = narrowing;
  const alone = { stores, entities, orders, since, until, limit };
  return latest === undefined && history === undefined && isNarrowed(alone) ? alone : undefined;
}
