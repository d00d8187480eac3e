import type { Mail, StockMove } from './fake-store.ts';
import { type Journal, type JournalEntry, NO_JOURNAL } from './journal.ts';
import type { StoredCustomer } from './records/customer-record.ts';
import type { StoredItem } from './records/item-record.ts';
import type { StoredOrder } from './records/order-record.ts';
import type { StoredPayment } from './records/payment-record.ts';
import type { FullSeed } from './seed.ts';
import type { Switches } from './switches.ts';
import { timeText } from './time.ts';

export type Counter = 'order' | 'payment' | 'customer' | 'item' | 'note';

/** A point to which everything done since can be taken back. */
export interface Savepoint {
  readonly undo: number;
  readonly pending: number;
}

/**
 * All that a store holds, indexed by key. Keys match whatever their case, as a shop's database does.
 * Records are never changed once they are put: a change puts a changed copy. Undoing relies on it.
 */
export class StoreState {
  readonly config: FullSeed;
  readonly switches: Switches;
  readonly #clock: () => number;
  readonly #orders = new Map<string, StoredOrder>();
  readonly #payments = new Map<string, StoredPayment>();
  readonly #paymentsOfOrder = new Map<string, readonly StoredPayment[]>();
  readonly #customers = new Map<string, StoredCustomer>();
  readonly #customersByEmail = new Map<string, StoredCustomer>();
  readonly #items = new Map<string, StoredItem>();
  readonly #counters: Record<Counter, number>;
  readonly mails: Mail[] = [];
  readonly stockMoves: StockMove[] = [];
  /** Order → how often it still has to be asked for until it is seen. */
  readonly readsUntilVisible = new Map<string, number>();
  #journal: Journal = NO_JOURNAL;
  #pending: JournalEntry[] = [];
  #undo: (() => void)[] = [];

