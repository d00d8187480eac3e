import { methodKey } from '../model/method-names.ts';
import { subtract } from '../model/money.ts';
import type { Payment } from '../model/payment.ts';
import { sumOf } from '../reconcile/amounts.ts';
import type { OrderCase } from '../reconcile/cases.ts';
import { targetMethod } from '../reconcile/compare-payments.ts';
import { currencyKey } from '../transform/currency.ts';
import type { BothCounted } from './counted.ts';
import type { MethodRow } from './pack.ts';

interface Booked {
  readonly side: 'secondary' | 'primary';
  readonly method: string;
  readonly currency: string;
  readonly payment: Payment;
}

/** What was paid in the month, by the primary's name of the method; two spellings of one are one. */
export function methodRows(all: readonly { readonly order: OrderCase; readonly counted: BothCounted }[]): MethodRow[] {
  const booked = all.flatMap(({ order, counted }): Booked[] => {
    const currency = (payment: Payment, standard: string): string =>
      currencyKey(payment.currency) || currencyKey(standard);
    return [
      ...counted.secondary.payments.map(
        (payment): Booked => ({
          side: 'secondary',
          method: targetMethod(order, payment),
          currency: currency(payment, order.currencies.source),
          payment,
        }),
      ),
      ...counted.primary.payments.map(
        (payment): Booked => ({
          side: 'primary',
          method: payment.method,
          currency: currency(payment, order.currencies.primary),
          payment,
        }),
      ),
    ];
  });
  const groups = Map.groupBy(booked, ({ method, currency }) => JSON.stringify([currency, methodKey(method)]));
  return [...groups.values()]
    .map((own): MethodRow => {
      const of = (side: Booked['side']): Payment[] =>
        own.filter((one) => one.side === side).map(({ payment }) => payment);
      const [there, here] = [of('secondary'), of('primary')];
      // As the primary spells it, where it has one.
      const named = own.find(({ side }) => side === 'primary') ?? own[0];
      return {
        method: named?.method ?? '',
        currency: named?.currency ?? '',
        payments: { secondary: there.length, primary: here.length },
        amount: { secondary: sumOf(there), primary: sumOf(here), difference: subtract(sumOf(here), sumOf(there)) },
      };
    })
    .sort((a, b) => (a.currency + a.method < b.currency + b.method ? -1 : 1));
}
