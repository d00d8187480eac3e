import type { Ledger } from '../ledger/ledger.ts';
import type { Seen } from '../model/habits.ts';
import { type Decimal, isZero, subtract } from '../model/money.ts';
import type { Order } from '../model/order.ts';
import { hasCoupon } from '../transform/coupon.ts';
import { totalsOf } from '../transform/explain-total.ts';
import { KnownReadings } from '../transform/known-readings.ts';
import type { PricedDraft } from '../transform/price-order.ts';
import { dimensionsOf, lastingDimensions } from '../transform/readings.ts';
import type { HabitListener } from './open-run.ts';

const SCOPE = 'readings';

/** What the orders that stores show teach about their arithmetic, kept by host from run to run. */
export class StoreReadings {
  readonly #ledger: Pick<Ledger, 'learned' | 'learn'>;
  readonly #habits: HabitListener | undefined;
  readonly #known = new Map<string, KnownReadings>();
  readonly #changed = new Set<string>();
  readonly #searched = new Set<string>();

  constructor(ledger: Pick<Ledger, 'learned' | 'learn'>, habits?: HabitListener) {
    this.#ledger = ledger;
    this.#habits = habits;
  }

  async of(host: string): Promise<KnownReadings> {
    const known = this.#known.get(host) ?? KnownReadings.parse(await this.#ledger.learned(SCOPE, host));
    this.#known.set(host, known);
    return known;
  }

  /** Of an order as its store shows it, be it a source or a copy. */
  async teach(host: string, order: Order, gstPercent: Decimal): Promise<void> {
    if (!isTelling(order)) return;
    const known = await this.of(host);
    const shown = pricedAs(order);
    const total = subtract(order.grandTotal, order.surchargeTotal);
    const totalUnder = totalsOf(shown, gstPercent);
    const learned = known.teach(dimensionsOf(shown, false), (reading) => totalUnder(reading) === total);
    if (learned) this.#changed.add(host);
  }

  /** Whether nobody has searched this store for orders that tell since the run began; from now on somebody has. */
  beginSearch(host: string): boolean {
    if (this.#searched.has(host)) return false;
    this.#searched.add(host);
    return true;
  }

  /** Puts what is new into the ledger. */
  async save(): Promise<void> {
    for (const host of [...this.#changed]) {
      // Before it is put down: what is learned while that goes on is put down the next time.
      this.#changed.delete(host);
      const known = await this.of(host);
      await this.#ledger.learn(SCOPE, host, known.text());
      for (const seen of toldBy(known)) this.#habits?.note(host, seen);
    }
  }
}

/** What a ledger knows of a store's arithmetic; nothing where none of its orders has told. */
export async function readArithmetic(ledger: Pick<Ledger, 'learned'>, host: string): Promise<Seen[]> {
  const text = await ledger.learned(SCOPE, host);
  return text === null ? [] : toldBy(KnownReadings.parse(text));
}

/** What is settled: the dimensions of which one value alone is left. */
function toldBy(known: KnownReadings): Seen[] {
  return [...lastingDimensions].flatMap((dimension): Seen[] => {
    const [only, ...others] = known.in(new Set([dimension]));
    // The names of these dimensions, and their values, are the habits' own.
    return only === undefined || others.length > 0
      ? []
      : [{ habit: dimension, value: only[dimension], in: 'orders' } as Seen];
  });
}

/** Whether an order can teach: parts of kits and coupons have questions of their own, and the tax on a surcharge is not shown. */
export function isTelling(order: Order): boolean {
  if (hasCoupon(order) || order.lines.some(({ componentOfKit }) => componentOfKit !== '')) return false;
  return order.taxInclusive || isZero(order.surchargeTotal);
}

function pricedAs(order: Order): PricedDraft {
  return {
    taxInclusive: order.taxInclusive,
    taxFreeShipping: isZero(order.shippingTax),
    shippingCost: order.shippingTotal,
    shippingDiscount: order.shippingDiscount,
    lines: order.lines.map((line) => ({
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discountPercent: line.percentDiscount,
      discountAmount: line.productDiscount,
      taxFree: isZero(line.tax),
    })),
  };
}
