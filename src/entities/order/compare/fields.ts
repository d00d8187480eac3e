import type { ComparedField } from '../../comparing/compared-field.ts';

/** What of an order's copy is compared with its source, and what can't be. */
export const orderFields = [
  { key: 'number', class: 'must-agree', name: 'number', cause: 'The primary gave the order a number of its own.' },
  { key: 'total', class: 'must-agree', name: 'total', cause: 'The primary reads discounts, shipping or rounding in another way than its source; `accounting.tolerance` and what a person accepted let a difference pass.' },
  { key: 'gst', class: 'must-agree', name: 'GST', cause: "The primary's tax rate, or its settings for tax. At most a cent for each line and for shipping counts as rounding: `accounting.gstRounding`." },
  { key: 'account', class: 'must-agree', name: 'username', cause: 'The primary merges accounts, or gives orders to the holder of an e-mail address.' },
  { key: 'email', class: 'must-agree', name: 'e-mail', cause: "The primary fills in the account's address; a shopper could be mailed." },
  { key: 'status', class: 'must-agree', name: 'status', cause: 'Staff have cancelled the copy, or a setting of the primary moves orders on by itself.' },
  { key: 'approval', class: 'must-agree', name: 'approval', cause: 'The primary does not let the key approve orders.' },
  { key: 'tax-mode', class: 'must-agree', name: 'tax inclusive', cause: 'The primary takes the tax mode from its own settings or from the account.' },
  { key: 'invoice-date', class: 'must-agree', name: 'invoice date', cause: 'The primary\'s setting "invoice on dispatch", or one that invoices new orders at once.' },
  { key: 'shipping', class: 'must-agree', name: 'shipping', cause: 'The primary works out shipping by its own rates, or reads the shipping discount in another way.' },
  { key: 'shipping-tax', class: 'must-agree', name: 'shipping tax', cause: 'Whether shipping is taxed is a setting of the shipping method in the primary.' },
  { key: 'lines', class: 'must-agree', name: 'number of lines', cause: 'The primary dropped a line, or split a kit into its parts.' },
  { key: 'line-product', class: 'must-agree', name: 'SKU', cause: 'The primary replaced the product, or merged two of them.' },
  { key: 'line-quantity', class: 'must-agree', name: 'quantity', cause: 'The primary sells the product in packs or multiples.' },
  { key: 'line-price', class: 'must-agree', name: 'unit price', cause: "The primary took the product's own price, or a price of the account's group." },
  { key: 'line-discount', class: 'must-agree', name: 'discount', cause: 'The primary took off a discount of its own, or reads a discount per unit and not per line.' },
  { key: 'line-tax', class: 'must-agree', name: 'tax', cause: "The primary took the product's own tax setting: see that it is as in the source." },
  { key: 'due-date', class: 'said', name: 'due date', cause: 'The primary works out its own from the payment terms. Must agree where `guards.dueDates` is not `warn`, and where `orders.dueDate` gave it.' },
  { key: 'placed', class: 'said', name: 'date placed', cause: 'The time zone of one of the two stores. Must agree where it is the accounting date.' },
  { key: 'sales-channel', class: 'said', name: 'sales channel', cause: 'The primary does not know the channel of `orders.salesChannel`.' },
  { key: 'billing-name', class: 'said', name: 'billing name', cause: "The primary took the account's own address." },
  { key: 'shipping-name', class: 'said', name: 'shipping name', cause: "The primary took the account's own address." },
  { key: 'currency', class: 'not-readable', name: 'currency', cause: 'Read on the payments and returns of the order.' },
  { key: 'rounding', class: 'not-readable', name: 'rounding', cause: 'Shows in the total alone.' },
  { key: 'exported', class: 'not-readable', name: 'exported', cause: 'Found by asking for the exported orders; asked only where the pipeline marks copies as exported.' },
] as const satisfies readonly ComparedField[]; // biome-ignore format: a table

export type OrderFieldKey = (typeof orderFields)[number]['key'];
