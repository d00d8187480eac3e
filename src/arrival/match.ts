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
  readonly #voided: readonly { readonly key: string; readonly invoice: XeroInvoice }[];
  readonly #prefix: string | null;

  constructor(invoices: readonly XeroInvoice[], prefix: string | null) {
    const sales = [...new Map(invoices.filter(({ isSale }) => isSale).map((one) => [one.id, one])).values()];
    for (const invoice of sales) {
      const key = numberKey(invoice.number);
      this.#byNumber.set(key, [...(this.#byNumber.get(key) ?? []), invoice]);
    }
    this.#voided = sales
      .filter(({ status }) => status === 'VOIDED')
      .map((invoice) => ({ key: numberKey(invoice.number), invoice }));
    this.#prefix = prefix;
  }

  of(number: string): Standing {
    const spelt = spellingsOf(number, this.#prefix);
    const all = spelt.flatMap((one) => this.#byNumber.get(one) ?? []);
    const of = (status: XeroStatus): XeroInvoice[] => all.filter((one) => one.status === status);
    const renamed = all.some(isLive)
      ? []
      : this.#voided.flatMap(({ key, invoice }) => (spelt.some((one) => isRenamed(one, key)) ? [invoice] : []));
    return { live: all.filter(isLive), voided: of('VOIDED'), deleted: of('DELETED'), unknown: of('UNKNOWN'), renamed };
  }
}

/** Letters and signs behind the number; digits would make it another order's. */
function isRenamed(number: string, key: string): boolean {
  return key.length > number.length && key.startsWith(number) && /^[^0-9][^0-9]*\d?$/.test(key.slice(number.length));
}
