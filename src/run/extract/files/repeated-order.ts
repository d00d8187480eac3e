import type { FeedOrder } from '../../../feeds/read/order-rows.ts';
import { type FeedPricing, priceFeedOrder } from './price-feed-order.ts';

type MeantRows =
  | { readonly kind: 'order'; readonly found: FeedOrder }
  /** A sentence with what each way of reading comes to. */
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * An order whose row set comes more than once was exported twice, or has equal lines. What the file says of its money
 * decides: a total, a tax, or what was paid that fits one way of reading alone. Where nothing does, it is taken as it
 * stands only where nothing speaks against that.
 */
export function meantRows(
  whole: FeedOrder,
  { fewer, doubtful }: { readonly fewer: readonly FeedOrder[]; readonly doubtful: boolean },
  pricing: FeedPricing,
): MeantRows {
  const readings = [...fewer, whole].map((found) => ({ found, ...priceFeedOrder(found, pricing) }));
  const byTax = whole.taxTotal === null ? readings : readings.filter(({ taxProblem }) => taxProblem === undefined);
  const bySum = byTax.filter(({ fitting }) => fitting);
  // A part that was paid fits no reading, and says nothing where the tax has said it.
  const said = bySum.length > 0 || whole.total !== null ? bySum : whole.taxTotal === null ? [] : byTax;
  const [only, another] = said;
  if (only !== undefined && another === undefined) return { kind: 'order', found: only.found };
  if (!doubtful) return { kind: 'order', found: whole };
  const stand = readings.at(-1)?.price.total;
  const why =
    fewer.length === 0
      ? `Together they come to ${stand}.`
      : `Read once they come to ${readings[0]?.price.total}, as they stand to ${stand}.`;
  return { kind: 'unknown', why };
}
