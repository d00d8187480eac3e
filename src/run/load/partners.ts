import { judgeOrder } from '../../entities/order/transform/judge-order.ts';
import { addressIn, sameAddress } from '../../model/email-address.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { accountingDate, type Order } from '../../model/order.ts';
import type { OrderOrigin } from '../../model/origin.ts';
import { textKey } from '../../model/text-key.ts';
import { instantOfMilliseconds, type LocalDate, localDateOf } from '../../model/time.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { ReadingRun, WriteGates } from '../context/parts.ts';
import { reportProblem } from '../context/tell-problem.ts';
import { accountsOfBuyers } from '../copies/accounts-of-buyer.ts';
import { stagedOrders } from '../extract/staged-orders.ts';

/** One order of the same person, day and total proves nothing; these do. */
export const AT_LEAST = 20;
const OF_A_WEEK = 0.8;
const EXAMPLES = 3;

interface Pair {
  readonly sourceId: string;
  readonly targetId: string;
}

interface Week {
  orders: number;
  partners: number;
}

interface Comparison {
  readonly stopped: boolean;
  readonly compared: number;
}

/**
 * Keeps a store from being copied of whose orders most stand in the primary already, though nothing there says so: as
 * many as no chance explains have a partner of the same account, day and total outside of the map.
 * @param outside the primary's orders that no map and no note accounts for
 * @returns whether it was stopped, the other stores going on, and how many of its orders were compared
 */
export async function stopIfManyStandElsewhere(
  context: ReadingRun & WriteGates,
  store: StoreRun,
  outside: readonly OrderOrigin[],
): Promise<Comparison> {
  const { fixed } = store;
  if (context.notCopiedYet.includes(fixed.store)) return { stopped: false, compared: Number.POSITIVE_INFINITY };
  const partners = new Partners(outside, fixed.primaryTimeZone);
  const weeks = new Map<LocalDate, Week>();
  const pairs: Pair[] = [];
  let compared = 0;
  for await (const page of stagedOrders(context, store)) {
    const wanted = page.flatMap(({ key, order }) => {
      const day = accountingDate(order, fixed.timeZone);
      const isWanted = key.targetId === null && judgeOrder(order, fixed).kind === 'wanted';
      return isWanted && day !== undefined ? [{ order, day }] : [];
    });
    if (wanted.length === 0) continue;
    // Asked only where there is an order at all: its store may be down.
    const accounts = await accountsOfBuyers(
      context.ledger,
      wanted.map(({ order }) => order),
      await context.lookups.rules(store),
    );
    for (const [place, { order, day }] of wanted.entries()) {
      const week = weeks.get(mondayOf(day)) ?? { orders: 0, partners: 0 };
      weeks.set(mondayOf(day), week);
      week.orders += 1;
      compared += 1;
      const names = [order.username, ...(accounts[place] ?? [])];
      const partner = partners.take(order, names, [day, ...daysPlaced(order, store)]);
      if (partner === undefined) continue;
      week.partners += 1;
      pairs.push({ sourceId: order.id, targetId: partner.id });
    }
    // Of orders that have nothing to stand for them there, it only matters that they are enough.
    if (outside.length === 0 && compared >= AT_LEAST) break;
  }
  const today = localDateOf(instantOfMilliseconds(context.now()), fixed.timeZone);
  const isTold = [...weeks].some(
    ([monday, { orders, partners: found }]) =>
      monday >= fixed.since && daysAfter(monday, 7) <= today && found >= OF_A_WEEK * orders,
  );
  if (pairs.length < AT_LEAST || !isTold) return { stopped: false, compared };
  context.stoppedStores.add(fixed.store);
  reportProblem(context, store, tooMany(fixed.store, pairs));
  return { stopped: true, compared };
}

function tooMany(store: string, pairs: readonly Pair[]): ConsolidatorError {
  const named = pairs.slice(0, EXAMPLES).map(({ sourceId, targetId }) => `${targetId} for ${sourceId}`);
  return new ConsolidatorError(
    'copied-by-another-recipe',
    `${pairs.length} orders of ${store} seem to stand in the primary already, by account, day and total: ${named.join(', ')} and so on. Nothing of ${store} was written. If they are its copies, give \`prefix\` of ${store} the target prefix that they have and take them over with \`adopt\`; if they are not, run once with --not-copied-yet ${store}.`,
    { store },
  );
}

/** Orders of the primary, each of which can be one order's partner. */
class Partners {
  readonly #byDayAndTotal = new Map<string, OrderOrigin[]>();
  readonly #taken = new Set<string>();

  constructor(orders: readonly OrderOrigin[], timeZone: string) {
    for (const order of orders) {
      if (order.grandTotal === undefined) continue;
      const placedOn = order.placedAt === null ? null : localDateOf(order.placedAt, timeZone);
      for (const day of new Set([placedOn, order.invoicedOn])) {
        if (day === null) continue;
        const key = `${day} ${order.grandTotal}`;
        const same = this.#byDayAndTotal.get(key);
        if (same === undefined) this.#byDayAndTotal.set(key, [order]);
        else same.push(order);
      }
    }
  }

  take(
    order: Pick<Order, 'email' | 'grandTotal'>,
    accounts: readonly string[],
    days: readonly LocalDate[],
  ): OrderOrigin | undefined {
    const usernames = new Set(accounts.filter((name) => name !== '').map(textKey));
    const email = addressIn(order.email);
    for (const day of new Set(days)) {
      const partner = (this.#byDayAndTotal.get(`${day} ${order.grandTotal}`) ?? []).find((one) => {
        if (this.#taken.has(one.id)) return false;
        if (sameAddress(one.email, email)) return true;
        // One account may serve everybody who has none.
        return (email === '' || addressIn(one.email) === '') && usernames.has(textKey(one.username));
      });
      if (partner === undefined) continue;
      this.#taken.add(partner.id);
      return partner;
    }
    return undefined;
  }
}

function daysPlaced({ placedAt }: Order, { fixed }: StoreRun): LocalDate[] {
  return placedAt === null ? [] : [fixed.timeZone, fixed.primaryTimeZone].map((zone) => localDateOf(placedAt, zone));
}

function mondayOf(day: LocalDate): LocalDate {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return daysAfter(day, -weekday);
}

function daysAfter(day: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as LocalDate;
}
