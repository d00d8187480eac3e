import type { LineSeed, OrderSeed } from '../../src/fake-store/index.ts';

export type Random = () => number;

export const ARTICLES = Array.from({ length: 40 }, (_, index) => `ART-${index + 1}`);
export const METHODS = ['Credit Card', 'PayPal', 'Cash'] as const;
const PEOPLE = ['Ada', 'Ben', 'Cy', 'Dot', 'Eve', 'Flo', 'Gus', 'Hal', 'Ida', 'Jo', 'Kim', 'Lea', 'Max', 'Nia', 'Oli'];

export const text = (cents: number): string => `${cents < 0 ? '-' : ''}${(Math.abs(cents) / 100).toFixed(2)}`;

export function chance(random: Random, share: number): boolean {
  return random() < share;
}

export function whole(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

export function pick<T>(random: Random, among: readonly T[]): T {
  return among[Math.floor(random() * among.length)] as T;
}

/** Prices in cents of which the percentage leaves exactly half a cent, one piece or an odd number of them. */
const halfCents = [
  { percent: '5', step: 20, from: 10 },
  { percent: '10', step: 10, from: 5 },
  { percent: '12.5', step: 8, from: 4 },
] as const;

/** Whole, discounted by percentage or by an amount, one piece or up to 24. */
function usualLine(random: Random, free: boolean): LineSeed {
  const quantity = chance(random, 0.5) ? 1 : whole(random, 2, 24);
  const cents = whole(random, 95, 19_999);
  const line: LineSeed = { SKU: pick(random, ARTICLES), Quantity: quantity, UnitPrice: text(cents), TaxFree: free };
  const kind = random();
  if (kind < 0.28) line.PercentDiscount = pick(random, ['5', '10', '12.5', '33.33']);
  else if (kind < 0.36) line.ProductDiscount = text(whole(random, 1, Math.floor(cents / 2)));
  else if (kind < 0.4) Object.assign(line, { PercentDiscount: '10', ProductDiscount: text(whole(random, 1, 40)) });
  return line;
}

function halfCentLine(random: Random): LineSeed {
  const { percent, step, from } = pick(random, halfCents);
  const cents = from + step * whole(random, 20, 900);
  const quantity = chance(random, 0.6) ? 1 : 1 + 2 * whole(random, 1, 11);
  return { SKU: pick(random, ARTICLES), Quantity: quantity, UnitPrice: text(cents), PercentDiscount: percent };
}

export function hasHalfCents({ UnitPrice, Quantity, PercentDiscount }: LineSeed): boolean {
  const cents = Math.round(Number(UnitPrice) * 100);
  const percent = Math.round(Number(PercentDiscount ?? '0') * 100);
  return (cents * Number(Quantity) * (10_000 - percent)) % 10_000 === 5_000;
}

/** What a kit's parts are is shown on lines of their own, which bear no price. */
function kit(random: Random): LineSeed[] {
  const part = (SKU: string): LineSeed => ({ SKU, Quantity: 2, UnitPrice: '0.00', ComponentOfKit: 'KIT-1' });
  const whole_: LineSeed = { SKU: 'KIT-1', Quantity: 1, UnitPrice: text(whole(random, 2_000, 30_000)) };
  return [whole_, part('ART-1'), part('ART-2')];
}

function linesOf(random: Random, taxInclusive: boolean): LineSeed[] {
  const allFree = chance(random, 0.06);
  const someFree = chance(random, 0.12);
  const lines = Array.from({ length: pick(random, [1, 1, 1, 2, 2, 3, 5]) }, () =>
    usualLine(random, allFree || (someFree && chance(random, 0.5))),
  );
  if (!allFree && chance(random, 0.1)) lines.push(halfCentLine(random));
  if (taxInclusive && !allFree && chance(random, 0.03)) lines.push(...kit(random));
  return lines;
}

/** Never more than a third of what the dearest reading of the discounts leaves of the goods. */
function withCoupon(random: Random, lines: readonly LineSeed[]): Partial<OrderSeed> {
  const least = lines.map((line) => {
    const gross = Math.round(Number(line.UnitPrice) * 100) * Number(line.Quantity);
    const percent = 1 - Number(line.PercentDiscount ?? '0') / 100;
    return Math.floor(gross * percent - Math.round(Number(line.ProductDiscount ?? '0') * 100) * Number(line.Quantity));
  });
  const goods = least.reduce((sum, cents) => sum + Math.max(0, cents), 0);
  if (goods < 300) return {};
  if (chance(random, 0.5))
    return { CouponCode: 'SPRING', CouponDiscount: text(whole(random, 1, Math.floor(goods / 3))) };
  let sum = 0;
  for (const [place, line] of lines.entries()) {
    const cents = Math.floor(Math.max(0, least[place] ?? 0) / 5);
    line.CouponDiscount = text(cents);
    sum += cents;
  }
  return { CouponCode: 'LINES', CouponDiscount: text(sum) };
}

function addressOf(side: 'Bill' | 'Ship', name: string): Readonly<Record<string, string>> {
  const fields = {
    FirstName: name, LastName: `${name}son`, StreetLine1: '1 High Street', City: 'Perth', State: 'WA', PostCode: '6000', Country: 'AU',
  }; // biome-ignore format: a table
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${side}${field}`, value]));
}

/** One order of a usual shop without its payments, placed in July. Its shoppers buy in every store. */
export function usualOrder(random: Random, OrderID: string, shippedAfterDiscount: boolean): OrderSeed {
  const taxInclusive = !chance(random, 0.3);
  const lines = linesOf(random, taxInclusive);
  const shipping = chance(random, 0.5) ? whole(random, 495, 2_995) : 0;
  const off = shipping > 0 && chance(random, 0.15) ? whole(random, 1, shipping) : 0;
  const surcharge = chance(random, 0.04) ? whole(random, 20, 900) : 0;
  const allFree = lines.every(({ TaxFree }) => TaxFree === true);
  const coupon = !allFree && chance(random, 0.08) ? withCoupon(random, lines) : {};
  const person = pick(random, PEOPLE);
  const day = String(whole(random, 2, 24)).padStart(2, '0');
  const time = `${String(whole(random, 0, 13)).padStart(2, '0')}:${String(whole(random, 0, 59)).padStart(2, '0')}:00`;
  return {
    OrderID,
    OrderStatus: 'Dispatched',
    DatePlaced: `2026-07-${day} ${time}`,
    DateUpdated: `2026-07-${day} ${time}`,
    DateInvoiced: `2026-07-${day}`,
    Username: person.toLowerCase(),
    Email: `${person.toLowerCase()}@example.net`,
    ...addressOf('Bill', person),
    ...addressOf('Ship', person),
    SalesChannel: 'Website',
    ShippingOption: shipping > 0 ? 'Post' : '',
    TaxInclusive: taxInclusive,
    TaxFreeShipping: allFree,
    ShippingTotal: text(shippedAfterDiscount ? shipping - off : shipping),
    ShippingDiscount: text(off),
    SurchargeTotal: text(surcharge),
    SurchargeTaxable: text(allFree ? 0 : surcharge),
    ...coupon,
    OrderLine: lines,
  };
}

export const people = PEOPLE.map((name) => ({
  Username: name.toLowerCase(),
  EmailAddress: `${name.toLowerCase()}@example.net`,
  BillingAddress: addressOf('Bill', name),
  ShippingAddress: addressOf('Ship', name),
}));
