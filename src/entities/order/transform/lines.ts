import type { OrderLineDraft } from '../../../model/drafts.ts';
import { add, type Decimal, decimal, equal, formatMoney, isZero, multiply, ZERO } from '../../../model/money.ts';
import type { Order, OrderLine } from '../../../model/order.ts';
import { type BoundedText, cutText, findTooLong, limits } from '../../../transform/field-limits.ts';
import { type Quarantined, quarantine } from '../../../transform/outcome.ts';
import { mapped, type StoreRules } from '../../../transform/rules.ts';

const ONE = decimal(1);

/** The source line id of the line that carries the surcharge, which is no line in its own store. */
const surchargeLineReference = (sourceId: string): string => `${sourceId}-surcharge`;

export interface DraftedLines {
  readonly kind: 'lines';
  readonly lines: readonly OrderLineDraft[];
  /** Texts that were cut on their lines, whole: they go into the internal notes. */
  readonly movedTexts: readonly string[];
}

export function draftLines(
  order: Order,
  rules: StoreRules,
  targetSku: (sourceSku: string) => string,
): DraftedLines | Quarantined {
  const lines: OrderLineDraft[] = [];
  const movedTexts: string[] = [];
  for (const line of order.lines) {
    const drafted = draftLine(order, line, rules, targetSku);
    if (drafted.kind === 'quarantine') return drafted;
    lines.push(drafted.line);
    if (line.name.length > limits.lineText) movedTexts.push(`Line ${line.id} description: ${line.name}`);
    if (line.itemNotes.length > limits.lineText) movedTexts.push(`Line ${line.id} notes: ${line.itemNotes}`);
  }
  const surcharge = draftSurcharge(order, rules);
  if (surcharge?.kind === 'quarantine') return surcharge;
  if (surcharge !== undefined) lines.push(surcharge.line);
  if (lines.length > limits.orderLines) {
    return quarantine('too-many-lines', `${order.id} has ${lines.length} lines; ${limits.orderLines} can be copied`);
  }
  return { kind: 'lines', lines, movedTexts };
}

type DraftedLine = { readonly kind: 'line'; readonly line: OrderLineDraft };

function draftLine(
  order: Order,
  line: OrderLine,
  rules: StoreRules,
  targetSku: (sourceSku: string) => string,
): DraftedLine | Quarantined {
  const placeholder = rules.products.policy === 'placeholder';
  if (line.sku === '' && !placeholder) {
    return quarantine('line-without-sku', `${order.id}: line ${line.id} names no product`);
  }
  const sku = line.sku === '' ? rules.products.placeholderSku : targetSku(line.sku);
  if (sku.length > limits.sku) {
    return quarantine(
      'sku-too-long',
      `${order.id}: ${JSON.stringify(sku)} has ${sku.length} characters, and Neto takes 25`,
    );
  }
  const warehouseName = warehouseOf(line.warehouseName, rules);
  const tooLong = findTooLong(order.id, [
    { field: `line ${line.id} serial number`, text: line.serialNumber, limit: limits.serialNumber },
    { field: `line ${line.id} warehouse`, text: warehouseName, limit: limits.warehouseName },
    { field: `line ${line.id} id`, text: line.id, limit: limits.externalReference },
    ...line.extraOptions.flatMap(({ name, value }): BoundedText[] => [
      { field: `line ${line.id} option name`, text: name, limit: limits.extraOptionName },
      { field: `line ${line.id} option value`, text: value, limit: limits.extraOptionValue },
    ]),
  ]);
  if (tooLong !== undefined) return tooLong;
  return {
    kind: 'line',
    line: {
      sku,
      // Descriptions identify nothing, so they may be cut; the whole text goes into the internal notes.
      description: cutText(line.name, limits.lineText),
      notes: cutText(line.itemNotes, limits.lineText),
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      unitCost: line.costPrice,
      discountPercent: line.percentDiscount,
      discountAmount: line.productDiscount,
      // By its money, not its code: tax codes are named by each store as it likes.
      taxFree: isZero(line.tax) && (!isFree(line) || bearsNoTax(order)),
      warehouseName,
      serialNumber: line.serialNumber,
      externalSystem: rules.store,
      externalOrder: order.id,
      externalLine: line.id,
      extraOptions: line.extraOptions,
    },
  };
}

/** Then no line of it does, and one that may come to nothing, as discounts are read, need not be doubted. */
function bearsNoTax({ orderTax, notShown }: Order): boolean {
  return isZero(orderTax) && notShown?.includes('orderTax') !== true;
}

/** A line that comes to nothing shows no tax, whether it is taxed or not. */
function isFree(line: OrderLine): boolean {
  const gross = multiply(line.unitPrice, line.quantity);
  const off = add(line.productDiscount, line.couponDiscount);
  // What is taken off a line that comes to nothing already leaves less than nothing, and that shows its tax.
  if (isZero(gross) || equal(line.percentDiscount, decimal(100))) return isZero(off);
  return equal(off, gross) || equal(multiply(off, line.quantity), gross);
}

function warehouseOf(sourceWarehouse: string, rules: StoreRules): string {
  const byName = rules.purpose === 'fulfil' ? mapped(rules.orders.warehouses, sourceWarehouse) : undefined;
  return byName ?? rules.orders.warehouse ?? '';
}

/** AddOrder has no field for a surcharge (U21): a service line carries it, so that the total stays the same. */
function draftSurcharge(order: Order, rules: StoreRules): DraftedLine | Quarantined | undefined {
  if (isZero(order.surchargeTotal)) return undefined;
  const sku = rules.orders.surchargeSku;
  if (sku === undefined || sku === '') {
    return quarantine(
      'surcharge-unmapped',
      `${order.id} has a surcharge of ${formatMoney(order.surchargeTotal)}, and no \`surchargeSku\` is set`,
    );
  }
  const taxed = surchargeTaxed(order.surchargeTotal, order.surchargeTaxable);
  if (taxed === undefined) {
    return quarantine(
      'surcharge-part-taxed',
      `${order.id}: ${formatMoney(order.surchargeTaxable)} of the surcharge of ${formatMoney(order.surchargeTotal)} is taxed`,
    );
  }
  return {
    kind: 'line',
    line: {
      sku,
      description: 'Surcharge',
      notes: '',
      quantity: ONE,
      unitPrice: order.surchargeTotal,
      unitCost: null,
      discountPercent: ZERO,
      discountAmount: ZERO,
      taxFree: !taxed,
      warehouseName: rules.orders.warehouse ?? '',
      serialNumber: '',
      externalSystem: rules.store,
      externalOrder: order.id,
      externalLine: surchargeLineReference(order.id),
      extraOptions: [],
    },
  };
}

/** SurchargeTaxable is an amount in some stores and a flag in others. */
function surchargeTaxed(total: Decimal, taxable: Decimal): boolean | undefined {
  if (isZero(taxable)) return false;
  return equal(taxable, total) || equal(taxable, ONE) ? true : undefined;
}
