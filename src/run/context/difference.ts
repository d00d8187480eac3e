/** Something in the primary that the map of ids does not account for. */
export interface RunDifference {
  /**
   * - `doubled`: a second copy of a source order, or a payment or return that was booked twice.
   * - `foreign`: an order in a store's number range or sales channel that this ledger did not make.
   */
  readonly kind: 'doubled' | 'foreign';
  readonly entity: 'orders' | 'payments' | 'rmas';
  readonly store: string;
  readonly sourceId: string | null;
  readonly targetId: string;
  readonly message: string;
}
