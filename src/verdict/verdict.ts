import { z } from 'zod';
import { arrivalWords, toDoInXero } from '../arrival/words.ts';
import type { Pipeline } from '../config/pipeline.ts';
import { financialKinds } from '../entities/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { FinancialRecord } from '../ledger/record.ts';
import type { RunEntry } from '../ledger/run-entry.ts';
import { listed } from '../model/amounts-text.ts';
import type { EntityName, RecordKey } from '../model/entities.ts';
import type { RunProblem } from '../model/errors.ts';
import { isToConfirm, type LearnedPrefix, learnedPrefixWords } from '../model/learned-prefix.ts';
import type { SkipReason } from '../model/reasons.ts';
import { lowerKey } from '../model/text-key.ts';
import {
  addSeconds,
  dayAfter,
  type Instant,
  instantOfMilliseconds,
  type LocalDate,
  localDateOf,
  startOfDay,
} from '../model/time.ts';
import { Turns } from '../model/turns.ts';
import { lastLook } from '../proof/arrival-state.ts';
import { type LastProof, readLastProofs } from '../proof/proof-state.ts';
import { type StrangeOrder, strangeOrders } from '../run/strange-orders.ts';
import { askedFor } from '../run/unconfirmed.ts';
import { amountsOf, type CurrencyAmount, type CurrencyOf, currencyWordsSince } from './amounts.ts';
import { type BooksStanding, type StandingOf, standings } from './books-standing.ts';
import { type NarrowedRun, narrowedRun } from './narrowed-run.ts';
import { type DecidingLedger, type Decisions, readDecisions, takenRecords } from './taken.ts';

/** Did everything arrive, does it add up, what is to be done? */
export interface Verdict {
  /** The month so far, such as `2026-10`, by accounting dates; with all that is open from before. */
  readonly month: string;
  /** By entity that is money: orders, payments, returns. Those of which there is nothing are left out. */
  readonly parts: readonly VerdictPart[];
  readonly agreement: Agreement;
  /** What Xero showed when it was last looked at; left out where it was never asked. */
  readonly books?:
    | {
        readonly day: LocalDate;
        readonly words: string;
        /** What was learned of the export, and a person is to confirm. */
        readonly toConfirm?: string | undefined;
        /** What somebody is to do there; left out where there is nothing. It is in no other number. */
        readonly toDo?: string | undefined;
      }
    | undefined;
  /** Decisions that a person has to make, however many records each is about. */
  readonly decisions: number;
  /** Those that they have made, and that the next run takes up. */
  readonly decided: number;
  /** Orders that are copied only after a person's yes. */
  readonly unconfirmed: number;
  /** All that somebody must do: decisions, differences, a yes. */
  readonly toDo: number;
  /** The last whole run, also one that has not ended; null where there was none. */
  readonly lastRun: (LastRun & { readonly endedOn: LocalDate | null }) | null;
  /** No whole run has ended for days, so that what is new is missing here. */
  readonly overdue: boolean;
  /** Runs that a person narrowed, where there was no whole one yet. */
  readonly onlyNarrowed: number;
  /** The last run, where a person narrowed it. */
  readonly narrowed: NarrowedRun | null;
}

export interface LastRun {
  readonly run: number;
  /** `running`: under way, or cut off. */
  readonly status: string;
  readonly endedAt: Instant | null;
  /** It failed by nothing but that it asked for a yes. */
  readonly onlyAsked: boolean;
}

export interface VerdictPart {
  readonly entity: EntityName;
  readonly inBooks: number;
  /** In the books, or to be put there: what a rule leaves out is in neither number. */
  readonly all: number;
  /** What both come to, by currency, that of the books first; no two currencies are added up. */
  readonly amounts: readonly CurrencyAmount[];
  /** Of all of these, those whose amount is not known: they stand in no sum. */
  readonly unknownAmounts: number;
  /** Of those that are not in the books: of a day before this month. */
  readonly earlier: number;
  /** Quarantined until a person decides; some of these are in the books and differ there. */
  readonly quarantined: number;
  /** Read, and not decided yet; the next run goes on with them. */
  readonly pending: number;
  /** Decided by a person, and not taken up by a run yet; in neither of the two before. */
  readonly decided: number;
  /** Of this month, left out by a rule. */
  readonly leftOut: number;
  /** Of this month, left out since a person dropped it or its order, with a reason. */
  readonly dropped: number;
  /** What that comes to, in `all`, by currency. */
  readonly droppedAmounts: readonly CurrencyAmount[];
}

