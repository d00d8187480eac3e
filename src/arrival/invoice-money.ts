import type { XeroInvoice, XeroOverpayment, XeroPayment } from '../xero/records.ts';

/** What of the books belongs to one invoice. */
export interface InvoiceMoney {
  readonly invoice: XeroInvoice;
  readonly payments: readonly XeroPayment[];
  /** Of the same contact, whatever they were for: an overpayment names no invoice until it is allocated. */
  readonly overpayments: readonly XeroOverpayment[];
}
