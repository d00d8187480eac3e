import { add, type Decimal, decimal, divide, isZero, multiply, ZERO } from '../../model/money.ts';
import type { Order, OrderLine } from '../../model/order.ts';
import { lowerKey, sameKey, textKey, upperKey } from '../../model/text-key.ts';
import { type FixedRules, mapped } from '../../transform/rules.ts';

type ProductRules = Pick<FixedRules, 'products'>;

/**
 * The lines of a source order that its copy must have, but for the surcharge's: notes are left out, and a kit stands for
 * its parts, with what they cost where it bears no price of its own.
 */
export function linesToCopy(order: Order, rules: ProductRules): readonly OrderLine[] {
  const goods = order.lines.filter((line) => !isNote(line, rules));
  const parts = goods.filter(isPart);
  return goods
    .filter((line) => !isPart(line))
    .map((line) => {
      const own = parts.filter((part) => kitOf(part, goods) === line);
      return own.length === 0 ? line : pricedByParts(line, own);
    });
}

/** The product of the primary that a line of the source is sold as, as the pipeline file says. */
export function policySku(sourceSku: string, { products }: ProductRules): string {
  if (sourceSku === '') return products.placeholderSku;
  const service = mapped(products.services, sourceSku);
  if (service !== undefined) return service;
  if (products.policy === 'placeholder') return products.placeholderSku;
  if (products.policy === 'map') return products.map.get(upperKey(sourceSku)) ?? sourceSku;
  return products.policy === 'prefix' ? `${products.skuPrefix ?? ''}${sourceSku}` : sourceSku;
}

/** A line under one of the SKUs that stand for notes, and without any money. */
function isNote(line: OrderLine, { products }: ProductRules): boolean {
  const free = isZero(line.unitPrice) && isZero(line.tax);
  if (!free || line.sku === '') return false;
  const sku = lowerKey(line.sku);
  return products.pseudoSkus.some((pattern) => {
    const name = lowerKey(pattern);
    return name.endsWith('*') ? sku.startsWith(name.slice(0, -1)) : sku === name;
  });
}

function isPart({ componentOfKit }: OrderLine): boolean {
  return !['', '0', 'n', 'no', 'false'].includes(textKey(componentOfKit));
}

function kitOf(part: OrderLine, goods: readonly OrderLine[]): OrderLine | undefined {
  const wholes = goods.filter((line) => !isPart(line));
  const byId = wholes.find(({ id }) => sameKey(id, part.componentOfKit));
  const bySku = wholes.find(({ sku }) => sameKey(sku, part.componentOfKit));
  const before = goods.slice(0, goods.indexOf(part)).filter((line) => !isPart(line));
  return byId ?? bySku ?? before.at(-1);
}

function pricedByParts(kit: OrderLine, parts: readonly OrderLine[]): OrderLine {
  const cost = add(ZERO, ...parts.map(({ unitPrice, quantity }) => multiply(unitPrice, quantity)));
  if (!isZero(kit.unitPrice) || isZero(cost)) return kit;
  const unitPrice = divide(cost, kit.quantity, 2) ?? ZERO;
  const hidden = parts.some(({ notShown }) => notShown?.includes('tax') === true);
  return {
    ...kit,
    unitPrice,
    tax: add(ZERO, ...parts.map(({ tax }) => tax)),
    ...(hidden ? { notShown: [...(kit.notShown ?? []), 'tax'] } : {}),
  };
}

/** The surcharge, for which the primary has no field, as the line that carries it. */
export function surchargeLine(order: Order, rules: Pick<FixedRules, 'orders'>): SurchargeLine | undefined {
  if (isZero(order.surchargeTotal)) return undefined;
  return {
    sku: rules.orders.surchargeSku ?? '',
    quantity: decimal(1),
    sum: order.surchargeTotal,
    taxed: !isZero(order.surchargeTaxable),
  };
}

interface SurchargeLine {
  readonly sku: string;
  readonly quantity: Decimal;
  readonly sum: Decimal;
  readonly taxed: boolean;
}
