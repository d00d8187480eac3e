import { randomFrom } from '../../src/fake-store/index.ts';
import { kinds } from '../month/kinds.ts';
import { OrderDraft } from '../month/order-draft.ts';
import { articles, BEGINNING, type Plan, people } from '../month/plan.ts';
import { HOUR, MINUTE, type StoreName } from '../month/truth.ts';

export interface DayPlan {
  readonly seed: number;
  readonly hours: number;
  /** Of both secondaries together. */
  readonly ordersPerHour: number;
}

/** What takes its time: it begins while enough of the day is left. */
const long = [
  'paid at once',
  'paid later',
  'paid in two parts',
  'edited before it is invoiced',
  'cancelled before it is invoiced',
  'split before it is invoiced',
  'combined before it is invoiced',
  'returned',
  'noted after the copy',
  'given a tracking number after the copy',
  'cancelled after the copy, unpaid',
  'noted on both sides',
  'lines edited after the copy',
  'cancelled after it was copied and paid',
  'paid in another currency before the copy',
  'payment stored, and answered with an error',
  'return stored, and its answer lost',
];
/** What is over soon. */
const short = ['paid at once', 'never paid'];
/** The longest of what takes its time, with its wait for a copy while a store is down. */
const LONG = 10 * HOUR;
/** Nothing new comes in the last hour. */
const QUIET = HOUR;
/** How long things take beside their usual time, so that a payment of next week comes today. */
const PACE = 0.04;

/** New orders in every hour of a day, and what becomes of them; the same for the same seed. */
export function planDay({ seed, hours, ordersPerHour }: DayPlan): Plan {
  const random = randomFrom(seed);
  const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)] as T;
  const drafts: OrderDraft[] = [];
  for (let index = 0; index < hours * ordersPerHour; index += 1) {
    const at = ((index + random()) * HOUR) / ordersPerHour;
    if (at > hours * HOUR - QUIET) break;
    const isLong = at < hours * HOUR - QUIET - LONG;
    // Each kind in its turn, and each for both stores.
    const turn = Math.floor(index / 2);
    const kind = (isLong ? long[turn % long.length] : pick(short)) ?? '';
    const store: StoreName = index % 2 === 0 ? 'west' : 'south';
    const placedAt = BEGINNING + at;
    const draft = new OrderDraft({
      ...{ store, kind, placedAt },
      number: String(1_001 + index),
      person: pick(people),
      lines: Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
        ...pick(articles),
        quantity: 1 + Math.floor(random() * 4),
      })),
      shipping: pick([0, 895, 1_250]),
      dispatchedAt: placedAt + (isLong ? 5 + random() * 60 : 5 + random() * 20) * MINUTE,
      pace: PACE,
    });
    drafts.push(...(kinds[kind]?.plan(draft, random) ?? []));
  }
  const happenings = drafts.flatMap((draft) => draft.happenings);
  return { happenings, truths: drafts.map(({ truth }) => truth), days: hours / 24, ownOrders: 0 };
}
