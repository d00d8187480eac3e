import { type Decimal, decimal, multiply } from '../model/money.ts';
import { dayAfter, type Instant, type LocalDate } from '../model/time.ts';
import type { SeenPayments } from './appeared.ts';
import type { BatchedOrder } from './batches/orders.ts';
import type { Books, Part } from './books.ts';
import type { ExpectedCopy, People } from './expected.ts';
import type { Arrival, ArrivalCause, ArrivalVerdict, BatchMemory } from './verdicts.ts';

export interface ArrivalSettings {
  /** `each`: an invoice for each order; undefined where nobody has said. */
  readonly invoices: 'each' | 'batched' | undefined;
  /** An earlier look has found single orders by their numbers. */
  readonly wasByOrder?: boolean | undefined;
  /** Whether an invoice of this number would be one of the primary's own orders: then the export makes one for each. */
  readonly isOwnNumber?: ((number: string) => boolean) | undefined;
  /** All orders of these days that the export takes, the primary's own too; undefined where they were not read. */
  readonly batched?: Part<BatchedOrder> | undefined;
  /** What earlier looks know of an export in batches. */
  readonly batchMemory?: BatchMemory | undefined;
  readonly usualDelayHours: number;
  /** How contacts are recognised, and whether they may be named. */
  readonly people: People;
  /** Codes of accounts in Xero, by payment method of the primary. */
  readonly accounts: Readonly<Record<string, string>>;
  /** By how much a total may differ. */
  readonly tolerance: Decimal;
  /** The last day of the books that is locked: the later of the file's and the organisation's. */
  readonly lockDate: LocalDate | null;
  readonly now: Instant;
  readonly today: LocalDate;
  /** Which payments the last look has seen; left out where none is known. */
  readonly seenPayments?: SeenPayments | undefined;
}

/** What all parts of a judgement share. */
export interface Judging {
  readonly books: Books;
  readonly settings: ArrivalSettings;
  readonly notes: Notes;
  /** Overpayments that stand for a payment already: none stands for two. */
  readonly used: Set<string>;
  /** At which moment a payment was in the primary at the latest; null where nothing tells. */
  readonly appeared: (id: string) => Instant | null;
}

/** What does no harm is told once, with how often it was seen. */
export class Notes {
  readonly #counts = new Map<string, number>();

  add(note: string): void {
    this.#counts.set(note, (this.#counts.get(note) ?? 0) + 1);
  }

  all(): string[] {
    return [...this.#counts].map(([note, times]) => (times === 1 ? note : `${note} (${times} times)`));
  }
}

type Said = Partial<
  Pick<Arrival, 'xeroId' | 'primary' | 'xero' | 'contacts' | 'remedy' | 'id' | 'entity' | 'day' | 'amount'>
>;

/** Of an invoice, unless told otherwise. */
export function arrival(
  copy: ExpectedCopy,
  verdict: ArrivalVerdict,
  cause: ArrivalCause | null,
  message: string,
  said: Said = {},
): Arrival {
  return {
    ...{ entity: 'invoice', verdict, cause, store: copy.store, orderId: copy.sourceId },
    ...{ id: copy.number, number: copy.number, day: copy.day, amount: copy.total },
    ...{ xeroId: null, primary: null, xero: null, message, remedy: '' },
    ...said,
  } as Arrival;
}

const HOUR = 3_600_000;

/** Hours since the export had reason to take it; null where nobody knows. */
export function ageOf({ changedAt }: Pick<ExpectedCopy, 'changedAt'>, { now }: ArrivalSettings): number | null {
  return changedAt === null ? null : (Date.parse(now) - Date.parse(changedAt)) / HOUR;
}

/** What is looked for, where it is not the order itself. */
interface Sought {
  /** What comes after the invoice takes one run of the export more. */
  readonly furtherHours?: number;
  /** Whether a payment or a return changes its order's time in the primary is not known. */
  readonly day?: LocalDate | null;
  /** At which moment it was there at the latest: its day may be of long before. */
  readonly since?: Instant | null;
}

/** Whether it may still come: the export had no time yet for what it is, or for its last change. */
export function mayStillCome(
  { changedAt, day: own }: Pick<ExpectedCopy, 'changedAt' | 'day'>,
  { usualDelayHours, now }: ArrivalSettings,
  { furtherHours = 0, day = null, since = null }: Sought = {},
): boolean {
  // Without a time of its own an order is at least not older than its day.
  const days = [day, changedAt === null ? own : null].flatMap((one) =>
    one === null ? [] : [`${dayAfter(one)}T00:00:00Z`],
  );
  const moments = [changedAt, since].filter((one) => one !== null);
  return [...days, ...moments].some((at) => (Date.parse(now) - Date.parse(at)) / HOUR < usualDelayHours + furtherHours);
}

/** Half a cent for each amount that is rounded by itself, rounded up to whole cents. */
export function roundingOf({ roundings }: Pick<ExpectedCopy, 'roundings'>): Decimal {
  return multiply(decimal('0.01'), decimal(Math.ceil(roundings / 2)));
}
