/** What became of one record at one run, as Neto's log of its export shows it. */
export interface ExportEntry {
  readonly kind: 'invoice' | 'batch' | 'credit-note' | 'payment' | 'overpayment';
  /** Of the primary: an order's, an RMA's, a payment's id, or the number of a batch. */
  readonly id: string;
  readonly result: 'exported' | 'updated' | 'voided' | 'refused';
  /** What Xero or Neto said. */
  readonly reason?: string;
  /** Of what was made in Xero. */
  readonly xeroId?: string;
}