/** What the last comparison of both sides of each store says. */
export type Agreement =
  /**
   * @param day of the oldest of them
   * @param accepted differences that a person let stand
   * @param later copies of this month that came, or were changed, after the comparison began: it says nothing of these
   */
  | {
      readonly kind: 'equal';
      readonly day: LocalDate;
      readonly accepted: number;
      readonly later: readonly { readonly entity: EntityName; readonly count: number }[];
    }
  /** @param differences that nothing explains */
  | { readonly kind: 'differs'; readonly day: LocalDate; readonly differences: number }
  /** @param day of the oldest of the last comparisons, which is so long ago that nothing can be said of today */
  | { readonly kind: 'outdated'; readonly day: LocalDate }
  /** @param stores that were never compared, or had nothing to compare */
  | { readonly kind: 'unproven'; readonly stores: readonly string[] };

/** Runs among which there is a whole one; narrowed ones are a person's, and few. */
export const LOOKED_AT = 1_000;
/** A proof is made each day; one day may be missed. */
const PROOF_HOLDS_DAYS = 2;
const OVERDUE_SECONDS = 2 * 86_400;

/**
 * From what the ledger holds; no store is asked.
 * @param now milliseconds since 1970
 * @param decided where they were read already
 */
export async function readVerdict(
  ledger: Pick<
    Ledger,
    'financialRecords' | 'financialCopies' | 'daySums' | 'known' | 'runs' | 'learned' | 'lastWholeRun'
  > &
    DecidingLedger,
  pipeline: Pipeline,
  now: number,
  decided?: Decisions,
): Promise<Verdict> {
  const read = decided ?? (await readDecisions(ledger, pipeline));
  return verdictOf(ledger, pipeline, now, read);
}

async function verdictOf(
  ledger: Pick<
    Ledger,
    'financialRecords' | 'financialCopies' | 'daySums' | 'known' | 'runs' | 'learned' | 'learnedOf' | 'lastWholeRun'
  >,
  pipeline: Pipeline,
  now: number,
  decided: Decisions,
): Promise<Verdict> {
  const month = localDateOf(instantOfMilliseconds(now), pipeline.primary.timezone).slice(0, 7);
  const names = financialKinds().map(({ name }) => name);
  const first = `${month}-01` as LocalDate;
  const all = await ledger.financialRecords(names, first);
  // Of tens of thousands each of these takes a while, and others are to be answered in between.
  const turns = new Turns();
  const standingOf = await standings(ledger, all);
  await turns.give();
  const records = all.filter((record) => belongsTo(month, record, standingOf));
  await turns.give();
  const currencyOf = await currencyWordsSince(ledger, all, first);
  await turns.give();
  const decisions = decided.open.length;
  const taken = new Set(takenRecords(decided).map(nameOf));
  const runs = await ledger.runs(LOOKED_AT);
  const asked = await askedFor(ledger, runs);
  const unconfirmed = asked.filter(({ said }) => said === null);
  const at = instantOfMilliseconds(now);
  const oldestProof = localDateOf(addSeconds(at, -PROOF_HOLDS_DAYS * 86_400), pipeline.primary.timezone);
  const proofs = await readLastProofs(ledger, pipeline);
  const books = await lastLook(ledger);
  const found = agreementOf(proofs, pipeline, oldestProof);
  const agreement = found.kind === 'equal' ? { ...found, later: laterCopies(records, proofs, pipeline) } : found;
  const differences = agreement.kind === 'differs' ? agreement.differences : 0;
  const strange = strangeBeside(await strangeOrders(ledger), proofs);
  const parts: VerdictPart[] = [];
  for (const entity of names) {
    parts.push(...partOf(entity, records, { first, currencyOf, standingOf, isTaken: (one) => taken.has(nameOf(one)) }));
    await turns.give();
  }
  const wanted = wantedRun(runs, at);
  return {
    month,
    ...{ parts, agreement },
    ...(books === undefined || pipeline.xero === undefined
      ? {}
      : {
          books: {
            day: books.day,
            words: arrivalWords(books.arrivals),
            ...toConfirm(books.arrivals.learnedPrefix, pipeline.xero),
            ...toDoThere(books.arrivals, pipeline.xero),
          },
        }),
    decisions,
    // A yes that was said is taken up by the next run as any decision is.
    decided: decided.taken.length + asked.length - unconfirmed.length,
    unconfirmed: unconfirmed.reduce((sum, { orders }) => sum + orders, 0),
    toDo: decisions + differences + strange.length + unconfirmed.length + Number(wanted.failed || wanted.overdue),
    lastRun: wanted.last && { ...wanted.last, endedOn: dayOf(wanted.last.endedAt, pipeline.primary.timezone) },
    overdue: wanted.overdue,
    onlyNarrowed:
      wanted.last === null ? runs.filter(({ narrowed, status }) => narrowed && status !== 'undone').length : 0,
    narrowed: narrowedRun(runs),
  };
}

