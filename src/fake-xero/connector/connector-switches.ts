/**
 * What is not known of Neto's own export to Xero (reference, section 7, and the notes on feeds, section 6): every switch
 * with all its settings, the default first.
 * `switch-notes.ts` says what each one changes.
 */
export const connectorSwitchSettings = {
  verb: ['POST', 'PUT'], // X11
  invoiceStatus: ['AUTHORISED', 'DRAFT'],
  mode: ['per-order', 'batched'], // X5
  batchCut: ['day', 'run'], // X5
  batchedMoney: ['grouped', 'single'], // X5
  trigger: ['approved', 'dispatched'],
  reference: ['empty', 'purchase-order-number', 'order-id'], // X4
  numberForm: ['as-is', 'upper-case'], // X3
  dateZone: ['store', 'utc'], // X20
  cancelledOrders: ['ignored', 'voided', 'zero', 'credited'], // X10
  changedOrders: ['again', 'ignored'], // X13
  totals: ['as-neto', 'from-lines'],
  tax: ['as-xero', 'as-neto'],
  paymentsRun: ['next-run', 'same-run'],
  contactMatching: ['any-name', 'company-then-email'],
  emptyDueDate: ['invoice-date', 'refused'],
} as const satisfies Record<string, readonly [string, string, ...string[]]>;

export type ConnectorSwitches = {
  -readonly [Name in keyof typeof connectorSwitchSettings]: (typeof connectorSwitchSettings)[Name][number];
};

export function plainConnectorSwitches(): ConnectorSwitches {
  const usual = Object.entries(connectorSwitchSettings).map(([name, [first]]) => [name, first]);
  return Object.fromEntries(usual) as ConnectorSwitches;
}
