import type { FakeStore } from '../../src/fake-store/index.ts';
import type { StoredOrder } from '../../src/fake-store/records/order-record.ts';
import type { SwitchesInput } from '../../src/fake-store/switches.ts';
import { type Measured, prefixes } from './measure.ts';
import { centsOf } from './usual-shop.ts';

/** How copies stand beside their sources, in whole cents; none of this is the program's code. */
export interface Agreement {
  /** `west N1000 total: 1100 1101`: of records that the runs have not quarantined. */
  readonly wrong: readonly string[];
  /** GST that rounding alone has made another, within a cent for each amount of tax. */
  readonly gstByRounding: number;
  readonly copied: { readonly orders: number; readonly payments: number; readonly returns: number };
}

const names = ['west', 'south'] as const;

export function agreement({ trial, main, stores, summaries }: Measured): Agreement {
  const last = summaries.at(-1);
  const held = new Set(last?.quarantine.map(({ store, entity, sourceId }) => `${store} ${entity} ${sourceId}`));
  const wrong: string[] = [];
  const copied = { orders: 0, payments: 0, returns: 0 };
  let gstByRounding = 0;
  const payments = groups(main.payments(), ({ OrderID }) => OrderID);
  const returns = groups(main.rmas(), ({ OrderID }) => OrderID);
  for (const name of names) {
    const store = stores[name];
    const ownPayments = groups(store.payments(), ({ OrderID }) => OrderID);
    const ownReturns = groups(store.rmas(), ({ OrderID }) => OrderID);
    for (const source of ordersOf(store)) {
      if (held.has(`${name} orders ${source.OrderID}`)) continue;
      const copy = main.order(source.OrderID.replace('N', prefixes[name]));
      const differs = (what: string, meant: unknown, is: unknown) =>
        wrong.push(`${name} ${source.OrderID} ${what}: ${meant} ${is}`);
      if (copy === undefined) {
        differs('copy', 'one', 'none');
        continue;
      }
      copied.orders += 1;
      if (copy.CompleteStatus !== 'Approved') differs('approval', 'Approved', copy.CompleteStatus);
      const total = centsOf(source.GrandTotal);
      if (centsOf(copy.GrandTotal) !== total) differs('total', total, centsOf(copy.GrandTotal));
      const [taxMeant, taxHeld] = [gstOf(source, trial.source), gstOf(copy, trial.primary)];
      const apart = Math.abs(taxHeld - taxMeant);
      if (apart > source.OrderLine.length + 2) differs('GST', taxMeant, taxHeld);
      else if (apart > 0) gstByRounding += 1;
      const [sent, shipped] = [shippingOf(source, trial.source), shippingOf(copy, trial.primary)];
      if (Math.abs(sent - shipped) > 1) differs('shipping', sent, shipped);
      const goods = soldOf(source);
      if (goods !== soldOf(copy)) differs('lines', goods, soldOf(copy));
      const paid = ownPayments.get(source.OrderID) ?? [];
      const booked = payments.get(copy.OrderID) ?? [];
      const heldPayments = paid.filter(({ PaymentID }) => held.has(`${name} payments ${PaymentID}`));
      if (heldPayments.length === 0) {
        const list = (all: typeof paid) =>
          all
            .map((one) => `${centsOf(one.AmountPaid)} ${one.PaymentMethodName}`)
            .sort()
            .join();
        if (list(paid) !== list(booked)) differs('payments', list(paid), list(booked));
        copied.payments += paid.length;
      }
      const back = ownReturns.get(source.OrderID) ?? [];
      const credited = returns.get(copy.OrderID) ?? [];
      if (back.some(({ RmaID }) => held.has(`${name} rmas ${RmaID}`))) continue;
      const list = (all: typeof back) =>
        all
          .map((one) => `${centsOf(one.RefundTotal)} ${centsOf(one.RefundTaxTotal)} ${centsOf(one.RefundedTotal)}`)
          .sort()
          .join();
      if (list(back) !== list(credited)) differs('returns', list(back), list(credited));
      copied.returns += back.length;
    }
  }
  return { wrong, gstByRounding, copied };
}

function isHeldInShipping({ TaxInclusive }: StoredOrder, { shippingTax }: SwitchesInput): boolean {
  return !isTrue(TaxInclusive) && shippingTax === 'included';
}

/** All of it: a store whose shipping holds its tax does not count that tax with the order's. */
export function gstOf(order: StoredOrder, switches: SwitchesInput): number {
  return centsOf(order.OrderTax) + (isHeldInShipping(order, switches) ? centsOf(order.ShippingTax) : 0);
}

/** What was charged for shipping, without tax where the order's prices are. */
export function shippingOf(order: StoredOrder, switches: SwitchesInput): number {
  const total = centsOf(order.ShippingTotal);
  const left = switches.shippingTotal === 'after-discount' ? total : total - centsOf(order.ShippingDiscount || '0');
  return left - (isHeldInShipping(order, switches) ? centsOf(order.ShippingTax) : 0);
}

export function isTrue(text: string): boolean {
  return text.toLowerCase() === 'true';
}

function ordersOf(store: FakeStore): readonly StoredOrder[] {
  return [...store.orders()];
}

/** What was sold, and whether it is taxed: a kit stands for its parts, and a surcharge is a line of its own. */
function soldOf({ OrderLine, SurchargeTotal }: StoredOrder): string {
  const lines = OrderLine.filter(({ ComponentOfKit }) => ComponentOfKit === '').map(
    ({ SKU, Quantity, TaxCode }) => `${Number(Quantity)} ${SKU} ${TaxCode}`,
  );
  const surcharge = centsOf(SurchargeTotal || '0') === 0 ? [] : ['1 FEE'];
  return [...lines, ...surcharge].map((line) => line.replace(/^(1 FEE).*/, '$1')).join(', ');
}

function groups<T>(records: Iterable<T>, keyOf: (record: T) => string): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const record of records) grouped.set(keyOf(record), [...(grouped.get(keyOf(record)) ?? []), record]);
  return grouped;
}
