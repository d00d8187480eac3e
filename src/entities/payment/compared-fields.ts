import type { ComparedField } from '../comparing/compared-field.ts';

/** What of a payment's copy is compared with its source, and what can't be. */
export const paymentFields = [
  { key: 'amount', class: 'must-agree', name: 'amount', cause: 'The primary took another amount, perhaps only what was owed.' },
  { key: 'date', class: 'must-agree', name: 'date', cause: 'The primary reads dates in another time zone, or books payments on the day they arrive.' },
  { key: 'method', class: 'must-agree', name: 'method', cause: 'The primary has another method of that name: see `payments.methods`.' },
  { key: 'order', class: 'must-agree', name: 'order', cause: 'The primary moved the payment, for example to a backorder.' },
  { key: 'currency', class: 'must-agree', name: 'currency', cause: 'The primary keeps its books in another currency.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type PaymentFieldKey = (typeof paymentFields)[number]['key'];
