import { add, type Decimal, equal, ZERO } from '../../../model/money.ts';
import type { OrderLine } from '../../../model/order.ts';
import { sameKey } from '../../../model/text-key.ts';
import { lineSum } from '../../comparing/line-sums.ts';
import type { ExpectedLine } from './expected-order.ts';

/** A line that the copy must show, with the SKU that its own store has for it; empty where it has none. */
interface SoughtLine {
  readonly expected: ExpectedLine;
  readonly sourceSku: string;
}

export interface PairedLines {
  /** In the order of the source; `place` is the line's own. */
  readonly pairs: readonly { readonly place: number; readonly expected: ExpectedLine; readonly existing: OrderLine }[];
  /** Lines of either side that stand for none of the other's by themselves. */
  readonly missing: readonly SoughtLine[];
  readonly extra: readonly OrderLine[];
}

type Fits = (sought: SoughtLine, existing: OrderLine) => boolean;

/** From the surest to the least sure; each line is taken once. */
const ways: readonly Fits[] = [
  (sought, existing) => isSameProduct(sought, existing) && hasQuantity(sought, existing) && comesTo(sought, existing),
  (sought, existing) => isSameProduct(sought, existing) && hasQuantity(sought, existing),
  (sought, existing) => hasQuantity(sought, existing) && comesTo(sought, existing),
  isSameProduct,
];

/**
 * Which line of a copy that somebody else made stands for which line of its source: by product, quantity and sum, in any
 * order. Lines of one product that were put together or taken apart stand for one another as a whole.
 */
export function pairLines(sought: readonly SoughtLine[], copy: readonly OrderLine[]): PairedLines {
  const pairs: PairedLines['pairs'][number][] = [];
  const regrouped = sought.filter((one) => isRegrouped(one, sought, copy));
  let open = [...sought.entries()].filter(([, one]) => !regrouped.includes(one));
  let left = copy.filter((existing) => !regrouped.some((one) => isSameProduct(one, existing)));
  for (const fits of ways) {
    for (const [place, one] of open) {
      const existing = left.find((line) => fits(one, line));
      if (existing === undefined) continue;
      pairs.push({ place, expected: one.expected, existing });
      left = left.filter((line) => line !== existing);
    }
    open = open.filter(([place]) => !pairs.some((pair) => pair.place === place));
  }
  pairs.sort((a, b) => a.place - b.place);
  const regroupedExisting = copy.filter((existing) => regrouped.some((one) => isSameProduct(one, existing)));
  return { pairs, missing: [...regrouped, ...open.map(([, one]) => one)], extra: [...regroupedExisting, ...left] };
}

/** Another number of lines of this product, and the same quantity in all. */
function isRegrouped(one: SoughtLine, sought: readonly SoughtLine[], copy: readonly OrderLine[]): boolean {
  const existing = copy.filter((line) => isSameProduct(one, line));
  const own = sought.filter(({ expected, sourceSku }) =>
    existing.some((line) => isSameProduct({ expected, sourceSku }, line)),
  );
  if (existing.length === 0 || existing.length === own.length) return false;
  const ofSource = add(ZERO, ...own.map(({ expected }) => expected.quantity));
  return equal(ofSource, add(ZERO, ...existing.map(({ quantity }) => quantity)));
}

/** Under its own SKU, or under the one that the rules give it. */
function isSameProduct({ expected, sourceSku }: SoughtLine, { sku }: OrderLine): boolean {
  return sku.trim() !== '' && (sameKey(sku, expected.sku) || sameKey(sku, sourceSku));
}

function hasQuantity({ expected }: SoughtLine, { quantity }: OrderLine): boolean {
  return equal(expected.quantity, quantity);
}

function comesTo({ expected }: SoughtLine, existing: OrderLine): boolean {
  const sums: readonly Decimal[] = [...expected.sums, ...expected.couponSums];
  return sums.some((sum) => equal(sum, lineSum(existing, 'per-line')) || equal(sum, lineSum(existing, 'per-unit')));
}
