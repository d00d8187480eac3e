import type { EntityName } from '../../model/entities.ts';
import type { LookCode } from '../../model/look-codes.ts';
import { addSeconds, type Instant, type LocalDate, localDateOf, startOfDay } from '../../model/time.ts';

interface LookSample {
  /** Of the account, the order or the payment, in its own store. */
  readonly sourceId: string;
  /** Of a payment: the orders that it stands on, by their ids in their own stores. */
  readonly orders?: readonly string[] | undefined;
  readonly day?: LocalDate | undefined;
}

/** Something that is copied rightly and may be wrong where it comes from. It changes neither status nor exit code. */
export interface Look {
  readonly store: string;
  readonly entity: EntityName;
  readonly code: LookCode;
  readonly count: number;
  /** Up to five of them. */
  readonly samples: readonly LookSample[];
  readonly message: string;
  /** What to do, in a sentence. */
  readonly remedy: string;
}

interface Kind {
  readonly entity: EntityName;
  readonly one: string;
  readonly many: string;
  readonly remedy: string;
}

const kinds: Readonly<Record<LookCode, Kind>> = {
  'account-without-name': {
    entity: 'customers',
    one: 'account has neither a company nor a first or last name, by which Xero would call its contact',
    many: 'accounts have neither a company nor a first or last name, by which Xero would call their contacts',
    remedy: 'Give them a name in their store and in the primary, before their invoices go to Xero.',
  },
  'invoice-date-ahead': {
    entity: 'orders',
    one: 'order is invoiced on a day that is still to come',
    many: 'orders are invoiced on days that are still to come',
    remedy: 'Look at the year first; if it is a slip, mend the date in its store and on the copy.',
  },
  'payment-date-ahead': {
    entity: 'payments',
    one: 'payment is of a day that is still to come',
    many: 'payments are of days that are still to come',
    remedy: 'Look at the year first; if it is a slip, mend the date in its store and on the copy.',
  },
  'transaction-on-two-orders': {
    entity: 'payments',
    one: 'transaction of the gateway stands on more than one order',
    many: 'transactions of the gateway stand on more than one order each',
    remedy:
      'Look the transaction up at the gateway; if it paid one order alone, remove the other payment in its store.',
  },
};

const SAMPLES = 5;
/** No store is read whose clock is further behind than a day. */
const SURELY_PAST = -3 * 86_400;

type Bound = (store: string) => Instant | undefined;

/** Gathers it while a run goes on, whether the run is a plan or not. */
export class WorthALook {
  readonly #now: () => Instant;
  readonly #found = new Map<string, Map<string, LookSample>>();
  readonly #zones = new Map<string, string>();

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** @param id what is counted once */
  note(store: string, code: Exclude<LookCode, `${string}-ahead`>, sample: LookSample, id = sample.sourceId): void {
    this.#add(store, code, id, sample);
  }

  /** Whether the day lies ahead is known when its store has been read. */
  noteDay(
    { store, timeZone }: { readonly store: string; readonly timeZone: string },
    code: Extract<LookCode, `${string}-ahead`>,
    sample: Omit<LookSample, 'day'> & { readonly day: LocalDate | null },
  ): void {
    const { day } = sample;
    if (day === null || day < localDateOf(addSeconds(this.#now(), SURELY_PAST), timeZone)) return;
    this.#zones.set(store, timeZone);
    this.#add(store, code, sample.sourceId, { ...sample, day });
  }

  /** @param bound up to when a store was read, by its own time; our own where it tells none */
  list(bound: Bound): Look[] {
    const keyed = [...this.#found].sort(([a], [b]) => (a < b ? -1 : 1));
    return keyed.flatMap(([key, samples]): Look[] => {
      const [store = '', code] = JSON.parse(key) as [string, LookCode];
      const last = lastDay(bound(store) ?? this.#now(), this.#zones.get(store));
      const left = [...samples.values()].filter(({ day }) => day === undefined || day > last).sort(byId);
      const [first] = left;
      if (first === undefined) return [];
      const { entity, one, many, remedy } = kinds[code];
      const named = left.slice(0, SAMPLES);
      const such = `${left.length > SAMPLES ? 'such as ' : ''}${named.map(nameOf).join(', ')}`;
      const message = `${left.length} ${left.length === 1 ? one : many}: ${such}.`;
      return [{ store, entity, code, count: left.length, samples: named, message, remedy }];
    });
  }

  #add(store: string, code: LookCode, id: string, sample: LookSample): void {
    const key = JSON.stringify([store, code]);
    const samples = this.#found.get(key) ?? new Map<string, LookSample>();
    this.#found.set(key, samples);
    if (!samples.has(id)) samples.set(id, sample);
  }
}

/** The day after the one up to which was read: what is dated a day early is no slip. */
function lastDay(bound: Instant, timeZone = 'UTC'): LocalDate {
  const midnight = startOfDay(localDateOf(bound, timeZone), timeZone);
  return localDateOf(addSeconds(midnight, 36 * 3600), timeZone);
}

function nameOf({ sourceId, orders, day }: LookSample): string {
  const of = [...(orders === undefined ? [] : [`on ${orders.join(' and ')}`]), ...(day === undefined ? [] : [day])];
  return of.length === 0 ? sourceId : `${sourceId} (${of.join(', ')})`;
}

function byId({ sourceId: a }: LookSample, { sourceId: b }: LookSample): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
