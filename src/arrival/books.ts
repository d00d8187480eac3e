import type { LearnedPrefix } from '../model/learned-prefix.ts';
import type { LocalDate } from '../model/time.ts';
import type { Organisation } from '../xero/read.ts';
import type { XeroContact, XeroCredit, XeroInvoice, XeroOverpayment, XeroPayment } from '../xero/records.ts';

/** What could be read, or why it could not. */
export type Part<Row> =
  | { readonly kind: 'read'; readonly rows: readonly Row[] }
  | { readonly kind: 'unread'; readonly why: string };

/** The books as far as they were read for some copies. */
export interface Books {
  readonly organisation: Organisation | undefined;
  /** Why nothing can count as proven, whatever was read. */
  readonly noProof:
    | { readonly cause: 'demo-company' | 'other-organisation' | 'organisation-not-named'; readonly why: string }
    | undefined;
  /** Sales of the days of the copies, and whatever bears the number of one. */
  readonly invoices: Part<XeroInvoice>;
  /** Numbers that were not found among the days' and were not asked for one by one: nothing is known of them. */
  readonly notAsked: ReadonlySet<string>;
  readonly payments: Part<XeroPayment>;
  readonly credits: Part<XeroCredit>;
  readonly overpayments: Part<XeroOverpayment>;
  /** Of invoices whose contact is not called as expected. */
  readonly contacts: ReadonlyMap<string, XeroContact>;
  /** What the export puts before numbers; null where the invoices do not tell. */
  readonly prefix: string | null;
  /** What the invoices show of that, whatever the file says. */
  readonly learned?: LearnedPrefix | undefined;
  readonly creditPrefix: string | null;
  /** Days of the invoices that were read. */
  readonly days: { readonly from: LocalDate; readonly to: LocalDate } | undefined;
}
