import type { FakeStore } from '../../src/fake-store/index.ts';
import type { Measured } from './measure.ts';

/** How often what makes an order difficult was there. */
export type Coverage = Readonly<Record<(typeof kinds)[number], number>>;

const kinds = [
  '5 %',
  '10 %',
  '12.5 %',
  '33.33 %',
  'amounts off',
  '20 pieces or more',
  'half cents',
  'prices with tax',
  'prices before tax',
  'coupons',
  'discounted shipping',
  'several payments',
  'backorders',
  'kits',
  'surcharges',
  'free lines beside taxed ones',
  'returns',
  'parts of orders returned',
  'shoppers of both stores',
] as const;

export function coverageOf({ stores, withHalfCents }: Measured): Coverage {
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<(typeof kinds)[number], number>;
  const both: FakeStore[] = [stores.west, stores.south];
  let orders = 0;
  for (const store of both) {
    for (const order of store.orders()) {
      orders += 1;
      const add = (kind: (typeof kinds)[number], isSo: boolean) => {
        if (isSo) counts[kind] += 1;
      };
      const lines = order.OrderLine;
      for (const percent of ['5', '10', '12.5', '33.33'] as const)
        add(`${percent} %`, lines.some(({ PercentDiscount }) => Number(PercentDiscount) === Number(percent))); // biome-ignore format: one line
      add('amounts off', lines.some(({ ProductDiscount }) => Number(ProductDiscount) > 0)); // biome-ignore format: one line
      add('20 pieces or more', lines.some(({ Quantity }) => Number(Quantity) >= 20)); // biome-ignore format: one line
      add('prices with tax', order.TaxInclusive.toLowerCase() === 'true');
      add('prices before tax', order.TaxInclusive.toLowerCase() !== 'true');
      add('coupons', Number(order.CouponDiscount) > 0);
      add('discounted shipping', Number(order.ShippingDiscount) > 0);
      add('several payments', store.payments(order.OrderID).length > 1);
      add('backorders', order.RelatedOrderID !== '');
      add('kits', lines.some(({ ComponentOfKit }) => ComponentOfKit !== '')); // biome-ignore format: one line
      add('surcharges', Number(order.SurchargeTotal) > 0);
      add('free lines beside taxed ones', new Set(lines.map(({ TaxCode }) => TaxCode)).size > 1);
    }
    counts.returns += store.rmas().length;
    counts['parts of orders returned'] += store.rmas().filter((rma) => isPart(store, rma)).length;
  }
  counts['half cents'] = Math.round(withHalfCents * orders);
  const shoppers = both.map((store) => new Set([...store.orders()].map(({ Username }) => Username)));
  counts['shoppers of both stores'] = [...(shoppers[0] ?? [])].filter((name) => shoppers[1]?.has(name)).length;
  return counts;
}

function isPart(store: FakeStore, { OrderID, RmaLine }: ReturnType<FakeStore['rmas']>[number]): boolean {
  const sold = store.order(OrderID)?.OrderLine ?? [];
  const pieces = (lines: readonly { readonly Quantity: string }[]) =>
    lines.reduce((sum, { Quantity }) => sum + Number(Quantity), 0);
  return pieces(RmaLine) < pieces(sold);
}
