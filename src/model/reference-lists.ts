import type { Decimal } from './money.ts';

/** The short lists of a store that the pipeline's maps refer to by name. */
export interface PaymentMethod {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
}

export interface ShippingMethod {
  readonly id: string;
  readonly name: string;
}

export interface Warehouse {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
  readonly active: boolean;
  readonly primary: boolean;
}

export interface CurrencySettings {
  readonly country: string;
  readonly currency: string;
  /** Percent: `10` in Australia, `15` in New Zealand. */
  readonly gstPercent: Decimal;
}

/** The primary's lists, with what is inactive in them: that is told apart from what is missing. */
export interface PrimaryLists {
  readonly paymentMethods: readonly PaymentMethod[];
  readonly shippingMethods: readonly ShippingMethod[];
  readonly warehouses: readonly Warehouse[];
  readonly settings: CurrencySettings;
}
