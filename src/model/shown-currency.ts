/** In what currency one payment or return of an order is. */
export interface ShownCurrency {
  readonly entity: 'payments' | 'rmas';
  readonly id: string;
  readonly orderId: string;
  /** As the store writes it; empty where it shows none, which stands for the store's default. */
  readonly currency: string;
}
