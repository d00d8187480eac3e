import { formatMoney } from '../model/money.ts';
import type { XeroInvoice } from '../xero/records.ts';
import type { Pair } from './contacts.ts';
import { isBooked, isLive } from './match.ts';
import { numberKey } from './numbers.ts';
import type { Arrival } from './verdicts.ts';

export interface Ranges {
  /** The store whose number this would be, with its source id; undefined for a number of nobody's here. */
  ownerOf(number: string): { readonly store: string; readonly sourceId: string } | undefined;
  /** What the export puts before numbers. */
  readonly prefix: string | null;
}

/** An invoice in a store's number range that no copy of these days explains: the primary is to be asked of it. */
export interface UnclaimedInvoice {
  readonly invoice: XeroInvoice;
  readonly store: string;
  readonly sourceId: string;
  /** As the primary would have it. */
  readonly number: string;
}

/** Live sales invoices in our number ranges that stand for none of these copies. */
export function unclaimedIn(
  invoices: readonly XeroInvoice[],
  known: ReadonlySet<string>,
  ranges: Ranges,
): UnclaimedInvoice[] {
  const prefixes = [...new Set([numberKey(ranges.prefix ?? ''), ''])];
  return invoices.flatMap((invoice): UnclaimedInvoice[] => {
    if (!invoice.isSale || !isLive(invoice)) return [];
    for (const prefix of prefixes) {
      const key = numberKey(invoice.number);
      if (!key.startsWith(prefix)) continue;
      const number = key.slice(prefix.length);
      if (known.has(number)) return [];
      const owner = ranges.ownerOf(number);
      if (owner !== undefined) return [{ invoice, number, ...owner }];
    }
    return [];
  });
}

export interface Twins {
  /** The second has a number or a reference of ours: the same sale, booked twice. */
  readonly found: readonly Arrival[];
  /** Two of one contact, amount and day: often one customer who bought the same twice. */
  readonly notes: number;
}

/**
 * The same sale under another number: one contact, amount and day as an invoice of ours. Voided ones, deleted ones and
 * bills do not count.
 * @param idsOf what the order is called in the primary and in its own store, in the form of `numberKey`
 */
export function twinsIn(
  invoices: readonly XeroInvoice[],
  pairs: readonly Pair[],
  idsOf: (pair: Pair) => readonly string[],
): Twins {
  const own = new Set(pairs.map(({ invoice }) => invoice.id));
  const sales = invoices.filter((one) => one.isSale && isLive(one));
  const alike = Map.groupBy(
    sales.filter(({ id }) => !own.has(id)),
    keyOf,
  );
  const byName = new Map<string, XeroInvoice[]>();
  for (const [key, all] of alike) {
    for (const one of all) {
      for (const name of new Set([numberKey(one.number), numberKey(one.reference)])) {
        const known = byName.get(`${key}\n${name}`);
        if (known === undefined) byName.set(`${key}\n${name}`, [one]);
        else known.push(one);
      }
    }
  }
  const found: Arrival[] = [];
  const unnamed = new Set<string>();
  const known = new Set(own);
  for (const pair of pairs) {
    const { copy, invoice } = pair;
    const key = keyOf(invoice);
    const twins = alike.get(key) ?? [];
    const ours = idsOf(pair);
    // Of thousands that are alike only those with one of the two numbers are this sale.
    const named = [...new Set(ours.flatMap((id) => byName.get(`${key}\n${id}`) ?? []))];
    for (const twin of twins) if (!known.has(twin.id) && isBooked(twin)) unnamed.add(twin.id);
    if (twins.length > 0) alike.set(key, []);
    for (const twin of named) {
      known.add(twin.id);
      unnamed.delete(twin.id);
      found.push({
        ...{ entity: 'invoice', verdict: 'different', cause: 'twin', store: copy.store, orderId: copy.sourceId },
        ...{ id: copy.number, number: copy.number, day: copy.day, amount: copy.total, xeroId: twin.id },
        ...{ primary: copy.number, xero: twin.number },
        message: `${copy.number} over ${formatMoney(copy.total)} is in Xero a second time, as ${twin.number}${twin.reference === '' ? '' : ` (reference ${twin.reference})`}, to the same contact on the same day.`,
        remedy: 'Find out where the second came from (another connection, or an entry by hand), and void it in Xero.',
      });
    }
  }
  return { found, notes: unnamed.size };
}

function keyOf({ contactId, total, day }: XeroInvoice): string {
  return [contactId, total, day ?? ''].join('\n');
}
