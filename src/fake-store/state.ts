import type { Mail, StockMove } from './fake-store.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { keyOf } from './key-of.ts';
import type { Lie } from './lies.ts';
import { paymentIdOf } from './payment-ids.ts';
import type { StoredCustomer } from './records/customer-record.ts';
import type { StoredItem } from './records/item-record.ts';
import type { StoredOrder } from './records/order-record.ts';
import type { StoredPayment } from './records/payment-record.ts';
import type { StoredRma } from './records/rma-record.ts';
import type { FullSeed } from './seed.ts';
import type { Switches } from './switches.ts';
import { timeText } from './time.ts';

const COUNTERS = ['order', 'payment', 'customer', 'item', 'note', 'rma', 'refund'] as const;
type Counter = (typeof COUNTERS)[number];

/** A point to which everything done since can be taken back. */
interface Savepoint {
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
  /** Which of two orders came first into the store, without walking through all. */
  readonly #sequences = new Map<string, number>();
  #lastSequence = 0;
  readonly #payments = new Map<string, StoredPayment>();
  readonly #paymentsOfOrder = new Map<string, readonly StoredPayment[]>();
  readonly #customers = new Map<string, StoredCustomer>();
  readonly #usernamesByEmail = new Map<string, readonly string[]>();
  readonly #items = new Map<string, StoredItem>();
  readonly #rmas = new Map<string, StoredRma>();
  readonly #counters: Record<Counter, number>;
  readonly mails: Mail[] = [];
  readonly stockMoves: StockMove[] = [];
  readonly #lieCounts = new WeakMap<Lie, number>();
  readonly #wrongTimes = { currentTime: 0, stamp: 0 };
  #newHiddenFor = 0;
  /** Order, `payment <id>`, `order payment <id>` or `rma <id>` → how often it still has to be asked for until it is seen. */
  readonly #readsUntilVisible = new Map<string, number>();
  #journal: Journal | undefined;
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
      rma: 1,
      refund: 1,
    };
  }

  now(): string {
    return timeText(this.#clock());
  }

  /** What a reply says the time is. Counts as one reply. */
  currentTime(): string {
    const { currentTimeOffset, currentTimeWrongReplies } = this.switches;
    return this.#wrongTime('currentTime', currentTimeOffset, currentTimeWrongReplies);
  }

  /** What a record that is written now bears as its DateUpdated. Counts as one write. */
  stamp(): string {
    const { dateUpdatedOffset, dateUpdatedWrongWrites } = this.switches;
    return this.#wrongTime('stamp', dateUpdatedOffset, dateUpdatedWrongWrites);
  }

  /** @param atMost how often the clock is wrong; 0 for always */
  #wrongTime(which: 'currentTime' | 'stamp', offset: number, atMost: number): string {
    if (offset === 0 || (atMost > 0 && this.#wrongTimes[which] >= atMost)) return this.now();
    this.#wrongTimes[which] += 1;
    return timeText(this.#clock() + offset * 1000);
  }

  /** How many records this lie could have been told of, with the present one. */
  countLie(lie: Lie): number {
    const count = (this.#lieCounts.get(lie) ?? 0) + 1;
    this.#lieCounts.set(lie, count);
    return count;
  }

  /** For how many reads a new order is not seen. */
  get orderHiddenFor(): number {
    return Math.max(this.#newHiddenFor, this.switches.visibleAfterReads);
  }

  get paymentHiddenFor(): number {
    return Math.max(this.#newHiddenFor, this.switches.paymentVisibleAfterReads);
  }

  /** The same for GetOrder, which lists payments beside their order: no switch makes it late. */
  get orderPaymentHiddenFor(): number {
    return this.#newHiddenFor;
  }

  get rmaHiddenFor(): number {
    return Math.max(this.#newHiddenFor, this.switches.rmaVisibleAfterReads);
  }

  /** What this work adds is seen only after so many reads, or after more, where the switches say so. */
  hidingNew<Result>(reads: number, work: () => Result): Result {
    this.#newHiddenFor = reads;
    try {
      return work();
    } finally {
      this.#newHiddenFor = 0;
    }
  }

  order(id: string): StoredOrder | undefined {
    return this.#orders.get(id.toLowerCase());
  }

  /** In the order in which they came into the store. */
  orders(): IterableIterator<StoredOrder> {
    return this.#orders.values();
  }

  putOrder(order: StoredOrder): void {
    const key = order.OrderID.toLowerCase();
    if (!this.#orders.has(key)) {
      this.#lastSequence += 1;
      this.#sequences.set(key, this.#lastSequence);
    }
    this.#set(this.#orders, key, order);
    const { prefix } = this.config;
    const number = order.OrderID.startsWith(prefix) ? order.OrderID.slice(prefix.length) : '';
    if (/^\d+$/.test(number)) this.#atLeast('order', Number(number) + 1);
    this.#changed('order', order);
  }

  removeOrder(id: string): void {
    const key = id.toLowerCase();
    this.#orders.delete(key);
    this.#readsUntilVisible.delete(key);
    for (const payment of this.paymentsOf(key)) this.#payments.delete(payment.PaymentID);
    this.#paymentsOfOrder.delete(key);
    this.#changed('order-removed', id);
  }

  /** Sorts as `orders()` does. */
  orderSequence(order: StoredOrder): number {
    return this.#sequences.get(order.OrderID.toLowerCase()) ?? 0;
  }

  hideFromReads(id: string, reads: number): void {
    this.#set(this.#readsUntilVisible, id.toLowerCase(), reads);
  }

  /** Counts as one asking. @param id an order's, `payment <id>`, `order payment <id>` or `rma <id>` */
  isVisible(id: string): boolean {
    const key = id.toLowerCase();
    const reads = this.#readsUntilVisible.get(key);
    if (reads === undefined) return true;
    if (reads > 1) this.#readsUntilVisible.set(key, reads - 1);
    else this.#readsUntilVisible.delete(key);
    return false;
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

  removePayment(id: string): void {
    const key = this.payment(id)?.OrderID.toLowerCase();
    if (key === undefined) return;
    this.#payments.delete(id);
    this.#paymentsOfOrder.set(
      key,
      this.paymentsOf(key).filter((other) => other.PaymentID !== id),
    );
    this.#changed('payment-removed', id);
  }

  putPayment(payment: StoredPayment): void {
    this.#set(this.#payments, payment.PaymentID, payment);
    const key = payment.OrderID.toLowerCase();
    const others = this.paymentsOf(key).filter((other) => other.PaymentID !== payment.PaymentID);
    this.#set(this.#paymentsOfOrder, key, [...others, payment]);
    if (this.switches.paymentIds === 'growing') this.#atLeast('payment', Number(payment.PaymentID) + 1);
    this.#changed('payment', payment);
  }

  customer(username: string): StoredCustomer | undefined {
    return this.#customers.get(keyOf(username, this.switches.keysAlike));
  }

  customersWithEmail(email: string): StoredCustomer[] {
    const usernames = email === '' ? [] : (this.#usernamesByEmail.get(email.toLowerCase()) ?? []);
    return usernames.flatMap((username) => this.customer(username) ?? []);
  }

  customers(): IterableIterator<StoredCustomer> {
    return this.#customers.values();
  }

  putCustomer(customer: StoredCustomer): void {
    const before = this.customer(customer.Username);
    const email = customer.EmailAddress.toLowerCase();
    const emailBefore = before?.EmailAddress.toLowerCase();
    if (email !== emailBefore) {
      if (emailBefore !== undefined) this.#setUsernames(emailBefore, customer.Username, []);
      this.#setUsernames(email, customer.Username, [customer.Username]);
    }
    this.#set(this.#customers, keyOf(customer.Username, this.switches.keysAlike), customer);
    this.#atLeast('customer', Number(customer.ID) + 1);
    this.#changed('customer', customer);
  }

  removeCustomer(username: string): void {
    const customer = this.customer(username);
    if (customer === undefined) return;
    this.#setUsernames(customer.EmailAddress.toLowerCase(), customer.Username, []);
    this.#customers.delete(keyOf(username, this.switches.keysAlike));
    this.#changed('customer-removed', username);
  }

  item(sku: string): StoredItem | undefined {
    return this.#items.get(keyOf(sku, this.switches.keysAlike));
  }

  items(): IterableIterator<StoredItem> {
    return this.#items.values();
  }

  putItem(item: StoredItem): void {
    this.#set(this.#items, keyOf(item.SKU, this.switches.keysAlike), item);
    this.#atLeast('item', Number(item.InventoryID) + 1);
    this.#changed('item', item);
  }

  removeItem(sku: string): void {
    this.#items.delete(keyOf(sku, this.switches.keysAlike));
    this.#changed('item-removed', sku);
  }

  rma(id: string): StoredRma | undefined {
    return this.#rmas.get(id);
  }

  rmas(): IterableIterator<StoredRma> {
    return this.#rmas.values();
  }

  putRma(rma: StoredRma): void {
    this.#set(this.#rmas, rma.RmaID, rma);
    this.#atLeast('rma', Number(rma.RmaID) + 1);
    for (const { RefundID } of rma.Refund) this.#atLeast('refund', Number(RefundID) + 1);
    this.#changed('rma', rma);
  }

  removeRma(id: string): void {
    this.#rmas.delete(id);
    this.#changed('rma-removed', id);
  }

  recordMail(mail: Mail): void {
    this.#push(this.mails, mail);
    this.#changed('mail', mail);
  }

  recordStockMove(move: StockMove): void {
    this.#push(this.stockMoves, move);
    this.#changed('stock', move);
  }

  clearLogs(): void {
    this.#emptyLogs();
    this.#changed('logs-cleared', true);
    this.commit();
  }

  /** Numbers that were given out are gone, even when nothing came of it. */
  nextNumber(counter: Counter): string {
    const number = this.#counters[counter];
    this.#counters[counter] = number + 1;
    return String(number);
  }

  /** An id that no payment has. */
  nextPaymentId(): string {
    for (;;) {
      const id = paymentIdOf(Number(this.nextNumber('payment')), this.switches.paymentIds);
      if (this.payment(id) === undefined) return id;
    }
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
    this.#journal?.append(this.#pending);
    this.#pending = [];
  }

  replay(entry: JournalEntry): void {
    if (entry.kind === 'order') this.putOrder(entry.value as StoredOrder);
    else if (entry.kind === 'order-removed') this.removeOrder(String(entry.value));
    else if (entry.kind === 'payment') this.putPayment(entry.value as StoredPayment);
    else if (entry.kind === 'payment-removed') this.removePayment(String(entry.value));
    else if (entry.kind === 'customer') this.putCustomer(entry.value as StoredCustomer);
    else if (entry.kind === 'customer-removed') this.removeCustomer(String(entry.value));
    else if (entry.kind === 'item-removed') this.removeItem(String(entry.value));
    else if (entry.kind === 'item') this.putItem(entry.value as StoredItem);
    else if (entry.kind === 'rma') this.putRma(entry.value as StoredRma);
    else if (entry.kind === 'rma-removed') this.removeRma(String(entry.value));
    else if (entry.kind === 'mail') this.mails.push(entry.value as Mail);
    else if (entry.kind === 'stock') this.stockMoves.push(entry.value as StockMove);
    else if (entry.kind === 'logs-cleared') this.#emptyLogs();
    else if (entry.kind === 'counters') {
      const counters = entry.value as Record<Counter, number>;
      for (const name of COUNTERS) this.#atLeast(name, counters[name] ?? 1);
    }
  }

  close(): void {
    this.commit();
    this.#journal?.close();
    this.#journal = undefined;
  }

  #set<Stored>(map: Map<string, Stored>, key: string, value: Stored): void {
    const before = map.get(key);
    this.#undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    map.set(key, value);
  }

  #setUsernames(email: string, username: string, added: readonly string[]): void {
    const others = (this.#usernamesByEmail.get(email) ?? []).filter((other) => other !== username);
    if (email !== '') this.#set(this.#usernamesByEmail, email, [...others, ...added]);
  }

  #emptyLogs(): void {
    this.mails.length = 0;
    this.stockMoves.length = 0;
  }

  #push<Logged>(log: Logged[], entry: Logged): void {
    log.push(entry);
    this.#undo.push(() => log.splice(log.indexOf(entry), 1));
  }

  #atLeast(counter: Counter, value: number): void {
    if (value > this.#counters[counter]) this.#counters[counter] = value;
  }

  #changed(kind: JournalEntry['kind'], value: unknown): void {
    if (this.#journal !== undefined) this.#pending.push({ kind, value });
  }
}