  constructor(config: FullSeed, switches: Switches, clock: () => number) {
    this.config = config;
    this.switches = switches;
    this.#clock = clock;
    this.#counters = {
      order: config.nextOrderNumber ?? 1,
      payment: config.nextPaymentNumber ?? 1,
      customer: 1,
      item: 1,
      note: 1,
    };
  }

  now(): string {
    return timeText(this.#clock());
  }

  order(id: string): StoredOrder | undefined {
    return this.#orders.get(id.toLowerCase());
  }

  /** In the order in which they came into the store. */
  orders(): IterableIterator<StoredOrder> {
    return this.#orders.values();
  }

  putOrder(order: StoredOrder): void {
    this.#set(this.#orders, order.OrderID.toLowerCase(), order);
    const { prefix } = this.config;
    const number = order.OrderID.startsWith(prefix) ? order.OrderID.slice(prefix.length) : '';
    if (/^\d+$/.test(number)) this.#atLeast('order', Number(number) + 1);
    this.#changed('order', order);
  }

  removeOrder(id: string): void {
    const key = id.toLowerCase();
    this.#orders.delete(key);
    for (const payment of this.paymentsOf(key)) this.#payments.delete(payment.PaymentID);
    this.#paymentsOfOrder.delete(key);
    this.#changed('order-removed', id);
  }

  paymentsOf(orderId: string): readonly StoredPayment[] {
    return this.#paymentsOfOrder.get(orderId.toLowerCase()) ?? [];
  }

  payment(id: string): StoredPayment | undefined {
    return this.#payments.get(id);
  }

  payments(): IterableIterator<StoredPayment> {
    return this.#payments.values();
  }

  putPayment(payment: StoredPayment): void {
    this.#set(this.#payments, payment.PaymentID, payment);
    const key = payment.OrderID.toLowerCase();
    const others = this.paymentsOf(key).filter((other) => other.PaymentID !== payment.PaymentID);
    this.#set(this.#paymentsOfOrder, key, [...others, payment]);
    this.#atLeast('payment', Number(payment.PaymentID) + 1);
    this.#changed('payment', payment);
  }

  customer(username: string): StoredCustomer | undefined {
    return this.#customers.get(username.toLowerCase());
  }

  customerByEmail(email: string): StoredCustomer | undefined {
    return this.#customersByEmail.get(email.toLowerCase());
  }

  customers(): IterableIterator<StoredCustomer> {
    return this.#customers.values();
  }

  putCustomer(customer: StoredCustomer): void {
    const before = this.customer(customer.Username);
    if (before !== undefined) this.#delete(this.#customersByEmail, before.EmailAddress.toLowerCase());
    this.#set(this.#customers, customer.Username.toLowerCase(), customer);
    if (customer.EmailAddress !== '') {
      this.#set(this.#customersByEmail, customer.EmailAddress.toLowerCase(), customer);
    }
    this.#atLeast('customer', Number(customer.ID) + 1);
    this.#changed('customer', customer);
  }

  item(sku: string): StoredItem | undefined {
    return this.#items.get(sku.toLowerCase());
  }

  items(): IterableIterator<StoredItem> {
    return this.#items.values();
  }

  putItem(item: StoredItem): void {
    this.#set(this.#items, item.SKU.toLowerCase(), item);
    this.#atLeast('item', Number(item.InventoryID) + 1);
    this.#changed('item', item);
  }

  recordMail(mail: Mail): void {
    this.#push(this.mails, mail);
    this.#changed('mail', mail);
  }

  recordStockMove(move: StockMove): void {
    this.#push(this.stockMoves, move);
    this.#changed('stock', move);
  }

  /** Numbers that were given out are gone, even when nothing came of it. */
  nextNumber(counter: Counter): string {
    const number = this.#counters[counter];
    this.#counters[counter] = number + 1;
    return String(number);
  }

  savepoint(): Savepoint {
    return { undo: this.#undo.length, pending: this.#pending.length };
  }

  rollBack(to: Savepoint): void {
    for (const undo of this.#undo.splice(to.undo).reverse()) undo();
    this.#pending.length = to.pending;
  }

  /** From here on every change is written to the journal by `commit`. */
  attach(journal: Journal): void {
    this.#journal = journal;
    this.#pending = [];
    this.#undo = [];
  }

  /** Makes what was done since the last time lasting. */
  commit(): void {
    this.#undo = [];
    if (this.#pending.length === 0) return;
    this.#pending.push({ kind: 'counters', value: { ...this.#counters } });
    this.#journal.append(this.#pending);
    this.#pending = [];
  }

  replay(entry: JournalEntry): void {
    if (entry.kind === 'order') this.putOrder(entry.value as StoredOrder);
    else if (entry.kind === 'order-removed') this.removeOrder(String(entry.value));
    else if (entry.kind === 'payment') this.putPayment(entry.value as StoredPayment);
    else if (entry.kind === 'customer') this.putCustomer(entry.value as StoredCustomer);
    else if (entry.kind === 'item') this.putItem(entry.value as StoredItem);
    else if (entry.kind === 'mail') this.mails.push(entry.value as Mail);
    else if (entry.kind === 'stock') this.stockMoves.push(entry.value as StockMove);
    else
      for (const [name, value] of Object.entries(entry.value as Record<Counter, number>))
        this.#atLeast(name as Counter, value);
  }

  close(): void {
    this.commit();
    this.#journal.close();
    this.#journal = NO_JOURNAL;
  }

  #set<Stored>(map: Map<string, Stored>, key: string, value: Stored): void {
    const before = map.get(key);
    this.#undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    map.set(key, value);
  }

  #delete<Stored>(map: Map<string, Stored>, key: string): void {
    const before = map.get(key);
    if (before === undefined) return;
    this.#undo.push(() => map.set(key, before));
    map.delete(key);
  }

  #push<Logged>(log: Logged[], entry: Logged): void {
    log.push(entry);
    this.#undo.push(() => log.splice(log.indexOf(entry), 1));
  }

  #atLeast(counter: Counter, value: number): void {
    if (value > this.#counters[counter]) this.#counters[counter] = value;
  }

  #changed(kind: JournalEntry['kind'], value: unknown): void {
    if (this.#journal !== NO_JOURNAL) this.#pending.push({ kind, value });
  }
}
