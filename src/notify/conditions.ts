import { createHash } from 'node:crypto';
import { plural, singular } from '../entities/kinds.ts';
import { counted, listed } from '../model/amounts-text.ts';
import { type ErrorCode, errorCodes } from '../model/error-codes.ts';
import { instantOfMilliseconds, millisecondsOf } from '../model/time.ts';
import type { RunSummary } from '../run/summary.ts';
import type { Memory, ToldMemory } from './memory.ts';
import type { Condition, Told } from './message.ts';
import { beforeThisVersion, proofConditions } from './proof-conditions.ts';
import type { AlertSettings } from './ways.ts';

/** What of a summary is looked at; a slice of history has no number of its own. */
export type JudgedSummary = Pick<
  RunSummary,
  'status' | 'problems' | 'quarantine' | 'differences' | 'warnings' | 'proof' | 'stores' | 'bound'
> & { readonly run: number | null };

/** What became of a run: it ended, well or not, or could not even begin. */
export type RunOutcome =
  /** @param narrowed whether it looked at a part only, so that what it did not look at may last */
  | { readonly kind: 'ended'; readonly summary: JudgedSummary; readonly narrowed?: boolean }
  /** @param place where in the pipeline file it is wrong: `line 12, column 3` */
  | {
      readonly kind: 'not-begun';
      readonly code: ErrorCode;
      readonly store: string | null;
      readonly place?: string | undefined;
    };

/** What runs tell of each other, whoever is told. */
export type BetweenRuns = Pick<Memory, 'silent' | 'lockedSince'>;

/** Hours after which a run that holds up all others is worth a message: a first copy of years may take some. */
const LOCKED_HOURS = 3;

/** @param now milliseconds since 1970 */
export function betweenRuns(outcome: RunOutcome, { silent, lockedSince }: BetweenRuns, now: number): BetweenRuns {
  if (outcome.kind === 'not-begun') {
    const isLocked = outcome.code === 'pipeline-locked';
    return { silent, lockedSince: isLocked ? (lockedSince ?? instantOfMilliseconds(now)) : null };
  }
  // A part says nothing about how busy a store is.
  return { silent: outcome.narrowed === true ? silent : silentRuns(outcome.summary, silent), lockedSince: null };
}

/** Whether somebody is there and knows: another run at work, a word typed wrongly, a stop that was asked for. */
export function isKnown(outcome: RunOutcome, { lockedSince }: BetweenRuns, now: number): boolean {
  if (outcome.kind === 'ended') return outcome.summary.status === 'stopped';
  if (outcome.code === 'pipeline-locked')
    return lockedSince === null || now - millisecondsOf(lockedSince) < LOCKED_HOURS * 3_600_000;
  return outcome.code === 'usage' || outcome.code === 'stopped';
}

interface Judged {
  readonly lasting: readonly Condition[];
  /** Told when they are seen; no later run can say that they are over. */
  readonly once: readonly Told[];
  /** What is in quarantine after this run, as hashes. */
  readonly held: readonly string[];
}

/**
 * What is wrong after a run. Made of our own words, names of stores and codes alone: the messages of errors and of
 * quarantined records may quote what a store or a shopper wrote, and stay here.
 * @param memory of the one that is to be told
 */
export function judge(
  outcome: RunOutcome,
  memory: Pick<ToldMemory, 'told' | 'held'>,
  silent: BetweenRuns['silent'],
  { onProblem, secondaries }: Pick<AlertSettings, 'onProblem' | 'secondaries'>,
): Judged {
  if (outcome.kind === 'not-begun') {
    const { code, store, place } = outcome;
    return {
      lasting: [code === 'pipeline-locked' ? locked() : failure(code, store, place)],
      once: [],
      held: memory.held,
    };
  }
  const { summary } = outcome;
  const held = quarantinedKeys(summary);
  const failures = summary.problems.map(({ code, store }) => failure(code, store));
  const undecided = summary.status === 'failed' && failures.length === 0 ? [pending()] : [];
  const lasting = [
    ...distinct(failures),
    ...undecided,
    ...silences(silent, onProblem.quietRuns),
    ...quarantine(summary, held, memory),
    ...notBackedUp(summary),
    ...proofConditions(
      summary.proof,
      memory.told,
      secondaries.map(({ name }) => name),
    ),
  ];
  return {
    lasting: outcome.narrowed === true ? distinct([...stillThere(memory), ...lasting]) : lasting,
    once: [...(summary.differences.length === 0 ? [] : [differences(summary)]), ...beforeThisVersion(summary.proof)],
    held,
  };
}

/** All that was told, but for quarantine, of which also a run of a part knows all. */
function stillThere({ told }: Pick<ToldMemory, 'told'>): Condition[] {
  return Object.entries(told).flatMap(([key, { text }]) =>
    key === QUARANTINE ? [] : [{ key, kind: 'failed', store: null, code: null, text, remedy: '' }],
  );
}

const QUARANTINE = 'quarantine';

