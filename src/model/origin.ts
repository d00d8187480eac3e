import type { Decimal } from './money.ts';
import type { OrderLine } from './order.ts';
import { storeIdentity } from './store-identity.ts';
import type { Instant, LocalDate } from './time.ts';

const ofAnyAccount =
  /Copied from \S+ customer .* by neto-consolidator|All orders copied from \S+ by neto-consolidator/u;

/** What an order says of where it came from, and what it is known by where it says nothing. */
export interface OrderOrigin {
  readonly id: string;
  readonly internalNotes: string;
  readonly lines: readonly { readonly externalSystem: string; readonly externalOrder: string }[];
  readonly status: string;
  readonly username: string;
  readonly email: string;
  readonly grandTotal: Decimal | undefined;
  readonly placedAt: Instant | null;
  readonly invoicedOn: LocalDate | null;
}

/** The first line of a copy's internal notes, by which people and a second installation know it as a copy. */
const ORIGIN = /^Copied from (\S+) (\S+) by neto-consolidator, installation ([^\s,]+)(.*)/;
const GENERATION = /, generation (\d+)/;
const HOST = /, store ([^\s,]+)/;
const BY_FILE = /, by a file/;
const DUE = /, due date by the pipeline file: (\d{1,3}) days/;

export interface Source {
  readonly store: string;
  readonly sourceId: string;
  /** The store's, whatever it is called; copies of earlier versions don't tell it. */
  readonly host?: string | undefined;
}

export interface Origin extends Source {
  /** The ledger's own id; the copies of another ledger bear another one. */
  readonly installation: string;
  /** Of that ledger, when it made the copy; 1 where the copy tells none. */
  readonly generation: number;
  /** It came by an exported file, so no run made it. */
  readonly byFile: boolean;
  /**
   * Its order had no due date, and it was given the one so many days after the order's day in the books. Undefined for one
   * that has its order's own, or none; what was copied before the pipeline file had such a rule is known by that.
   */
  readonly dueDays: number | undefined;
}

/** As it stands in that line. */
export function dueDaysText(days: number): string {
  return `due date by the pipeline file: ${days} days`;
}

/** @returns undefined for orders that are no copies */
export function originOf(internalNotes: string): Origin | undefined {
  const match = ORIGIN.exec(internalNotes.trimStart());
  if (match === null) return undefined;
  const [, store = '', sourceId = '', installation = '', rest = ''] = match;
  const generation = Number(GENERATION.exec(rest)?.[1] ?? 1);
  const [, days] = DUE.exec(rest) ?? [];
  return {
    ...{ store, sourceId, host: HOST.exec(rest)?.[1], installation, generation, byFile: BY_FILE.test(rest) },
    dueDays: days === undefined ? undefined : Number(days),
  };
}

/** Whether the two are one store: by its host where both tell it, since a name is only what a pipeline file says. */
export function isSameStore(a: Omit<Source, 'sourceId'>, b: Omit<Source, 'sourceId'>): boolean {
  return a.host !== undefined && b.host !== undefined
    ? storeIdentity(a.host) === storeIdentity(b.host)
    : a.store === b.store;
}

/** As much of an order as tells where it came from. */
interface ShownOrigin {
  readonly internalNotes: string;
  readonly lines: readonly Pick<OrderLine, 'externalSystem' | 'externalOrder'>[];
}

/**
 * The source order that an order of the primary says it is the copy of: by its notes, else by a line's references.
 * @returns undefined for orders that are no copies, and where the primary gives neither back
 */
export function sourceOf(order: ShownOrigin): Source | undefined {
  const origin = originOf(order.internalNotes);
  if (origin !== undefined) return { store: origin.store, sourceId: origin.sourceId, host: origin.host };
  const line = order.lines.find(({ externalSystem, externalOrder }) => externalSystem !== '' && externalOrder !== '');
  return line === undefined ? undefined : { store: line.externalSystem, sourceId: line.externalOrder };
}

/** The first line of the internal notes of an account or product that this program made. */
export function originNote(kind: 'customer' | 'product', store: string, sourceId: string): string {
  return `Copied from ${store} ${kind} ${sourceId} by neto-consolidator`;
}

/** A store may put words of its own before or after. */
export function bearsNote(internalNotes: string, note: string): boolean {
  return note !== '' && internalNotes.normalize('NFC').includes(note.normalize('NFC'));
}

export function firstLine(notes: string): string {
  return notes.split('\n')[0] ?? '';
}

/** The note of an account that all customers of a store stand under. */
export function houseNote(store: string): string {
  return `All orders copied from ${store} by neto-consolidator stand under this account`;
}

/** Whether an account's notes say that this program made it, for whichever store. */
export function isMadeAccount(internalNotes: string): boolean {
  return ofAnyAccount.test(internalNotes);
}
