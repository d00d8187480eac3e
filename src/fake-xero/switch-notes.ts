import type { ConnectorSwitches } from './connector/connector-switches.ts';
import type { Switches } from './switches.ts';

/** What each switch changes, in a few words. */
export const switchNotes: Readonly<Record<keyof Switches, string>> = {
  midpoint: "where half a cent of a line's tax goes",
  lockDates: "lock dates as midnight UTC, or as midnight in the organisation's time zone",
  voidedNumbers: 'whether the number of a voided invoice can be used again',
  postToDeleted:
    'what an invoice with the number of a deleted one becomes: a second record, or the first one lives again',
  numberCase: 'whether numbers that differ in case alone are one',
  numberMatch: 'whether a number that is asked for also finds what only begins with it',
  deletedInLists: 'whether lists show deleted invoices',
  missingScope: 'the HTTP status of a missing scope',
  summaryDrops: 'what a summary leaves out: lines and payments, or all credits too',
  deletedPaymentsInInvoices: "whether an invoice's own list of payments keeps deleted ones",
  deletedAllocations: "whether a credit's list of allocations keeps deleted ones, marked",
  modifiedSinceBoundary: 'whether what changed in the very second that is asked for comes',
  malformedModifiedSince: 'what becomes of an If-Modified-Since that can not be read',
  limitWords: 'how a limit that was passed is spelt',
  limitBody: 'what an answer to too many requests says beside its headers',
  retryAfterOn503: 'whether an outage says how long to wait',
  identityCounts: 'whether asking for tokens and connections counts towards the limits',
  historyScope: 'whether History is read with the scope of its document alone',
  updatedString: 'how the text beside UpdatedDateUTC looks',
  envelopeOffset: 'whether the time of an answer has an offset',
  queryTooLong: 'how the 404 for a query that is too long looks',
  contactNumberInLists: "whether a list's contacts have their number",
  zeroTotal: 'whether an invoice over nothing turns PAID by itself',
  strangeFields: 'whether answers have fields that no document names',
};

/** The same for the export from Neto. */
export const connectorSwitchNotes: Readonly<Record<keyof ConnectorSwitches, string>> = {
  verb: 'whether an invoice whose number is taken is updated (POST) or refused (PUT)',
  invoiceStatus: 'whether invoices come approved, or as drafts',
  mode: 'an invoice for each order, or one for many, in which no single order can be found',
  batchCut: 'what one of those holds: the orders of one day, or of one run',
  batchedMoney: 'whether receipts and credit notes are grouped there as well: by batch and account, and by day',
  trigger: 'whether orders go when they are approved, or only when they are dispatched',
  reference: "what an invoice's Reference holds",
  numberForm: "how an order's id becomes a number",
  dateZone: 'in which zone dates of the store are read; utc shifts all by a day where the store is ahead of it',
  cancelledOrders: 'what becomes of a cancelled order; ignored: one that was exported before stays as it is',
  changedOrders: 'whether an order that changed after its export goes again',
  totals: "whether an adjusting line lets each invoice come to Neto's total",
  tax: 'whether Xero calculates the tax, or Neto gives that of the order',
  paymentsRun: 'whether payments go one run after their invoice, or in the same one',
  contactMatching:
    "by what a customer is found after the user name: any name, or a company's and then the e-mail address",
  emptyDueDate: 'what becomes of an order without a due date',
};