function nameOf({ store, entity, sourceId }: RecordKey): string {
  return JSON.stringify([store, entity, sourceId]);
}

/** Orders of the primary that no run could explain, without those that the last comparison tells of itself. */
export function strangeBeside(strange: readonly StrangeOrder[], proofs: readonly LastProof[]): StrangeOrder[] {
  const told = proofs.flatMap(({ differences }) => differences.flatMap(({ targetId }) => targetId ?? []));
  return strange.filter(({ targetId }) => !told.some((one) => lowerKey(one) === lowerKey(targetId)));
}

function dayOf(at: Instant | null, timeZone: string): LocalDate | null {
  return at === null ? null : localDateOf(at, timeZone);
}

/** Whether a run is wanted: none has ended for days, or the last one failed by more than that it asked for a yes. */
export function wantedRun(
  runs: readonly RunEntry[],
  at: Instant,
): {
  readonly last: LastRun | null;
  readonly failed: boolean;
  readonly overdue: boolean;
  /** What went wrong in the one that failed, each once. */
  readonly problems: readonly RunProblem[];
} {
  const counting = runs.filter(({ status }) => status !== 'undone');
  const whole = counting.filter(({ narrowed }) => !narrowed);
  const last = lastRunOf(whole[0]);
  const ended = whole.find(({ endedAt }) => endedAt !== null)?.endedAt;
  // Before the first whole run a narrowed one is all that is known: where it failed, nothing was tried out yet.
  const judged = whole[0] ?? counting[0];
  const judgedLast = lastRunOf(judged);
  const failed = judgedLast?.status === 'failed' && !judgedLast.onlyAsked;
  return {
    last,
    failed,
    problems: failed ? problemsOf(judged) : [],
    overdue: ended != null && addSeconds(ended, OVERDUE_SECONDS) < at,
  };
}

function lastRunOf(last: RunEntry | undefined): LastRun | null {
  if (last === undefined) return null;
  const { id: run, status, endedAt, summary } = last;
  const codes = problemsIn(summary);
  const onlyAsked = codes.length > 0 && codes.every(({ code }) => code === 'first-run-unconfirmed');
  return { run, status: endedAt === null ? 'running' : status, endedAt, onlyAsked };
}

const summarySchema = z.object({
  problems: z
    .array(z.object({ store: z.string().optional(), code: z.string(), message: z.string().optional() }))
    .optional(),
});

function problemsIn(summary: string | null) {
  return summarySchema.safeParse(summary === null ? {} : JSON.parse(summary)).data?.problems ?? [];
}

