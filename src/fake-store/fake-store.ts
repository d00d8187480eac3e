import type { Faults } from './faults.ts';
import type { CustomerSeed, StoredCustomer } from './records/customer-record.ts';
import type { ItemSeed, StoredItem } from './records/item-record.ts';
import type { OrderSeed, StoredOrder } from './records/order-record.ts';
import type { StoredPayment } from './records/payment-record.ts';
import type { RmaSeed, StoredRma } from './records/rma-record.ts';
import type { Seed } from './seed.ts';
import type { Switches } from './switches.ts';

export interface FakeStoreOptions {
  /** A seed, or the path of a JSON file that holds one. */
  readonly seed: Seed | string;
  readonly switches?: Partial<Switches>;
  readonly apiKey: string;
  /** Makes the key a user-based one; without it the key is the store's global one. */
  readonly username?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Anything but 127.0.0.1 is refused. */
  readonly host?: string;
  /** Keeps what is written over a restart. By default all is in memory. */
  readonly dataFile?: string;
  readonly requestLimit?: { readonly perMinute: number };
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** One request that was made. Bodies and keys are never kept. */
export interface RequestLogEntry {
  readonly at: string;
  readonly action: string;
  /** 0 where the connection was cut, or left open, instead of an answer. */
  readonly status: number;
  readonly ack: string;
  /** Rows returned, or records given to a write. */
  readonly records: number;
  /** Whether the request was one that changes the store (also GetOrder with UpdateResults). */
  readonly write: boolean;
}

export interface Mail {
  readonly at: string;
  readonly to: string;
  /** `confirmation`, `receipt`, `tracking`, or `status <status>: <template>` */
  readonly reason: string;
  readonly orderId: string;
}

export interface StockMove {
  readonly sku: string;
  readonly warehouseId: string;
  readonly quantity: string;
  readonly reason: 'commit' | 'release' | 'take-out' | 'give-back' | 'set' | 'increment' | 'decrement';
  /** Empty for a move that an item's update made. */
  readonly orderId: string;
}

export interface PanelPayment {
  readonly OrderID: string;
  readonly AmountPaid: string | number;
  readonly PaymentMethodName: string;
  /** The next one unless given: other tables may take numbers of the same row. */
  readonly Id?: string;
  /** UTC. */
  readonly DatePaid: string;
  readonly CardAuthorisation?: string;
  /** The order's unless given. */
  readonly CurrencyCode?: string;
}

/** By the names of GetPayment. Of a method its name is changed, and its id follows. `DatePaid` is UTC. */
export type PaymentChanges = Partial<Record<Exclude<keyof StoredPayment, 'PaymentID' | 'PaymentMethod'>, string>>;

/**
 * Staff at the control panel. What they do makes no mail and no stock move in the store's logs: those show only what
 * the API's clients brought about.
 */
export interface Panel {
  /** Totals are computed unless GrandTotal is given. DateUpdated is now unless given. */
  addOrder(order: OrderSeed): StoredOrder;
  /** By the names of GetOrder; totals follow the lines unless GrandTotal is given. */
  changeOrder(id: string, changes: Partial<Omit<OrderSeed, 'OrderID' | 'OrderPayment'>>): StoredOrder;
  addPayment(payment: PanelPayment): StoredPayment;
  /** Closed unless RmaStatus is given. Totals and taxes that are given win over those of the lines. */
  addRma(rma: RmaSeed): StoredRma;
  changeRma(id: string, changes: Partial<RmaSeed>): StoredRma;
  /** Deletes an RMA, and the credit that it made; nothing tells a client so. */
  removeRma(id: string): void;
  /** Deletes an RMA and keys it anew, under a number of its own, as it was but for the changes. */
  rekeyRma(id: string, changes?: Partial<RmaSeed>): StoredRma;
  /** Another amount, day, method or currency, or the order that it is moved to; no order's DateUpdated tells so. */
  changePayment(id: string, changes: PaymentChanges): StoredPayment;
  /** Deletes a payment and keys it anew, under a number of its own, as it was but for the changes. */
  rekeyPayment(id: string, changes?: PaymentChanges): StoredPayment;
  /** Deletes a payment; nothing tells a client so. */
  removePayment(id: string): void;
  addCustomer(customer: CustomerSeed): StoredCustomer;
  changeCustomer(username: string, changes: Partial<CustomerSeed>): StoredCustomer;
  addItem(item: ItemSeed): StoredItem;
  changeItem(sku: string, changes: Partial<ItemSeed>): StoredItem;
  removeCustomer(username: string): void;
  removeItem(sku: string): void;
  /** Deletes an order and its payments; nothing tells a client so. */
  removeOrder(id: string): void;
}

export interface FakeStore {
  readonly name: string;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly requests: readonly RequestLogEntry[];
  readonly mails: readonly Mail[];
  readonly stockMoves: readonly StockMove[];
  /** May be changed at any time. */
  readonly switches: Switches;
  readonly faults: Faults;
  readonly panel: Panel;
  /** Copies of what is stored, as it is stored: every scalar is text, amounts are not padded as in replies. */
  orders(): StoredOrder[];
  order(id: string): StoredOrder | undefined;
  payments(orderId?: string): StoredPayment[];
  rmas(): StoredRma[];
  customers(): StoredCustomer[];
  items(): StoredItem[];
  clearLogs(): void;
  close(): Promise<void>;
}
