import type { EntityName } from '../../model/entities.ts';

/**
 * - `must-agree`: where it differs, the copy is quarantined before it is approved.
 * - `said`: where it differs, the run says so, and the copy goes on.
 * - `not-readable`: no field of the entity shows it.
 */
export type FieldClass = 'must-agree' | 'said' | 'not-readable';
export const comparedEntities = ['order', 'payment', 'return', 'customer', 'product'] as const;
export type ComparedEntity = (typeof comparedEntities)[number];

interface FieldRow {
  readonly key: string;
  readonly class: FieldClass;
  /** For people. */
  readonly name: string;
  /** What usually makes it differ, or how it is known where no field shows it. */
  readonly cause: string;
}

const order = [
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
  { key: 'due-date', class: 'said', name: 'due date', cause: 'The primary works out its own from the payment terms. Must agree where `guards.dueDates` is not `warn`.' },
  { key: 'placed', class: 'said', name: 'date placed', cause: 'The time zone of one of the two stores. Must agree where it is the accounting date.' },
  { key: 'sales-channel', class: 'said', name: 'sales channel', cause: 'The primary does not know the channel of `orders.salesChannel`.' },
  { key: 'billing-name', class: 'said', name: 'billing name', cause: "The primary took the account's own address." },
  { key: 'shipping-name', class: 'said', name: 'shipping name', cause: "The primary took the account's own address." },
  { key: 'currency', class: 'not-readable', name: 'currency', cause: 'Read on the payments and returns of the order.' },
  { key: 'rounding', class: 'not-readable', name: 'rounding', cause: 'Shows in the total alone.' },
  { key: 'exported', class: 'not-readable', name: 'exported', cause: 'Found by asking for the exported orders; asked only where the pipeline marks copies as exported.' },
] as const satisfies readonly FieldRow[]; // biome-ignore format: a table

const payment = [
  { key: 'amount', class: 'must-agree', name: 'amount', cause: 'The primary took another amount, perhaps only what was owed.' },
  { key: 'date', class: 'must-agree', name: 'date', cause: 'The primary reads dates in another time zone, or books payments on the day they arrive.' },
  { key: 'method', class: 'must-agree', name: 'method', cause: 'The primary has another method of that name: see `payments.methods`.' },
  { key: 'order', class: 'must-agree', name: 'order', cause: 'The primary moved the payment, for example to a backorder.' },
  { key: 'currency', class: 'must-agree', name: 'currency', cause: 'The primary keeps its books in another currency.' },
] as const satisfies readonly FieldRow[]; // biome-ignore format: a table

const returned = [
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
] as const satisfies readonly FieldRow[]; // biome-ignore format: a table

const customer = [
  { key: 'username', class: 'must-agree', name: 'username', cause: 'The primary merges accounts, or makes usernames of its own.' },
  { key: 'email', class: 'must-agree', name: 'e-mail address', cause: 'The primary merges accounts of one address.' },
  { key: 'first-name', class: 'must-agree', name: 'first name', cause: 'The name stands for another person, or was cut.' },
  { key: 'last-name', class: 'must-agree', name: 'last name', cause: 'The name stands for another person, or was cut.' },
  { key: 'company', class: 'must-agree', name: 'company', cause: 'The name stands for another company, or was cut.' },
  { key: 'abn', class: 'must-agree', name: 'ABN', cause: 'The primary writes ABNs in another form.' },
  { key: 'billing-address', class: 'said', name: 'billing address', cause: 'The primary writes addresses in another form.' },
  { key: 'shipping-address', class: 'said', name: 'shipping address', cause: 'The primary writes addresses in another form.' },
  { key: 'newsletter', class: 'must-agree', name: 'newsletter', cause: 'The primary signs new accounts up.' },
  { key: 'credit-limit', class: 'must-agree', name: 'credit limit', cause: 'A default of the user group in the primary.' },
  { key: 'credit-hold', class: 'must-agree', name: 'credit hold', cause: 'A default of the user group in the primary.' },
  { key: 'active', class: 'must-agree', name: 'active', cause: 'The primary lets new accounts wait for somebody.' },
] as const satisfies readonly FieldRow[]; // biome-ignore format: a table

const product = [
  { key: 'sku', class: 'must-agree', name: 'SKU', cause: 'The primary makes SKUs of its own.' },
  { key: 'name', class: 'must-agree', name: 'name', cause: 'The SKU stands for another product.' },
  { key: 'parent', class: 'must-agree', name: 'parent SKU', cause: 'The primary made a variation of it.' },
  { key: 'tax-free', class: 'must-agree', name: 'tax free', cause: 'A default of the primary for new products.' },
  { key: 'tax-mode', class: 'must-agree', name: 'tax inclusive', cause: 'A default of the primary for new products.' },
  { key: 'service', class: 'must-agree', name: 'service', cause: 'A default of the primary for new products.' },
  { key: 'kit', class: 'must-agree', name: 'kit', cause: 'The SKU stands for a kit in the primary.' },
  { key: 'visible', class: 'must-agree', name: 'visible', cause: 'A default of the primary for new products: shoppers would see it.' },
  { key: 'approved', class: 'must-agree', name: 'approved', cause: 'A default of the primary for new products: shoppers could buy it.' },
  { key: 'till', class: 'must-agree', name: 'approved for the till', cause: 'A default of the primary for new products.' },
  { key: 'stock', class: 'must-agree', name: 'stock', cause: 'The primary gives new products stock.' },
  { key: 'active', class: 'said', name: 'active', cause: 'The primary lets new products wait for somebody.' },
  { key: 'channels', class: 'not-readable', name: 'sales channels', cause: 'No channel is given to what is made; Neto shows none of a product.' },
] as const satisfies readonly FieldRow[]; // biome-ignore format: a table

/**
 * Every field of a copy that is compared with its source, and those that can't be: one table, from which the page
 * docs/reconciliation.md and the list of the tests are made.
 */
export const comparedFields = { order, payment, return: returned, customer, product };

export type FieldKey<Entity extends ComparedEntity = ComparedEntity> = (typeof comparedFields)[Entity][number]['key'];

export const comparedEntityOf: Readonly<Record<EntityName, ComparedEntity>> = {
  products: 'product',
  customers: 'customer',
  orders: 'order',
  payments: 'payment',
  rmas: 'return',
};

export function findFieldRow(entity: ComparedEntity, key: string): FieldRow | undefined {
  const rows: readonly FieldRow[] = comparedFields[entity];
  return rows.find((one) => one.key === key);
}

/** @throws RangeError for a key that the table does not have */
export function fieldRow<Entity extends ComparedEntity>(entity: Entity, key: FieldKey<Entity>): FieldRow {
  const row = findFieldRow(entity, key);
  if (row === undefined) throw new RangeError(`No compared field ${entity} ${key}`);
  return row;
}
