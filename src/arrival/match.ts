import { type Decimal, equal } from '../model/money.ts';
import type { XeroInvoice, XeroStatus } from '../xero/records.ts';
import { numberKey, spellingsOf } from './numbers.ts';

const LIVE: ReadonlySet<XeroStatus> = new Set(['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID']);

export function isLive({ status }: Pick<XeroInvoice, 'status'>): boolean {
  return LIVE.has(status);
}

/** In the ledger of the books: a draft is not. */
export function isBooked({ status }: Pick<XeroInvoice, 'status'>): boolean {
  return status === 'AUTHORISED' || status === 'PAID';
}

/** All that stands for one number, by what became of it. */
export interface Standing {
  readonly live: readonly XeroInvoice[];
  readonly voided: readonly XeroInvoice[];
  readonly deleted: readonly XeroInvoice[];
  /** Of a status that nobody knows. */
  readonly unknown: readonly XeroInvoice[];
  /** Voided ones whose number a person has altered, as is done to use it again: `W100126void`. */
  readonly renamed: readonly XeroInvoice[];
}

/** Sales invoices by number; bills may bear any number, and stand for nothing. */
export class InvoiceIndex {
  readonly #byNumber = new Map<string, XeroInvoice[]>();
  /** In the order of their keys. */
  readonly #voided: readonly { readonly key: string; readonly invoice: XeroInvoice }[];
  readonly #prefix: string | null;
  readonly #known = new Map<string, Standing>();

  constructor(invoices: readonly XeroInvoice[], prefix: string | null) {
    const sales = [...new Map(invoices.filter(({ isSale }) => isSale).map((one) => [one.id, one])).values()];
    for (const invoice of sales) {
      const key = numberKey(invoice.number);
      const known = this.#byNumber.get(key);
      if (known === undefined) this.#byNumber.set(key, [invoice]);
      else known.push(invoice);
    }
    this.#voided = sales
      .filter(({ status }) => status === 'VOIDED')
      .map((invoice) => ({ key: numberKey(invoice.number), invoice }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    this.#prefix = prefix;
  }

  of(number: string): Standing {
    const known = this.#known.get(number) ?? this.#find(number);
    this.#known.set(number, known);
    return known;
  }

  /** What stands for a copy: where several bear its number, one of its total before others. */
  for({ number, total }: { readonly number: string; readonly total: Decimal }): Standing {
    const standing = this.of(number);
    if (standing.live.length < 2) return standing;
    const rank = (one: XeroInvoice): number => (equal(one.total, total) ? 0 : 2) + (isBooked(one) ? 0 : 1);
    return { ...standing, live: [...standing.live].sort((a, b) => rank(a) - rank(b)) };
  }

  #find(number: string): Standing {
    const spelt = spellingsOf(number, this.#prefix);
    const all = spelt.flatMap((one) => this.#byNumber.get(one) ?? []);
    const of = (status: XeroStatus): XeroInvoice[] => all.filter((one) => one.status === status);
    const renamed = all.some(isLive) ? [] : spelt.flatMap((one) => this.#renamedFrom(one));
    return { live: all.filter(isLive), voided: of('VOIDED'), deleted: of('DELETED'), unknown: of('UNKNOWN'), renamed };
  }

  #renamedFrom(number: string): XeroInvoice[] {
    let [from, to] = [0, this.#voided.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#voided[middle]?.key ?? '') < number) from = middle + 1;
      else to = middle;
    }
    const found: XeroInvoice[] = [];
    for (let place = from; this.#voided[place]?.key.startsWith(number) === true; place += 1) {
      const one = this.#voided[place];
      if (one !== undefined && isRenamed(number, one.key)) found.push(one.invoice);
    }
    return found;
  }
}

/** Letters and signs behind the number; digits would make it another order's. */
function isRenamed(number: string, key: string): boolean {
  return key.length > number.length && key.startsWith(number) && /^[^0-9][^0-9]*\d?$/.test(key.slice(number.length));
}
