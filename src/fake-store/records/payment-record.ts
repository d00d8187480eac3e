import { z } from 'zod';
import { scalarSchema, scalars, textFields } from './scalar.ts';

/** By the names under which GetPayment returns them. `DatePaid` is UTC; `PaymentMethod` is the method's id. */
export const PAYMENT_FIELDS = [
  'PaymentID', 'OrderID', 'AmountPaid', 'CurrencyCode', 'DatePaid', 'PaymentMethod', 'PaymentMethodName', 'ProcessBy',
  'AuthorisationMessage', 'CardHolder', 'CardExpiryDate', 'CardAuthorisation', 'AccountName', 'AccountBSB',
  'AccountNumber', 'ChequeNumber', 'PaymentNotes',
] as const; // biome-ignore format: a table

export type StoredPayment = Record<(typeof PAYMENT_FIELDS)[number], string>;

/** A payment as a seed writes it below its order, by the names of GetOrder's OrderPayment. */
export const paymentOfOrderSchema = z.strictObject({
  Id: scalarSchema.optional(),
  Amount: scalarSchema,
  PaymentType: z.string(),
  DatePaid: z.string(),
  ...scalars(['CardAuthorisation', 'AuthorisationMessage', 'PaymentNotes', 'CurrencyCode', 'ProcessBy']),
});

export type PaymentOfOrder = z.input<typeof paymentOfOrderSchema>;

export function storedPayment(given: Partial<Record<keyof StoredPayment, string>>): StoredPayment {
  return textFields(PAYMENT_FIELDS, given);
}
