import type { Cents } from '../cents.ts';
import type { Day } from '../dates.ts';

export type LineAmountTypes = 'Inclusive' | 'Exclusive' | 'NoTax';
export type DocumentStatus = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED' | (string & {});

export interface Line {
  readonly id: string;
  readonly description: string;
  /** Decimals as text, as they were given. */
  readonly quantity: string;
  readonly unitAmount: string;
  readonly discountRate?: string;
  readonly discountAmount?: Cents;
  readonly itemCode?: string;
  readonly accountCode: string;
  readonly taxType: string;
  /** With the tax in it where the document's amounts are Inclusive. */
  readonly lineAmount: Cents;
  readonly taxAmount: Cents;
}

export interface HistoryEntry {
  readonly changes: string;
  readonly at: number;
  readonly user: string;
  readonly details: string;
}

interface Stamped {
  readonly id: string;
  /** Milliseconds since 1970, as all instants here. */
  updatedAt: number;
  readonly history: HistoryEntry[];
}

interface Totals {
  /** Without tax, whatever the lines are. */
  subTotal: Cents;
  totalTax: Cents;
  total: Cents;
}

interface Document extends Stamped, Totals {
  contactId: string;
  date: Day;
  status: DocumentStatus;
  reference: string;
  lineAmountTypes: LineAmountTypes;
  lines: readonly Line[];
  currency: string;
  currencyRate: string;
}

export interface Invoice extends Document {
  readonly type: 'ACCREC' | 'ACCPAY';
  number: string;
  dueDate: Day;
  /** Adjusts the total without a line; within ten cents. */
  roundingAmount: Cents;
}

export interface CreditNote extends Document {
  readonly type: 'ACCRECCREDIT' | 'ACCPAYCREDIT';
  number: string;
}

export interface Overpayment extends Document {
  readonly type: 'RECEIVE-OVERPAYMENT' | 'SPEND-OVERPAYMENT';
}

export type CreditKind = 'credit-note' | 'overpayment';

export interface Allocation {
  readonly id: string;
  readonly kind: CreditKind;
  readonly creditId: string;
  readonly invoiceId: string;
  readonly amount: Cents;
  readonly date: Day;
  isDeleted: boolean;
}

export type PaymentType = 'ACCRECPAYMENT' | 'ACCPAYPAYMENT' | 'ARCREDITPAYMENT' | 'AROVERPAYMENTPAYMENT';

/** Never edited: deleted, and made anew. */
export interface Payment extends Stamped {
  readonly type: PaymentType;
  /** Of an invoice, or of the credit note or overpayment that is paid back. */
  readonly documentId: string;
  readonly amount: Cents;
  readonly date: Day;
  readonly reference: string;
  readonly accountId: string;
  readonly batchPaymentId?: string;
  status: 'AUTHORISED' | 'DELETED';
  isReconciled: boolean;
}

export interface Contact extends Stamped {
  number: string;
  name: string;
  firstName: string;
  lastName: string;
  email: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'GDPRREQUEST';
  mergedInto?: string;
  isCustomer: boolean;
  isSupplier: boolean;
}

export interface Account {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly class: string;
  readonly taxType: string;
  readonly enablePayments: boolean;
  readonly systemAccount: string;
  readonly status: 'ACTIVE' | 'ARCHIVED';
}

export interface TaxRate {
  readonly taxType: string;
  readonly name: string;
  /** Per cent, as text. */
  readonly rate: string;
}

export interface Organisation {
  id: string;
  name: string;
  shortCode: string;
  baseCurrency: string;
  countryCode: string;
  /** Xero's word for it, such as AUSEASTERNSTANDARDTIME. */
  timezone: string;
  salesTaxBasis: string;
  periodLockDate?: Day;
  endOfYearLockDate?: Day;
  isDemoCompany: boolean;
  status: string;
  class: string;
}
