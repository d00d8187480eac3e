import type { RunSummary } from '../../src/run/summary.ts';
import type { Arena } from './arena.ts';
import type { Truth } from './population.ts';
import { referenceIn, sourceIn } from './verify.ts';

/** One record of a store that stands in the primary more than once. */
export interface Double {
  /** `orders west N100`, `payments west:10`. */
  readonly name: string;
  /** The primary's own ids of all of them, in the order in which they came. */
  readonly ids: readonly string[];
}

/** What stands in the primary twice, as the primary itself shows it. */
export function doublesIn({ main, before }: Pick<Arena, 'main' | 'before'>, truth: Pick<Truth, 'aliases'>): Double[] {
  const found = new Map<string, string[]>();
  const note = (name: string, id: string): void => {
    // The primary's own names no source.
    if (/^\w+ $/.test(name)) return;
    found.set(name, [...(found.get(name) ?? []), id]);
  };
  for (const order of main.orders()) {
    const isCancelled = order.OrderStatus === 'Cancelled';
    if (!before.main.has(`order ${order.OrderID}`) && !isCancelled) note(`orders ${sourceIn(order)}`, order.OrderID);
  }
  for (const { PaymentID, CardAuthorisation } of main.payments()) {
    if (before.main.has(`payment ${PaymentID}`)) continue;
    note(`payments ${referenceIn(CardAuthorisation, truth)}`, PaymentID);
  }
  for (const { RmaID, PurchaseOrderNumber } of main.rmas()) {
    if (!before.main.has(`return ${RmaID}`)) note(`rmas ${referenceIn(PurchaseOrderNumber, truth)}`, RmaID);
  }
  return [...found].flatMap(([name, ids]) => (ids.length > 1 ? [{ name, ids }] : []));
}

/** What the runs said of what stands twice, by the same names. */
export function reportedBy(
  summaries: readonly (RunSummary | undefined)[],
  truth: Pick<Truth, 'aliases'>,
): ReadonlySet<string> {
  const told = summaries.flatMap((summary) => summary?.differences ?? []).filter(({ kind }) => kind === 'doubled');
  return new Set(
    told.map(({ entity, store, sourceId }) =>
      entity === 'orders' ? `orders ${store} ${sourceId}` : `${entity} ${referenceIn(`${store}:${sourceId}`, truth)}`,
    ),
  );
}

/** Staff of the primary do as they are told: all but the first go. */
export function takeBackSurplus({ main }: Pick<Arena, 'main'>, { name, ids }: Double, keep = ids[0]): void {
  for (const id of ids) {
    if (id === keep) continue;
    if (name.startsWith('orders')) {
      for (const { PaymentID } of main.payments(id)) main.panel.removePayment(PaymentID);
      main.panel.removeOrder(id);
    } else if (name.startsWith('payments')) main.panel.removePayment(id);
    else main.panel.removeRma(id);
  }
}
