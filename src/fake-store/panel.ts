import { bookPayment } from './actions/payments/book-payment.ts';
import { bookRma } from './actions/rmas/book-rma.ts';
import type { Panel, PanelPayment } from './fake-store.ts';
import { orderFromSeed, paymentFromSeed, putSeedOrder, recompute, rmaFromSeed } from './load-seed.ts';
import { type CustomerSeed, customerSeedSchema, storedCustomer } from './records/customer-record.ts';
import { type ItemSeed, itemSeedSchema, storedItem } from './records/item-record.ts';
import { ORDER_FIELDS, type OrderField } from './records/order-fields.ts';
import { type OrderSeed, orderSeedSchema, type StoredOrder } from './records/order-record.ts';
import { type RmaSeed, rmaSeedSchema } from './records/rma-record.ts';
import { textFields } from './records/scalar.ts';
import type { StoreState } from './state.ts';
import { toValue, type ValueMap } from './value.ts';

function known<Stored>(found: Stored | undefined, what: string): Stored {
  if (found === undefined) throw new Error(`The store has no ${what}`);
  return found;
}

function changeOrder(state: StoreState, id: string, changes: Partial<OrderSeed>): StoredOrder {
  const before = known(state.order(id), `order ${id}`);
  const given = Object.keys(changes).filter((name): name is OrderField => ORDER_FIELDS.some((field) => field === name));
  const order: StoredOrder = { ...before, ...textFields(given, changes) };
  if (changes.DateUpdated === undefined) order.DateUpdated = state.stamp();
  if (changes.StickyNotes !== undefined) order.StickyNotes = changes.StickyNotes;
  // Lines are copied, for the totals are written into them.
  order.OrderLine =
    changes.OrderLine === undefined
      ? order.OrderLine.map((line) => ({ ...line }))
      : orderFromSeed(state, { ...changes, OrderID: order.OrderID }, state.now()).OrderLine;
  if (touchesTotals(given) || changes.OrderLine !== undefined) recompute(state, order, changes);
  state.putOrder(order);
  return order;
}

function touchesTotals(changed: readonly OrderField[]): boolean {
  return changed.some((name) => /Total|Tax|Discount|Rounding|Surcharge/.test(name));
}

/** Staff's work counts in the log's eyes for nothing, but lasts: each step is committed. */
export function panelOf(state: StoreState): Panel {
  const lasting = <Result>(work: () => Result): Result => {
    const result = structuredClone(work());
    state.commit();
    return result;
  };
  return {
    addOrder: (order: OrderSeed) =>
      lasting(() => putSeedOrder(state, orderSeedSchema.parse({ DateUpdated: state.stamp(), ...order }), state.now())),
    changeOrder: (id, changes) => lasting(() => changeOrder(state, id, changes)),
    addPayment: (given: PanelPayment) =>
      lasting(() => {
        const order = known(state.order(given.OrderID), `order ${given.OrderID}`);
        const payment = paymentFromSeed(state, order, {
          Amount: given.AmountPaid,
          PaymentType: given.PaymentMethodName,
          DatePaid: given.DatePaid,
          CardAuthorisation: given.CardAuthorisation,
        });
        bookPayment(state, order, payment);
        return payment;
      }),
    addRma: (given: RmaSeed) =>
      lasting(() => {
        const rma = rmaFromSeed(state, rmaSeedSchema.parse(given), state.now());
        bookRma(state, rma);
        return rma;
      }),
    changeRma: (id, changes) =>
      lasting(() => {
        const before = known(state.rma(id), `RMA ${id}`);
        const rma = rmaFromSeed(
          state,
          rmaSeedSchema.parse({ ...before, DateUpdated: state.stamp(), ...changes }),
          state.now(),
        );
        bookRma(state, rma);
        return rma;
      }),
    changePayment: (id, changes) =>
      lasting(() => {
        const before = known(state.payment(id), `payment ${id}`);
        const payment = { ...before, ...changes };
        if (payment.OrderID !== before.OrderID) state.removePayment(id);
        state.putPayment(payment);
        return payment;
      }),
    removePayment: (id) =>
      lasting(() => {
        known(state.payment(id), `payment ${id}`);
        state.removePayment(id);
      }),
    addCustomer: (given: CustomerSeed) =>
      lasting(() => {
        const customer = customerSeedSchema.parse(given);
        state.putCustomer(storedCustomer(customer, state.nextNumber('customer'), state.now(), state.stamp()));
        return known(state.customer(customer.Username), `customer ${customer.Username}`);
      }),
    changeCustomer: (username, changes) =>
      lasting(() => {
        const before = known(state.customer(username), `customer ${username}`);
        const customer = { ...before, DateUpdated: state.stamp(), ...(toValue(changes) as ValueMap) } as typeof before;
        state.putCustomer(customer);
        return customer;
      }),
    addItem: (given: ItemSeed) =>
      lasting(() => {
        const item = itemSeedSchema.parse(given);
        state.putItem(storedItem(item, state.nextNumber('item'), state.now(), state.stamp()));
        return known(state.item(item.SKU), `item ${item.SKU}`);
      }),
    changeItem: (sku, changes) =>
      lasting(() => {
        const before = known(state.item(sku), `item ${sku}`);
        const item = { ...before, DateUpdated: state.stamp(), ...(toValue(changes) as ValueMap) } as typeof before;
        state.putItem(item);
        return item;
      }),
    removeCustomer: (username) =>
      lasting(() => {
        known(state.customer(username), `customer ${username}`);
        state.removeCustomer(username);
      }),
    removeItem: (sku) =>
      lasting(() => {
        known(state.item(sku), `item ${sku}`);
        state.removeItem(sku);
      }),
    removeOrder: (id) =>
      lasting(() => {
        known(state.order(id), `order ${id}`);
        state.removeOrder(id);
      }),
  };
}
