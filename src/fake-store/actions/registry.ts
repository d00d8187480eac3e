import type { Reply } from '../protocol/reply.ts';
import type { StoreState } from '../state.ts';
import type { ValueMap } from '../value.ts';
import { writeBatch } from './batch.ts';
import { getCustomer } from './customers/get-customer.ts';
import { addCustomer, updateCustomer } from './customers/write-customer.ts';
import { getItem } from './items/get-item.ts';
import { addItem, updateItem } from './items/write-item.ts';
import { getWarehouse } from './lists/get-warehouse.ts';
import { getCurrencySettings, getPaymentMethods, getShippingMethods } from './lists/settings-lists.ts';
import { addOrder } from './orders/add-order.ts';
import { getOrder } from './orders/get-order.ts';
import { updateOrder } from './orders/update-order.ts';
import { addPayment } from './payments/add-payment.ts';
import { getPayment } from './payments/get-payment.ts';
import { addRma } from './rmas/add-rma.ts';
import { getRma } from './rmas/get-rma.ts';

type Action = (state: StoreState, body: ValueMap) => Reply;

export const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['GetOrder', getOrder],
  ['AddOrder', (state, body) => writeBatch(state, body, 'Order', addOrder)],
  ['UpdateOrder', (state, body) => writeBatch(state, body, 'Order', updateOrder)],
  ['GetPayment', getPayment],
  ['AddPayment', (state, body) => writeBatch(state, body, 'Payment', addPayment)],
  ['GetRma', getRma],
  ['AddRma', (state, body) => writeBatch(state, body, 'Rma', addRma)],
  ['GetPaymentMethods', getPaymentMethods],
  ['GetCustomer', getCustomer],
  ['AddCustomer', (state, body) => writeBatch(state, body, 'Customer', addCustomer)],
  ['UpdateCustomer', (state, body) => writeBatch(state, body, 'Customer', updateCustomer)],
  ['GetItem', getItem],
  ['AddItem', (state, body) => writeBatch(state, body, 'Item', addItem)],
  ['UpdateItem', (state, body) => writeBatch(state, body, 'Item', updateItem)],
  ['GetShippingMethods', getShippingMethods],
  ['GetWarehouse', getWarehouse],
  ['GetCurrencySettings', getCurrencySettings],
]);
