import type { Pipeline } from '../config/pipeline.ts';
import { financialEntities } from '../entities/registry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { FinancialRecord } from '../ledger/record.ts';
import type { EntityName } from '../model/entities.ts';
import { add, type Decimal, ZERO } from '../model/money.ts';
import { instantOfMilliseconds, type LocalDate, localDateOf } from '../model/time.ts';
import { type LastProof, readLastProofs } from '../proof/proof-state.ts';
import { unconfirmedSince } from '../run/unconfirmed.ts';
import { booksStandingOf } from './books-standing.ts';
import { decisionsOf } from './decisions.ts';

/** Did everything arrive, does it add up, what is to be done? */
export interface Verdict {
  /** The month so far, such as `2026-10`, by accounting dates; with all that is open from before. */
  readonly month: string;
  /** By entity that is money: orders, payments, returns. Those of which there is nothing are left out. */
  readonly parts: readonly VerdictPart[];
  readonly agreement: Agreement;
  /** Decisions that a person has to make, however many records each is about. */
  readonly decisions: number;
  /** Orders that are copied only after a person's yes. */
  readonly unconfirmed: number;
  /** All that somebody must do: decisions, differences, a yes. */
  readonly toDo: number;
  /** Of the last whole run; null where there was none. */
  readonly lastRun: { readonly run: number; readonly status: string } | null;
}

export interface VerdictPart {
  readonly entity: EntityName;
  readonly inBooks: number;
  /** In the primary, with what a person has accepted beside the source. */
  readonly inBooksAmount: Decimal;
  /** In the books, or to be put there: what a rule leaves out is in neither number. */
  readonly all: number;
  readonly allAmount: Decimal;
  /** Quarantined until a person decides. */
  readonly quarantined: number;
  /** Read, and not decided yet; the next run goes on with them. */
  readonly pending: number;
  /** Of this month, left out by a rule. */
  readonly leftOut: number;
}

/** What the last comparison of both sides of each store says. */
export type Agreement =
  /** @param day of the oldest of them */
  | { readonly kind: 'equal'; readonly day: LocalDate }
  /** @param differences that nothing explains */
  | { readonly kind: 'differs'; readonly day: LocalDate; readonly differences: number }
  /** @param stores that were never compared, or had nothing to compare */
  | { readonly kind: 'unproven'; readonly stores: readonly string[] };

/** Runs among which there is a whole one. */
const LOOKED_AT = 100;

/**
 * From what the ledger holds; no store is asked.
 * @param now milliseconds since 1970
 */
export async function readVerdict(
  ledger: Pick<Ledger, 'financialRecords' | 'quarantined' | 'runs' | 'learned'>,
  pipeline: Pipeline,
  now: number,
): Promise<Verdict> {
  const month = localDateOf(instantOfMilliseconds(now), pipeline.primary.timezone).slice(0, 7);
  const names = financialEntities().map(({ name }) => name);
  const records = (await ledger.financialRecords(names)).filter((record) => belongsTo(month, record));
  const decisions = decisionsOf(await ledger.quarantined()).length;
  const runs = await ledger.runs(LOOKED_AT);
  const unconfirmed = unconfirmedSince(runs);
  const agreement = agreementOf(await readLastProofs(ledger, pipeline), pipeline);
  const differences = agreement.kind === 'differs' ? agreement.differences : 0;
  const last = runs.find(({ narrowed, endedAt, status }) => !narrowed && endedAt !== null && status !== 'undone');
  return {
    month,
    parts: names.flatMap((entity) => partOf(entity, records)),
    agreement,
    decisions,
    unconfirmed: unconfirmed.reduce((sum, { orders }) => sum + orders, 0),
    toDo: decisions + differences + unconfirmed.length,
    lastRun: last === undefined ? null : { run: last.id, status: last.status },
  };
}

/** What is open belongs to every month until it is decided; what has no day is booked when it comes. */
function belongsTo(month: string, record: FinancialRecord): boolean {
  if (record.bookedOn?.startsWith(month) === true) return true;
  const standing = booksStandingOf(record);
  return standing === 'quarantined' || standing === 'open';
}

function partOf(entity: EntityName, all: readonly FinancialRecord[]): VerdictPart[] {
  const own = all.filter((record) => record.entity === entity);
  const of = (standing: ReturnType<typeof booksStandingOf>): FinancialRecord[] =>
    own.filter((record) => booksStandingOf(record) === standing);
  const [copied, quarantined, open, leftOut] = [of('copied'), of('quarantined'), of('open'), of('left-out')];
  if (own.length === 0) return [];
  const inBooksAmount = sum(copied, ({ amount, accepted }) => (amount === null ? ZERO : add(amount, accepted)));
  return [
    {
      ...{ entity, inBooks: copied.length, inBooksAmount },
      all: copied.length + quarantined.length + open.length,
      allAmount: add(
        inBooksAmount,
        sum([...quarantined, ...open], ({ amount }) => amount ?? ZERO),
      ),
      ...{ quarantined: quarantined.length, pending: open.length, leftOut: leftOut.length },
    },
  ];
}

function sum(records: readonly FinancialRecord[], amountOf: (record: FinancialRecord) => Decimal): Decimal {
  return add(ZERO, ...records.map(amountOf));
}

function agreementOf(proofs: readonly LastProof[], { secondaries }: Pick<Pipeline, 'secondaries'>): Agreement {
  const differences = proofs.flatMap((one) => one.differences).length;
  const [oldest] = proofs.map(({ day }) => day).sort();
  if (differences > 0 && oldest !== undefined) return { kind: 'differs', day: oldest, differences };
  const proven = new Set(proofs.filter((one) => one.proven).map(({ store }) => store));
  const stores = secondaries.map(({ name }) => name).filter((name) => !proven.has(name));
  return stores.length > 0 || oldest === undefined ? { kind: 'unproven', stores } : { kind: 'equal', day: oldest };
}
