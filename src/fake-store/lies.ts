import { z } from 'zod';
import { LINE_FIELDS, ORDER_FIELDS } from './records/order-fields.ts';
import { PAYMENT_FIELDS } from './records/payment-record.ts';
import { REFUND_FIELDS, RMA_FIELDS, RMA_LINE_FIELDS } from './records/rma-record.ts';

function below<const Part extends string, const Field extends string>(
  part: Part,
  fields: readonly Field[],
): `${Part}.${Field}`[] {
  return fields.map((field): `${Part}.${Field}` => `${part}.${field}`);
}

/** What every lie says, whatever it is about. */
const common = {
  /** What is stored instead; `today` and `now` stand for the store's day and its UTC time. */
  value: z.string().optional(),
  /** Without `value`: what is added to an amount or a quantity, or how many days to a date. */
  by: z.string().optional(),
  /** Of which line, or which refund, counted from 0, the first unless given. */
  line: z.number().int().min(0).optional(),
  /** Only records of these orders, by the number under which they are stored. */
  orders: z.array(z.string()).optional(),
  /** Which of the records that it could be told of, counted from 1 since the lie was set; all unless given. */
  records: z.union([z.number().int().min(1), z.array(z.number().int().min(1))]).optional(),
} as const;

const orderLie = z.strictObject({
  /** `approve`: an order becomes approved, by UpdateOrder, by AddOrder, or by its full payment. */
  on: z.enum(['add-order', 'update-order', 'approve']),
  /**
   * By the names of GetOrder. `OrderLine` itself is `dropped` or `repeated`. `OrderLine.TaxFree` and `TaxFreeShipping`
   * turn round, and the taxes of line, shipping and order follow; every other field is altered by itself.
   */
  field: z.enum([
    ...ORDER_FIELDS.filter((field) => field !== 'OrderID'),
    'OrderLine',
    'OrderLine.TaxFree',
    ...below('OrderLine', LINE_FIELDS),
  ]),
  ...common,
  /**
   * What else gives way. Unless given nothing does: the totals stay as they were. `price`: the unit price of the same line,
   * so that its value stays. `other-line`: the unit price of another line, so that the sum of both stays. `totals`: all
   * totals, which follow the altered field.
   */
  balance: z.enum(['price', 'other-line', 'totals']).optional(),
});

const paymentLie = z.strictObject({
  on: z.literal('add-payment'),
  /** By the names of GetPayment. Of a method its name is altered, and its id follows. */
  field: z.enum(PAYMENT_FIELDS.filter((field) => field !== 'PaymentID')),
  ...common,
});

const rmaLie = z.strictObject({
  on: z.literal('add-rma'),
  /** By the names of GetRma. */
  field: z.enum([
    ...RMA_FIELDS.filter((field) => field !== 'RmaID'),
    ...below('RmaLine', RMA_LINE_FIELDS),
    ...below('Refund', REFUND_FIELDS),
  ]),
  ...common,
  balance: z.literal('totals').optional(),
});

/** A field that is stored otherwise than it was sent, while everything else is stored as sent. */
export const lieSchema = z.discriminatedUnion('on', [orderLie, paymentLie, rmaLie]);

/** What a lie may be told on. */
export const lieSteps: readonly string[] = [
  ...orderLie.shape.on.options,
  paymentLie.shape.on.value,
  rmaLie.shape.on.value,
];

export type Lie = z.infer<typeof lieSchema>;
export type OrderLie = z.infer<typeof orderLie>;
export type PaymentLie = z.infer<typeof paymentLie>;
export type RmaLie = z.infer<typeof rmaLie>;
export type LieField = Lie['field'];
