import { findKind } from '../entities/kinds.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AuditEntry, LedgerRecord } from '../ledger/record.ts';
import type { Counts, RunPart } from '../ledger/run-entry.ts';
import { isAcceptable, isRetryOffered, mayBeKeyedRefund } from '../ledger/transitions/what-can-be-done.ts';
import type { Unconfirmed } from '../model/asked-orders.ts';
import type { ByEntity, EntityName } from '../model/entities.ts';
import type { RunProblem } from '../model/errors.ts';
import { add, type Decimal, isZero, ZERO } from '../model/money.ts';
import { type ReasonCode, reasons } from '../model/reasons.ts';
import type { Instant } from '../model/time.ts';
import { checkIdentity } from './check-identity.ts';
import type { AskedAlone } from './context/narrowing.ts';
import type { RunDifference, RunWarning } from './context/warnings.ts';
import type { Look } from './context/worth-a-look.ts';
import { standsApproved, standsUnapproved } from './copies/unapproved-copy.ts';
import { type Proof, unexplainedIn } from './proof.ts';

export const quarantineActions = ['retry', 'accept', 'drop'] as const;
export type QuarantineAction = (typeof quarantineActions)[number];

export interface OpenQuarantine {
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly targetId: string | null;
  /** An order's total, a payment's amount; null where it is not known. */
  readonly amount: Decimal | null;
  readonly code: string;
  readonly reason: string;
  /** What can be done about it, in a sentence. */
  readonly remedy: string;
  /** The verbs of `quarantine` that decide about it. */
  readonly actions: readonly QuarantineAction[];
}

type Amounts = Readonly<Partial<Record<Exclude<keyof Counts, 'read'>, Decimal>>>;

interface SkippedPart {
  readonly store: string;
  readonly entity: EntityName;
  readonly code: string;
  readonly reason: string;
  readonly count: number;
}

export type { Unconfirmed };

/** What `run --output json` prints; amounts and times are text. Its shape is a promise to scripts. */
export interface RunSummary {
  readonly run: number;
  readonly pipeline: string;
  /** `open`: finished, with something in quarantine. */
  readonly status: 'good' | 'open' | 'differences' | 'failed' | 'stopped';
  /** Up to when each store counts as read: its own time, as far as our clock bears it out. */
  readonly bound: Readonly<Record<string, Instant>>;
  readonly stores: Readonly<Record<string, ByEntity<Counts>>>;
  readonly quarantine: readonly OpenQuarantine[];
  /** What the records came to in their own store, by outcome: totals of orders, amounts of payments. */
  readonly amounts: Readonly<Record<string, ByEntity<Amounts>>>;
  /** What people let the copies of these come to beside that, more or less; only where there is such a difference. */
  readonly acceptedAmounts?: RunSummary['amounts'] | undefined;
  /** What a person narrowed it to, so that all its numbers are of that part; only where they did. */
  readonly narrowing?: AskedAlone | undefined;
  /** What the next plain run would ask about; only where there is such. */
  readonly unconfirmed?: readonly Unconfirmed[] | undefined;
  /** Of the created: those that another installation had made; only in a run that takes over. */
  readonly takenOver?: Readonly<Record<string, ByEntity<number>>> | undefined;
  /** How many were left out by rule, and why. */
  readonly skipped: readonly SkippedPart[];
  /** Requests sent, by store. */
  readonly requests: Readonly<Record<string, number>>;
  readonly differences: readonly RunDifference[];
  /** The daily comparison of both sides; null where none was made in this run. */
  readonly proof: Proof | null;
  readonly problems: readonly RunProblem[];
  /** Copied all the same; they change neither status nor exit code. */
  readonly warnings: readonly RunWarning[];
  /** May be wrong where it comes from; it changes neither status nor exit code. */
  readonly worthALook: readonly Look[];
}

/** In the order in which they come. */
export async function openQuarantines(
  ledger: Pick<Ledger, 'histories'>,
  records: readonly LedgerRecord[],
): Promise<OpenQuarantine[]> {
  const mayStand = records.filter(
    ({ entity, targetId, copiedAs }) => entity === 'orders' && targetId !== null && copiedAs === null,
  );
  const histories = new Map<string, ReadonlyMap<string, readonly AuditEntry[]>>();
  for (const [store, own] of Map.groupBy(mayStand, (record) => record.store)) {
    const ids = own.map(({ sourceId }) => sourceId);
    histories.set(store, await ledger.histories(store, 'orders', ids));
  }
  return records.map((record) => {
    const history = record.entity === 'orders' ? histories.get(record.store)?.get(record.sourceId) : undefined;
    return openQuarantine(record, history ?? []);
  });
}

/** In the place of a remedy that has it copied. */
const KEYED_REFUND_THERE =
  'Compare the two. If they are the same, `link` it to the one there, or `accept` it. If they are not, enter this one in the primary by hand, too, then `link` it to that, or `drop` it: no negative payment is copied.';