/** Two steps of a run can meet the same trouble: it is told once. */
function problemsOf(run: RunEntry | undefined): RunProblem[] {
  const all = problemsIn(run?.summary ?? null).map(({ store = '', code, message = code }) => ({
    store,
    code,
    message,
  }));
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** What is open belongs to every month until it is decided; what has no day is booked when it comes. */
function belongsTo(month: string, record: FinancialRecord, standingOf: StandingOf): boolean {
  if (record.bookedOn?.startsWith(month) === true) return true;
  return record.state === 'quarantined' || standingOf(record) === 'open';
}

/** Whether a person dropped it, or the order that it belongs to. */
function droppedIn(all: readonly FinancialRecord[]): (record: FinancialRecord) => boolean {
  const nameOf = (store: string, sourceId: string): string => JSON.stringify([store, sourceId]);
  const orders = all.filter(({ entity, reason }) => entity === 'orders' && reason === DROPPED);
  const dropped = new Set(orders.map(({ store, sourceId }) => nameOf(store, sourceId)));
  return ({ store, reason, parent }) =>
    reason === DROPPED || (reason === ORDER_NOT_COPIED && dropped.has(nameOf(store, parent ?? '')));
}

const DROPPED = 'dropped' satisfies SkipReason;
const ORDER_NOT_COPIED = 'order-not-copied' satisfies SkipReason;

function partOf(
  entity: EntityName,
  all: readonly FinancialRecord[],
  {
    first,
    currencyOf,
    standingOf,
    isTaken,
  }: {
    /** Of the month. */
    readonly first: LocalDate;
    readonly currencyOf: CurrencyOf;
    readonly standingOf: StandingOf;
    readonly isTaken: (record: FinancialRecord) => boolean;
  },
): VerdictPart[] {
  const own = all.filter((record) => record.entity === entity);
  const of = (standing: BooksStanding): FinancialRecord[] => own.filter((record) => standingOf(record) === standing);
  const [copied, quarantined, open, leftOut] = [of('copied'), of('quarantined'), of('open'), of('left-out')];
  if (own.length === 0) return [];
  const byPerson = droppedIn(all);
  const ofPerson = leftOut.filter(byPerson);
  const dropped = ofPerson.length;
  return [
    {
      ...{ entity, inBooks: copied.length },
      all: copied.length + quarantined.length + open.length,
      amounts: amountsOf(copied, [...quarantined, ...open], currencyOf),
      unknownAmounts: [...copied, ...quarantined, ...open].filter(({ amount }) => amount === null).length,
      earlier: [...quarantined, ...open].filter(({ bookedOn }) => bookedOn !== null && bookedOn < first).length,
      quarantined: own.filter((one) => one.state === 'quarantined' && !isTaken(one)).length,
      ...{ pending: open.filter((one) => !isTaken(one)).length, decided: own.filter(isTaken).length },
      ...{ leftOut: leftOut.length - dropped, dropped },
      droppedAmounts: amountsOf([], ofPerson, currencyOf),
    },
  ];
}

/** Copies of which the last comparison says nothing, since they came after it or lie outside of its days. */
function laterCopies(
  records: readonly FinancialRecord[],
  proofs: readonly LastProof[],
  { primary }: Pick<Pipeline, 'primary'>,
): { entity: EntityName; count: number }[] {
  const since = new Map(
    // Of an earlier version only the day is known; nothing that it compared was copied later than that.
    proofs.map((one) => [one.store, { ...one, at: one.begunAt ?? startOfDay(dayAfter(one.day), primary.timezone) }]),
  );
  const later = records.filter(({ store, state, changedAt, bookedOn }) => {
    const proof = since.get(store);
    if (proof === undefined || (state !== 'loaded' && state !== 'linked')) return false;
    return changedAt > proof.at || (bookedOn !== null && bookedOn > proof.to);
  });
  return [...Map.groupBy(later, ({ entity }) => entity)].map(([entity, { length }]) => ({ entity, count: length }));
}

/** @param since the first day whose proof still says something of today */
function agreementOf(
  proofs: readonly LastProof[],
  { secondaries }: Pick<Pipeline, 'secondaries'>,
  since: LocalDate,
): Agreement {
  const differences = proofs.flatMap((one) => one.differences).length;
  const [oldest] = proofs.map(({ day }) => day).sort();
  if (differences > 0 && oldest !== undefined) return { kind: 'differs', day: oldest, differences };
  const proven = new Set(proofs.filter((one) => one.proven).map(({ store }) => store));
  const stores = secondaries.map(({ name }) => name).filter((name) => !proven.has(name));
  if (stores.length > 0 || oldest === undefined) return { kind: 'unproven', stores };
  if (oldest < since) return { kind: 'outdated', day: oldest };
  return { kind: 'equal', day: oldest, accepted: proofs.flatMap((one) => one.accepted).length, later: [] };
}

function toConfirm(
  learned: LearnedPrefix | undefined,
  settings: Pipeline['xero'],
): Pick<NonNullable<Verdict['books']>, 'toConfirm'> {
  if (!isToConfirm(learned, settings?.invoicePrefix)) return {};
  return { toConfirm: `${learnedPrefixWords(learned)} Confirm it: \`xero confirm\`.` };
}

function toDoThere(
  arrivals: Parameters<typeof toDoInXero>[0] & { readonly learnedPrefix?: LearnedPrefix | undefined },
  settings: Pipeline['xero'],
): Pick<NonNullable<Verdict['books']>, 'toDo'> {
  const isLearned = isToConfirm(arrivals.learnedPrefix, settings?.invoicePrefix);
  const all = [toDoInXero(arrivals), isLearned ? 'confirm how its invoices are numbered' : undefined];
  const some = all.filter((one) => one !== undefined);
  return some.length === 0 ? {} : { toDo: listed(some) };
}
