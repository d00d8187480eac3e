/**
 * What is not known of Neto's own export to Xero (reference, section 7, and the notes on feeds, section 6): every switch
 * with all its settings, the default first.
 */
export const connectorSwitchSettings = {
  /** Whether a number that is taken is updated, or refused (X11). */
  verb: ['POST', 'PUT'],
  /** Whether an invoice comes as a draft that a person approves. */
  invoiceStatus: ['AUTHORISED', 'DRAFT'],
  /** An invoice for each order, or one for all of a group, in which no single order can be found (X5). */
  mode: ['per-order', 'batched'],
  /** What a batch holds: the orders of one day, or all of one run. */
  batchCut: ['day', 'run'],
  trigger: ['approved', 'dispatched'],
  /** What an invoice's Reference holds (X4). */
  reference: ['empty', 'purchase-order-number', 'order-id'],
  /** How an order's id becomes a number (X3). */
  numberForm: ['as-is', 'upper-case'],
  /** In which zone a date of the store is read (X20): `utc` shifts all by a day where the store is ahead of UTC. */
  dateZone: ['store', 'utc'],
  /** What becomes of a cancelled order (X10). One that was exported before and is `ignored` stays as it is. */
  cancelledOrders: ['ignored', 'voided', 'zero', 'credited'],
  /** Whether an order that changed after its export is exported again. */
  changedOrders: ['again', 'ignored'],
  /** An adjusting line lets the document come to Neto's total, or Xero's arithmetic decides. */
  totals: ['as-neto', 'from-lines'],
  /** Whether Neto gives the tax of the order, or Xero calculates it. */
  tax: ['as-xero', 'as-neto'],
  /** Payments go one run after their invoice, or in the same one. */
  paymentsRun: ['next-run', 'same-run'],
  /** By what a customer is found in Xero: the number first, then any name, or only a company's, then the e-mail address. */
  contactMatching: ['any-name', 'company-then-email'],
  /** An order without a due date. */
  emptyDueDate: ['invoice-date', 'refused'],
} as const satisfies Record<string, readonly [string, string, ...string[]]>;

export type ConnectorSwitches = {
  -readonly [Name in keyof typeof connectorSwitchSettings]: (typeof connectorSwitchSettings)[Name][number];
};

export function plainConnectorSwitches(): ConnectorSwitches {
  const usual = Object.entries(connectorSwitchSettings).map(([name, [first]]) => [name, first]);
  return Object.fromEntries(usual) as ConnectorSwitches;
}
