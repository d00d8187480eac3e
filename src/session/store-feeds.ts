import type { FeedSource } from '../config/pipeline.ts';
import { fieldKey } from '../feeds/field-key.ts';
import type { Customer } from '../model/customer.ts';
import type { Decimal } from '../model/money.ts';
import type { Product } from '../model/product.ts';
import { KnownReadings } from '../transform/known-readings.ts';
import { KeptAside } from './kept-aside.ts';

/** What a store is read from instead of its API. */
export interface StoreFeeds {
  readonly origin:
    | {
        readonly kind: 'given';
        readonly files: readonly string[];
        /** Of these, the one whose records are the newest: a person's word. */
        readonly newest?: string | undefined;
      }
    | { readonly kind: 'watched'; readonly source: FeedSource };
  /** By field key: values for columns that the files lack. */
  readonly given: ReadonlyMap<string, string>;
  /** Cells of an order that are empty on its later rows mean what its first row has. */
  readonly fillDown: boolean;
  /** From customer files, by `textKey` of the user name: who the orders' customers are. */
  readonly customers: KeptAside<Customer>;
  /** From product files, by SKU in upper case. */
  readonly products: Map<string, Product>;
  /** By SKU in upper case, where a product file says whether the product is free of tax. */
  readonly taxFree: Map<string, boolean>;
  /** By order id: what order files of this run say was paid on it; not of those that say nothing. */
  readonly paid: KeptAside<Decimal>;
  /** How its store reads its money fields, as far as orders in its files show it. */
  readonly readings: KnownReadings;
}

export interface FeedReading {
  /** By column name: values for columns that the files lack. */
  readonly columns: Readonly<Record<string, string>>;
  readonly fillDown?: boolean | undefined;
}

export function storeFeeds(origin: StoreFeeds['origin'], { columns, fillDown = false }: FeedReading): StoreFeeds {
  const given = new Map(Object.entries(columns).map(([name, value]) => [fieldKey(name), value]));
  return {
    origin,
    given,
    fillDown,
    customers: new KeptAside(),
    products: new Map(),
    taxFree: new Map(),
    paid: new KeptAside(),
    readings: new KnownReadings(),
  };
}

/** What its files said of orders and customers is needed no more. */
export function closeFeeds({ customers, paid }: StoreFeeds): void {
  customers.close();
  paid.close();
}
