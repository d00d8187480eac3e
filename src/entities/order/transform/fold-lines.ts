import { add, type Decimal, decimal, equal, fractionToCents, isZero, multiply } from '../../../model/money.ts';
import type { Order, OrderLine } from '../../../model/order.ts';
import { lowerKey, sameKey, textKey } from '../../../model/text-key.ts';
import { type Quarantined, quarantine } from '../../../transform/outcome.ts';
import type { FixedRules } from '../../../transform/rules.ts';

interface FoldedOrder {
  readonly kind: 'folded';
  /** With the lines alone that are to be copied: each names a product, or nothing at all. */
  readonly order: Order;
  /** What the other lines said, for the internal notes. */
  readonly notes: readonly string[];
}

type ProductRules = Pick<FixedRules, 'products'>;

/** Makes one priced line of each kit and notes of the lines that are no products, without changing what the order costs. */
export function foldLines(order: Order, rules: ProductRules): FoldedOrder | Quarantined {
  const notes: string[] = [];
  const products = order.lines.filter((line) => !isNote(line, rules));
  for (const line of order.lines.filter((one) => isNote(one, rules))) {
    notes.push(`Line ${line.id} ${line.sku}: ${[line.name, line.itemNotes].filter((text) => text !== '').join(' – ')}`);
  }
  if (products.length === 0 && order.lines.length > 0) {
    return quarantine('line-without-sku', `${order.id}: all its lines are notes, and none names a product`);
  }
  const kits = new Map<OrderLine, OrderLine[]>();
  for (const [place, part] of products.entries()) {
    if (!isPart(part)) continue;
    const kit = kitOf(part, products.slice(0, place), products);
    if (kit === undefined) {
      return quarantine('kit-unhandled', `${order.id}: line ${part.id} is a part of a kit, and no line is that kit`);
    }
    kits.set(kit, [...(kits.get(kit) ?? []), part]);
  }
  const lines: OrderLine[] = [];
  for (const line of products.filter((one) => !isPart(one))) {
    const parts = kits.get(line) ?? [];
    const priced = parts.length === 0 ? line : priceKit(line, parts);
    if (priced === undefined) {
      return quarantine(
        'kit-unhandled',
        `${order.id}: the parts of the kit on line ${line.id} come to ${grossSum(parts)}, and the kit itself to ${grossOf(line)}`,
      );
    }
    lines.push(priced);
    if (parts.length > 0) {
      notes.push(`Line ${line.id} kit of: ${parts.map(({ quantity, sku }) => `${quantity} × ${sku}`).join(', ')}`);
    }
  }
  return { kind: 'folded', order: { ...order, lines }, notes };
}

/** The lines of an order that name what must be in the primary. */
export function productLines(order: Order, rules: ProductRules): readonly OrderLine[] {
  return order.lines.filter((line) => !isPart(line) && !isNote(line, rules));
}

/** Only where it bears no money at all: whatever its SKU, a priced line is a sale. */
function isNote(line: OrderLine, { products }: ProductRules): boolean {
  if (line.sku === '' || !isZero(line.unitPrice) || !isZero(line.tax)) return false;
  return products.pseudoSkus.some((pattern) =>
    pattern.endsWith('*') ? lowerKey(line.sku).startsWith(lowerKey(pattern.slice(0, -1))) : sameKey(line.sku, pattern),
  );
}

/** Whether the field holds the kit's SKU, its line or only a flag is not documented (reference, section 2.1). */
function isPart({ componentOfKit }: OrderLine): boolean {
  return !['', '0', 'false', 'n', 'no'].includes(textKey(componentOfKit));
}

/** The line that the part names, by its id or SKU; else the last one before it that is no part. */
function kitOf(part: OrderLine, before: readonly OrderLine[], all: readonly OrderLine[]): OrderLine | undefined {
  const whole = all.filter((line) => !isPart(line));
  const named = (name: (line: OrderLine) => string) => whole.find((line) => sameKey(name(line), part.componentOfKit));
  return named(({ id }) => id) ?? named(({ sku }) => sku) ?? before.findLast((line) => !isPart(line));
}

/** @returns undefined where parts and kit both bear prices that differ, or the parts' can't stand on one line */
function priceKit(kit: OrderLine, parts: readonly OrderLine[]): OrderLine | undefined {
  const priced = parts.filter((part) => !isZero(part.unitPrice));
  if (parts.some((part) => isZero(part.unitPrice) && !isZero(part.tax))) return undefined;
  if (priced.length === 0) return kit;
  const value = grossSum(parts);
  if (priced.some(isDiscounted)) return undefined;
  // The parts only tell how the kit's own price comes about.
  if (!isZero(kit.unitPrice)) return equal(grossOf(kit), value) ? kit : undefined;
  const taxed = priced.filter((part) => !isZero(part.tax));
  if ((taxed.length > 0 && taxed.length < priced.length) || !isZero(kit.tax) || isDiscounted(kit)) return undefined;
  if (isZero(kit.quantity)) return undefined;
  const unitPrice = fractionToCents(value, decimal(1), kit.quantity);
  if (!equal(multiply(unitPrice, kit.quantity), value)) return undefined;
  return { ...kit, unitPrice, tax: add(...priced.map(({ tax }) => tax)), taxCode: priced[0]?.taxCode ?? kit.taxCode };
}

function isDiscounted({ percentDiscount, productDiscount, couponDiscount }: OrderLine): boolean {
  return [percentDiscount, productDiscount, couponDiscount].some((amount) => !isZero(amount));
}

function grossOf({ unitPrice, quantity }: OrderLine): Decimal {
  return multiply(unitPrice, quantity);
}

function grossSum(parts: readonly OrderLine[]): Decimal {
  return add(...parts.map(grossOf));
}
