import type { FakeStore } from '../../fake-store/index.ts';
import { count, money } from '../../model/amounts-text.ts';
import { add, type Decimal, decimal, subtract, ZERO } from '../../model/money.ts';
import { table } from '../text/table.ts';
import type { DemoStores } from './stores.ts';

/** Target prefix → source prefix, the other way round than in the pipeline file: an account that is kept by itself. */
const prefixes = { west: { W: 'N', X: 'SFX' }, south: { S: 'N' } } as const;

/** All that a write could change in a store, to compare one moment with another. */
export function snapshot(store: FakeStore): string {
  const { mails, stockMoves } = store;
  return JSON.stringify([store.orders(), store.payments(), store.customers(), store.items(), mails, stockMoves]);
}

/** The primary's own orders and payments, which no run may touch. */
export function ownSnapshot(primary: FakeStore): string {
  const own = ({ OrderID }: { readonly OrderID: string }): boolean => OrderID.startsWith('N');
  return JSON.stringify([primary.orders().filter(own), primary.payments().filter(own)]);
}

/** What a bookkeeper compares: counted in the stores themselves, not taken from what the program says of its work. */
export function booksTable({ main, west, south }: DemoStores): string {
  const stores = [comparison(main, west, prefixes.west), comparison(main, south, prefixes.south)];
  return table(
    [{ title: '' }, { title: 'west', align: 'right' }, { title: 'south', align: 'right' }],
    measures.map((name, place) => [name, ...stores.map((cells) => cells[place] ?? '')]),
  );
}

const measures = [
  'orders copied',
  'total in their store',
  'total of the copies',
  'difference',
  'payments',
  'amount paid',
  'still unpaid',
];

function comparison(primary: FakeStore, secondary: FakeStore, map: Readonly<Record<string, string>>): string[] {
  const copies = new Map<string, string>();
  for (const { OrderID } of primary.orders()) {
    const target = Object.keys(map).find((prefix) => OrderID.startsWith(prefix));
    if (target !== undefined) copies.set(OrderID, `${map[target]}${OrderID.slice(target.length)}`);
  }
  const copied = sum([...copies.keys()].map((id) => primary.order(id)?.GrandTotal));
  const theirs = sum([...copies.values()].map((id) => secondary.order(id)?.GrandTotal));
  const payments = primary.payments().filter(({ OrderID }) => copies.has(OrderID));
  const paid = sum(payments.map(({ AmountPaid }) => AmountPaid));
  return [
    count(copies.size),
    money(theirs),
    money(copied),
    money(subtract(copied, theirs)),
    count(payments.length),
    money(paid),
    money(subtract(copied, paid)),
  ];
}

function sum(amounts: readonly (string | undefined)[]): Decimal {
  return amounts.reduce<Decimal>((total, amount) => add(total, decimal(amount ?? 'missing')), ZERO);
}