/** @param history the record's, which tells whether its copy stands in the primary */
export function openQuarantine(record: LedgerRecord, history: readonly AuditEntry[]): OpenQuarantine {
  const { store, entity, sourceId, targetId, amount, reason, message } = record;
  const entry = reasonOf(reason);
  const unapproved = standsUnapproved(record, history);
  const approved = reason === 'read-back-differs' && standsApproved(record, history);
  return {
    store,
    entity,
    sourceId,
    targetId,
    amount,
    code: reason ?? '',
    reason: joined(
      message || (entry?.meaning ?? ''),
      unapproved
        ? `${targetId ?? ''} stands in the primary, not approved, so it does not reach Xero.`
        : approved
          ? `${targetId ?? ''} was approved in the primary, so Xero can see it as it is.`
          : '',
    ),
    remedy: joined(
      mayBeKeyedRefund(record) ? KEYED_REFUND_THERE : (entry?.remedy ?? ''),
      unapproved
        ? "To be rid of the copy, cancel it in the primary's control panel, then `drop` it."
        : approved
          ? 'Until it is mended there, keep it from Xero, or credit it.'
          : '',
    ),
    actions: actionsOf(record),
  };
}

/** Two sentences; a message need not end in a stop. */
function joined(first: string, second: string): string {
  if (first === '' || second === '') return first + second;
  return `${/[.!?]$/.test(first) ? first : `${first}.`} ${second}`;
}

function actionsOf(record: LedgerRecord): QuarantineAction[] {
  const works = { retry: isRetryOffered(record), accept: isAcceptable(record), drop: true };
  return quarantineActions.filter((action) => works[action]);
}

function reasonOf(code: string | null) {
  return Object.hasOwn(reasons, code ?? '') ? reasons[code as ReasonCode] : undefined;
}

function amountsOf(parts: readonly RunPart[], of: 'amount' | 'accepted'): RunSummary['amounts'] {
  const amounts: Record<string, Record<string, Partial<Record<RunPart['outcome'], Decimal>>>> = {};
  for (const { store, entity, outcome, [of]: amount } of parts) {
    if (findKind(entity)?.financial?.isSummed !== true || (of === 'accepted' && isZero(amount))) continue;
    amounts[store] ??= {};
    const entities = amounts[store];
    entities[entity] ??= {};
    const outcomes = entities[entity];
    outcomes[outcome] = add(outcomes[outcome] ?? ZERO, amount);
  }
  return amounts;
}

function skippedOf(parts: readonly RunPart[]): SkippedPart[] {
  return parts
    .filter(({ outcome }) => outcome === 'skipped')
    .map(({ store, entity, reason, count }) => {
      return { store, entity, code: reason ?? '', reason: reasonOf(reason)?.meaning ?? '', count };
    });
}

export async function summarise(
  ledger: Ledger,
  run: number,
  known: Pick<
    RunSummary,
    | 'pipeline'
    | 'bound'
    | 'narrowing'
    | 'requests'
    | 'unconfirmed'
    | 'takenOver'
    | 'differences'
    | 'proof'
    | 'problems'
    | 'warnings'
    | 'worthALook'
  > & {
    readonly stopped: boolean;
    /** Whether something is not decided yet that should be; all that is pending where left out. */
    readonly leftOpen?: boolean | undefined;
  },
): Promise<RunSummary> {
  const { stopped, leftOpen, ...rest } = known;
  const counts = await ledger.counts(run);
  const stores = Object.fromEntries([...counts].map(([store, entities]) => [store, Object.fromEntries(entities)]));
  const quarantine = await openQuarantines(ledger, await ledger.quarantined());
  const anyPending = [...counts.values()].some((entities) => [...entities.values()].some((one) => one.pending > 0));
  const pending = leftOpen ?? anyPending;
  const status = statusOf({ stopped, failed: rest.problems.length > 0 || pending, ...rest, quarantine });
  checkIdentity(counts);
  const parts = await ledger.partsOfRun(run);
  const acceptedAmounts = amountsOf(parts, 'accepted');
  const accepted = Object.keys(acceptedAmounts).length === 0 ? {} : { acceptedAmounts };
  return {
    run,
    status,
    ...rest,
    stores,
    amounts: amountsOf(parts, 'amount'),
    ...accepted,
    skipped: skippedOf(parts),
    quarantine,
  };
}

function statusOf(facts: {
  readonly stopped: boolean;
  readonly failed: boolean;
  readonly differences: readonly unknown[];
  readonly proof: Proof | null;
  readonly quarantine: readonly unknown[];
}): RunSummary['status'] {
  if (facts.stopped) return 'stopped';
  if (facts.failed) return 'failed';
  if (facts.differences.length > 0 || unexplainedIn(facts.proof).length > 0) return 'differences';
  return facts.quarantine.length > 0 ? 'open' : 'good';
}

/** The process exit code that stands for a finished run. */
export function exitCodeOfSummary({ status }: Pick<RunSummary, 'status'>): 0 | 1 | 3 | 4 | 130 {
  return ({ good: 0, failed: 1, open: 3, differences: 4, stopped: 130 } as const)[status];
}
