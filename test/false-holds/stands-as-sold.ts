import type { FakeStore } from '../../src/fake-store/index.ts';
import type { StoredLine, StoredOrder } from '../../src/fake-store/records/order-record.ts';
import type { SwitchesInput } from '../../src/fake-store/switches.ts';
import { gstOf, isTrue, shippingOf } from './agreement.ts';
import { type Measured, prefixes, zones } from './measure.ts';
import { centsOf } from './usual-shop.ts';

/** One field of what stands approved in the primary that is not as its source has it. */
export interface Amiss {
  readonly store: 'west' | 'south';
  readonly sourceId: string;
  readonly targetId: string;
  readonly field: string;
  readonly words: string;
}

type Stored<Kind extends 'payments' | 'rmas'> = ReturnType<FakeStore[Kind]>[number];

/** Judges by the stores' own records and switches; none of this is the program's code. Only for the policy `house`. */
export function amissIn({ trial, main, stores }: Measured): Amiss[] {
  const found: Amiss[] = [];
  for (const store of ['west', 'south'] as const) {
    for (const source of stores[store].orders()) {
      const targetId = source.OrderID.replace('N', prefixes[store]);
      const copy = main.order(targetId);
      if (copy?.CompleteStatus !== 'Approved') continue;
      const differs = (field: string, meant: unknown, is: unknown): void => {
        if (String(meant) === String(is)) return;
        const words = `${store} ${source.OrderID} ${field}: ${meant} ${is}`;
        found.push({ store, sourceId: source.OrderID, targetId, field, words });
      };
      compareOrder(source, copy, trial, differs);
      differs('account', `${store}_house`, copy.Username);
      differs('channel', store, copy.SalesChannel.toLowerCase());
      const zone = zones[store];
      const there = payments(stores[store].payments(source.OrderID), zone);
      const here = payments(main.payments(targetId), zones.main);
      for (const payment of here.filter((one) => !there.includes(one))) differs('payment', there.join(), payment);
      const sold = stores[store].rmas().filter(({ OrderID }) => OrderID === source.OrderID).map(returned); // biome-ignore format: one line
      for (const rma of main.rmas().filter(({ OrderID }) => OrderID === targetId).map(returned)) // biome-ignore format: one line
        if (!sold.includes(rma)) differs('return', sold.join(' or '), rma);
    }
  }
  return found;
}

function compareOrder(
  source: StoredOrder,
  copy: StoredOrder,
  trial: Measured['trial'],
  differs: (field: string, meant: unknown, is: unknown) => void,
): void {
  differs('total', centsOf(source.GrandTotal), centsOf(copy.GrandTotal));
  const [gst, held] = [gstOf(source, trial.source), gstOf(copy, trial.primary)];
  if (Math.abs(gst - held) > source.OrderLine.length + 2) differs('GST', gst, held);
  const [sent, shipped] = [shippingOf(source, trial.source), shippingOf(copy, trial.primary)];
  if (Math.abs(sent - shipped) > 1) differs('shipping', sent, shipped);
  differs('tax mode', isTrue(source.TaxInclusive), isTrue(copy.TaxInclusive));
  differs('day', source.DateInvoiced.slice(0, 10), copy.DateInvoiced.slice(0, 10));
  differs('name', `${source.BillFirstName} ${source.BillLastName}`, `${copy.BillFirstName} ${copy.BillLastName}`);
  const sold = source.OrderLine.filter(({ ComponentOfKit }) => ComponentOfKit === '');
  const lines = [...copy.OrderLine];
  const surcharge = centsOf(source.SurchargeTotal || '0') === 0 ? undefined : lines.pop();
  if (surcharge !== undefined) {
    differs('surcharge', 'FEE 1', `${surcharge.SKU} ${Number(surcharge.Quantity)}`);
    differs('surcharge', centsOf(source.SurchargeTotal), centsOf(surcharge.UnitPrice));
  }
  differs('lines', sold.length, lines.length);
  const hasCoupon = centsOf(source.CouponDiscount || '0') > 0;
  for (const [place, line] of sold.entries()) {
    const one = lines[place];
    if (one === undefined) continue;
    differs('product', line.SKU, one.SKU);
    differs('quantity', Number(line.Quantity), Number(one.Quantity));
    const [worth, is] = [worthOf(line, trial.source), worthOf(one, trial.primary)];
    // Nothing shows whether a store rounds the price of each piece after a percentage, or only the line.
    const open = 1.5 + (Number(line.PercentDiscount || '0') > 0 ? Number(line.Quantity) / 2 : 0);
    if (!hasCoupon && Math.abs(worth - is) > open) differs('line', worth, is);
    // Of a line of a few cents no tax need be left.
    if (!hasCoupon && Math.abs(worth) > 20) differs('taxed', isTaxed(line), isTaxed(one));
  }
}

function isTaxed({ Tax }: StoredLine): boolean {
  return centsOf(Tax) !== 0;
}

/** In cents, and parts of them. */
function worthOf(line: StoredLine, { discountAmount, discountRounding, lineHalfCents }: SwitchesInput): number {
  const [quantity, percent] = [Number(line.Quantity), Number(line.PercentDiscount || '0')];
  const price = Number(line.UnitPrice) * 100 * (1 - percent / 100);
  const unit = discountRounding === 'per-unit' && percent > 0 ? rounded(price, lineHalfCents) : price;
  const off = Number(line.ProductDiscount || '0') * 100 * (discountAmount === 'per-unit' ? quantity : 1);
  return unit * quantity - off;
}

function rounded(cents: number, half: SwitchesInput['lineHalfCents']): number {
  const below = Math.floor(cents);
  // Floats: what lies so near to half a cent is half a cent.
  if (Math.abs(cents - below - 0.5) > 1e-6) return Math.round(cents);
  if (half === 'even') return below % 2 === 0 ? below : below + 1;
  return half === 'down' ? below : below + 1;
}

function payments(all: readonly Stored<'payments'>[], zone: string): string[] {
  return all.map(
    ({ AmountPaid, PaymentMethodName, DatePaid, CurrencyCode }) =>
      `${centsOf(AmountPaid)} ${PaymentMethodName} ${dayIn(zone, DatePaid)} ${CurrencyCode || 'AUD'}`,
  );
}

function returned(rma: Stored<'rmas'>): string {
  const lines = rma.RmaLine.map(
    ({ SKU, Quantity, RefundSubtotal, Tax }) => `${Number(Quantity)} ${SKU} ${centsOf(RefundSubtotal)} ${centsOf(Tax)}`,
  );
  const refunds = rma.Refund.map(
    ({ RefundAmount, PaymentMethodName, DateRefunded }) =>
      `${centsOf(RefundAmount)} ${PaymentMethodName} ${DateRefunded.slice(0, 10)}`,
  );
  return [
    `${centsOf(rma.RefundTotal)} ${centsOf(rma.RefundTaxTotal)} ${centsOf(rma.ShippingRefundAmount || '0')}`,
    `${rma.DateIssued.slice(0, 10)} ${rma.CurrencyCode || 'AUD'}`,
    ...lines,
    ...refunds,
  ].join('; ');
}

function dayIn(timeZone: string, utc: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(
    new Date(`${utc.replace(' ', 'T')}Z`),
  );
}
