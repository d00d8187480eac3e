import type { Panel } from './fake-store.ts';
import { orderFromSeed, putSeedOrder, recompute } from './load-seed.ts';
import { known } from './panel-known.ts';
import { panelPayments } from './panel-payments.ts';
import { panelRmas } from './panel-rmas.ts';
import { type CustomerSeed, customerSeedSchema, storedCustomer } from './records/customer-record.ts';
import { type ItemSeed, itemSeedSchema, storedItem } from './records/item-record.ts';
import { ORDER_FIELDS, type OrderField } from './records/order-fields.ts';
import { type OrderSeed, orderSeedSchema, type StoredOrder } from './records/order-record.ts';
import { textFields } from './records/scalar.ts';
import type { StoreState } from './state.ts';
import { toValue, type ValueMap } from './value.ts';

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

/** Totals follow what they are made of; one that is set by itself stands alone. */
function touchesTotals(changed: readonly OrderField[]): boolean {
  const made = /^(GrandTotal|OrderTax|ProductSubtotal|ShippingTax)$/;
  return changed.some((name) => /Total|Tax|Discount|Rounding|Surcharge/.test(name) && !made.test(name));
}

/** Staff's work counts in the log's eyes for nothing, but lasts: each step is committed. */
export function panelOf(state: StoreState): Panel {
  const lasting = <Result>(work: () => Result): Result => {
    const result = structuredClone(work());
    state.commit();
    return result;
  };
  const payments = panelPayments(state);
  const rmas = panelRmas(state);
  return {
    addOrder: (order: OrderSeed) =>
      lasting(() => putSeedOrder(state, orderSeedSchema.parse({ DateUpdated: state.stamp(), ...order }), state.now())),
    changeOrder: (id, changes) => lasting(() => changeOrder(state, id, changes)),
    addPayment: (given) => lasting(() => payments.addPayment(given)),
    changePayment: (id, changes) => lasting(() => payments.changePayment(id, changes)),
    rekeyPayment: (id, changes) => lasting(() => payments.rekeyPayment(id, changes)),
    removePayment: (id) => lasting(() => payments.removePayment(id)),
    addRma: (given) => lasting(() => rmas.addRma(given)),
    changeRma: (id, changes) => lasting(() => rmas.changeRma(id, changes)),
    rekeyRma: (id, changes) => lasting(() => rmas.rekeyRma(id, changes)),
    removeRma: (id) => lasting(() => rmas.removeRma(id)),
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
