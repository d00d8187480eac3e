import type { ComparedField } from '../comparing/compared-field.ts';

/** What of a return's copy is compared with its source, and what can't be. */
export const returnFields = [
  { key: 'total', class: 'must-agree', name: 'total', cause: 'The primary reads taxes or shipping of returns in another way.' },
  { key: 'gst', class: 'must-agree', name: 'GST', cause: "The primary's tax codes: see `rma.taxCode` and `rma.freeTaxCode`. At most a cent for each line and for shipping counts as rounding." },
  { key: 'order', class: 'must-agree', name: 'order', cause: 'The primary moved the return.' },
  { key: 'status', class: 'must-agree', name: 'status', cause: 'The primary leaves returns open until somebody approves them.' },
  { key: 'tax-mode', class: 'must-agree', name: 'tax inclusive', cause: 'The primary takes the tax mode from its own settings.' },
  { key: 'date', class: 'must-agree', name: 'date issued', cause: 'The primary issues returns on the day they arrive.' },
  { key: 'shipping', class: 'must-agree', name: 'shipping refund', cause: 'The primary does not refund shipping.' },
  { key: 'lines', class: 'must-agree', name: 'number of lines', cause: 'The primary dropped a line.' },
  { key: 'line-product', class: 'must-agree', name: 'SKU', cause: 'The primary replaced the product.' },
  { key: 'line-quantity', class: 'must-agree', name: 'quantity', cause: 'The primary counts what comes back in another way.' },
  { key: 'line-amount', class: 'must-agree', name: 'amount', cause: 'The primary took the price of the order line, or added tax.' },
  { key: 'line-tax', class: 'must-agree', name: 'tax', cause: "The primary's tax codes: see `rma.taxCode` and `rma.freeTaxCode`." },
  { key: 'line-tax-code', class: 'must-agree', name: 'tax code', cause: 'The primary took the code of the product, or does not know the one of `rma.taxCode` or `rma.freeTaxCode`.' },
  { key: 'refunds', class: 'must-agree', name: 'refunds', cause: 'The primary pays returns out by itself, or not at all.' },
  { key: 'refund-method', class: 'must-agree', name: 'refund methods', cause: 'The primary has another method of that name: see `payments.methods`.' },
  { key: 'refund-date', class: 'must-agree', name: 'refund dates', cause: 'The primary books refunds on the day they arrive.' },
  { key: 'currency', class: 'must-agree', name: 'currency', cause: 'The primary keeps its books in another currency.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type ReturnFieldKey = (typeof returnFields)[number]['key'];
