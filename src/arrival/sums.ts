import { add, type Decimal, ZERO } from '../model/money.ts';
import type { Pair } from './contacts.ts';
import type { ExpectedCopy } from './expected.ts';
import type { Arrivals } from './verdicts.ts';

/** By store: what the copies come to in the primary, and what stands for them in Xero. */
export function sumsByStore(copies: readonly ExpectedCopy[], pairs: readonly Pair[]): Arrivals['stores'] {
  const invoices = Map.groupBy(pairs, ({ copy }) => copy.store);
  const live = Map.groupBy(
    copies.filter(({ isCancelled }) => !isCancelled),
    ({ store }) => store,
  );
  return [...live].map(([store, own]) => ({
    store,
    primary: sums(own, (one) => [one.total, add(ZERO, ...one.payments.map(({ amount }) => amount))]),
    xero: sums(invoices.get(store) ?? [], ({ invoice }) => [invoice.total, invoice.paid]),
  }));
}

function sums<One>(all: readonly One[], amounts: (one: One) => readonly [Decimal, Decimal]) {
  const both = all.map(amounts);
  return {
    invoices: all.length,
    total: add(ZERO, ...both.map(([total]) => total)),
    paid: add(ZERO, ...both.map(([, paid]) => paid)),
  };
}
