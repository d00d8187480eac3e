import { randomFrom } from '../../src/fake-store/index.ts';
import { kinds } from './kinds.ts';
import { address, type Line, OrderDraft } from './order-draft.ts';
import { DAY, dollars, type Happening, HOUR, netoTimeOf, type StoreName, type Truth } from './truth.ts';

/** Monday morning in Sydney; daylight saving begins within the month. */
export const BEGINNING = Date.parse('2026-09-06T22:00:00Z');
/** Nothing happens at the end, so that what must be noticed within a day is. */
export const QUIET = 1.1 * DAY;
/** The longest that anything takes after an order was dispatched, at full pace. */
const TAIL = 150 * HOUR;

export const articles: readonly Line[] = [
  { sku: 'TENT', quantity: 1, cents: 24_995 },
  { sku: 'SWAG', quantity: 1, cents: 18_333 },
  { sku: 'LAMP', quantity: 1, cents: 4_995 },
  { sku: 'STOVE', quantity: 1, cents: 8_907 },
  { sku: 'ROPE', quantity: 1, cents: 111 },
  { sku: 'MAT', quantity: 1, cents: 3_599 },
];
export const people = ['Ada', 'Ben', 'Cy', 'Dot', 'Eve', 'Flo', 'Gus', 'Hal', 'Ida', 'Jo'] as const;

export interface Plan {
  /** In the order in which they happen. */
  readonly happenings: readonly Happening[];
  readonly truths: readonly Truth[];
  readonly days: number;
  readonly ownOrders: number;
}

/** What happens in a number of days, the same for the same seed. */
export function planMonth({
  seed,
  days,
  orders,
  among = kinds,
  more = {},
}: {
  readonly seed: number;
  readonly days: number;
  readonly orders: number;
  /** Kinds of orders that there are, in place of all. */
  readonly among?: typeof kinds;
  /** Kinds of orders besides. */
  readonly more?: typeof kinds;
}): Plan {
  const all = { ...among, ...more };
  const random = randomFrom(seed);
  const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)] as T;
  const pace = Math.min(1, days / 20);
  const dispatching = Math.min(20, days * 3) * HOUR;
  const open = days * DAY - QUIET - HOUR - dispatching - TAIL * pace;
  if (open < 0) throw new RangeError('At least three days are needed');
  const names = shuffled(kindsFor(orders, all), random);
  const drafts: OrderDraft[] = [];
  for (let index = 0; index < orders; index += 1) {
    const store: StoreName = index % 2 === 0 ? 'west' : 'south';
    const placedAt = BEGINNING + random() * open;
    const draft = new OrderDraft({
      store,
      number: String(1_001 + index),
      kind: names[index] ?? '',
      person: pick(people),
      lines: Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
        ...pick(articles),
        quantity: 1 + Math.floor(random() * 4),
      })),
      shipping: pick([0, 895, 1_250]),
      placedAt,
      dispatchedAt: placedAt + HOUR + random() * dispatching,
      pace,
    });
    drafts.push(...(all[draft.truth.kind]?.plan(draft, random) ?? []));
  }
  const ownOrders = days * 5;
  const happenings = drafts.flatMap((draft) => draft.happenings).concat(ownWork(ownOrders, days, random));
  return { happenings, truths: drafts.map(({ truth }) => truth), days, ownOrders };
}

/** At least one of each kind, however few orders there are. */
function kindsFor(orders: number, all: typeof kinds): string[] {
  const names = Object.keys(all);
  const counted = Object.entries(all).flatMap(([name, { ofThousand }]) =>
    Array<string>(Math.max(1, Math.round((ofThousand * orders) / 1_000))).fill(name),
  );
  while (counted.length < orders) counted.push(names[0] ?? '');
  return counted.sort((a, b) => names.indexOf(b) - names.indexOf(a)).slice(0, orders);
}

function shuffled(names: string[], random: () => number): string[] {
  return names
    .map((name) => ({ name, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name);
}

/** Sales of the primary itself, which are nobody else's business. */
function ownWork(count: number, days: number, random: () => number): Happening[] {
  return Array.from({ length: count }, (_, index) => {
    const at = BEGINNING + random() * (days * DAY - QUIET);
    const cents = 500 + Math.floor(random() * 9_000);
    return {
      at,
      truth: undefined,
      ready: undefined,
      act: ({ main }) => {
        main.panel.addOrder({
          OrderID: `N${5_000 + index}`,
          OrderStatus: 'Dispatched',
          DatePlaced: netoTimeOf(at),
          DateInvoiced: dayInSydney(at),
          DatePaymentDue: netoTimeOf(at + 14 * DAY),
          Username: 'ann',
          Email: 'ann@example.net',
          ...address('Bill', 'Ann'),
          OrderLine: [{ SKU: 'OWN', Quantity: 1, UnitPrice: dollars(cents) }],
          // Numbered by the store, as those that are copied there are: a number of our own might be one of theirs.
          OrderPayment: [{ Amount: dollars(cents), PaymentType: 'PayPal', DatePaid: netoTimeOf(at) }],
        });
      },
    };
  });
}

function dayInSydney(at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Sydney' }).format(at);
}