function locked(): Condition {
  return {
    ...{ key: 'locked', kind: 'failed', store: null, code: 'pipeline-locked' },
    text: `For ${LOCKED_HOURS} hours no run could begin, since another one holds the pipeline.`,
    remedy:
      '`status` says which process it is. If it does nothing any more, end it; the next run goes on where it stopped.',
  };
}

function failure(code: string, store: string | null, place?: string): Condition {
  const entry = Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode] : errorCodes.internal;
  const { meaning } = entry;
  // What is told here is another message than the one that those words speak of.
  const remedy = entry.remedy.replaceAll(/\b([Tt])he message\b/g, '$1he output of the run');
  const text = place === undefined ? meaning : `${meaning} It is at ${place}.`;
  return { key: `failed ${store ?? ''} ${code}`, kind: 'failed', store, code, text, remedy };
}

function pending(): Condition {
  return {
    key: 'pending',
    kind: 'failed',
    store: null,
    code: 'pending',
    text: 'Some writes are not decided yet: their answers were lost.',
    remedy: 'Nothing: the next runs look them up. If it lasts, see `status`.',
  };
}

function silentRuns({ stores, bound, problems }: JudgedSummary, known: BetweenRuns['silent']): Record<string, number> {
  const silent: Record<string, number> = {};
  // One of which nothing at all was read has no counts; that it was asked, its bound tells.
  for (const store of new Set([...Object.keys(stores), ...Object.keys(bound)])) {
    // A run that failed says nothing about how busy the store is.
    const failed = problems.some((problem) => problem.store === store);
    const before = known[store] ?? 0;
    silent[store] = (stores[store]?.orders?.read ?? 0) > 0 ? 0 : before + (failed ? 0 : 1);
  }
  return { ...known, ...silent };
}

function silences(silent: Readonly<Record<string, number>>, limit: number): Condition[] {
  return Object.entries(silent)
    .filter(([, runs]) => limit > 0 && runs >= limit)
    .map(([store]) => ({
      key: `silent ${store}`,
      kind: 'nothing-read',
      store,
      code: null,
      text: `No order was read from ${store} in the last ${limit} runs or more.`,
      remedy:
        'Is the store selling? If so, look at the rights of its key: without them a store shows no orders and no error.',
    }));
}

function quarantine(summary: JudgedSummary, records: readonly string[], memory: Pick<ToldMemory, 'held'>): Condition[] {
  if (records.length === 0) return [];
  const before = new Set(memory.held);
  const fresh = summary.quarantine.filter((record) => !before.has(quarantinedKey(record)));
  // Why stands with what waits, in words.
  const kinds = [...Map.groupBy(fresh, ({ store, entity }) => `${store} ${entity}`).values()];
  const list = listed(
    kinds.flatMap(([first, ...more]) =>
      first === undefined
        ? []
        : [`${counted(more.length + 1, singular(first.entity), plural(first.entity))} of ${first.store}`],
    ),
  );
  const text =
    fresh.length === 0
      ? `${records.length} in quarantine.`
      : `${fresh.length} more in quarantine: ${list}. ${records.length} in all.`;
  const remedy = 'See `quarantine list`: each has its reason and what can be done.';
  return [{ key: QUARANTINE, kind: 'quarantine-grew', store: null, code: null, text, remedy }];
}

/** The run went well all the same, so nothing else would tell whoever reads no summaries. */
function notBackedUp({ warnings }: JudgedSummary): Condition[] {
  const code = 'backup-failed';
  if (!warnings.some((warning) => warning.code === code)) return [];
  const text = 'The daily backup of the ledger could not be made, or an old one not be cleared.';
  const remedy = `${errorCodes[code].remedy} \`doctor\` says how the backups are.`;
  return [{ key: 'not-backed-up', kind: 'not-backed-up', store: null, code, text, remedy }];
}

/** Orders that a message names; the rest is counted. */
const NAMED = 10;

function differences({ differences: found }: JudgedSummary): Told {
  const named = found.slice(0, NAMED).map(({ kind, store, targetId }) => `${targetId} (${kind}, ${store})`);
  const text = [...named, ...(found.length > NAMED ? [`and ${found.length - NAMED} more`] : [])].join(', ');
  return {
    kind: 'differences',
    store: null,
    code: null,
    text: `The primary has orders that it should not have: ${text}.`,
    remedy: 'See the summary of the run, and `reconcile`.',
  };
}

function quarantinedKeys({ quarantine: quarantined }: JudgedSummary): string[] {
  return quarantined.map(quarantinedKey);
}

/** A hash, since the key of a customer is a user name. */
function quarantinedKey({ store, entity, sourceId }: RunSummary['quarantine'][number]): string {
  return createHash('sha256').update(`${store}\n${entity}\n${sourceId}`).digest('base64url').slice(0, 16);
}

function distinct(conditions: readonly Condition[]): Condition[] {
  return [...new Map(conditions.map((one) => [one.key, one])).values()];
}
