import { createHash } from 'node:crypto';
import type { Pipeline } from '../config/pipeline.ts';
import { type ErrorCode, errorCodes } from '../model/error-codes.ts';
import type { RunSummary } from '../run/summary.ts';
import type { Memory } from './memory.ts';
import type { Condition, Told } from './message.ts';
import { beforeThisVersion, proofConditions } from './proof-conditions.ts';

/** What became of a run: it ended, well or not, or could not even begin. */
export type RunOutcome =
  | { readonly kind: 'ended'; readonly summary: RunSummary }
  | { readonly kind: 'not-begun'; readonly code: ErrorCode; readonly store: string | null };

interface Judged {
  readonly lasting: readonly Condition[];
  /** Told when they are seen; no later run can say that they are over. */
  readonly once: readonly Told[];
  /** What the memory holds of quarantine and silence after this run. */
  readonly memory: Pick<Memory, 'held' | 'silent'>;
}

/**
 * What is wrong after a run. Made of our own words, names of stores and codes alone: the messages of errors and of
 * quarantined records may quote what a store or a shopper wrote, and stay here.
 */
export function judge(outcome: RunOutcome, memory: Memory, { onProblem, secondaries }: Pipeline): Judged {
  if (outcome.kind === 'not-begun') {
    const { held: quarantined, silent } = memory;
    return { lasting: [failure(outcome.code, outcome.store)], once: [], memory: { held: quarantined, silent } };
  }
  const { summary } = outcome;
  const quarantined = quarantinedKeys(summary);
  const silent = silentRuns(summary, memory);
  const failures = summary.problems.map(({ code, store }) => failure(code, store));
  const undecided = summary.status === 'failed' && failures.length === 0 ? [pending()] : [];
  return {
    lasting: [
      ...distinct(failures),
      ...undecided,
      ...silences(silent, onProblem.quietRuns),
      ...quarantine(summary, quarantined, memory),
      ...notBackedUp(summary),
      ...proofConditions(
        summary.proof,
        memory,
        secondaries.map(({ name }) => name),
      ),
    ],
    once: [...(summary.differences.length === 0 ? [] : [differences(summary)]), ...beforeThisVersion(summary.proof)],
    memory: { held: quarantined, silent },
  };
}

function failure(code: string, store: string | null): Condition {
  const entry = Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode] : errorCodes.internal;
  const { meaning: text, remedy } = entry;
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

function silentRuns({ stores, bound, problems }: RunSummary, memory: Memory): Record<string, number> {
  const silent: Record<string, number> = {};
  // One of which nothing at all was read has no counts; that it was asked, its bound tells.
  for (const store of new Set([...Object.keys(stores), ...Object.keys(bound)])) {
    // A run that failed says nothing about how busy the store is.
    const failed = problems.some((problem) => problem.store === store);
    const before = memory.silent[store] ?? 0;
    silent[store] = (stores[store]?.orders?.read ?? 0) > 0 ? 0 : before + (failed ? 0 : 1);
  }
  return { ...memory.silent, ...silent };
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

function quarantine(summary: RunSummary, records: readonly string[], memory: Memory): Condition[] {
  if (records.length === 0) return [];
  const before = new Set(memory.held);
  const fresh = summary.quarantine.filter((record) => !before.has(quarantinedKey(record)));
  const counts = [...Map.groupBy(fresh, ({ store, code }) => `${code} (${store})`)];
  const list = counts.map(([name, some]) => `${some.length} ${name}`).join(', ');
  const text =
    fresh.length === 0
      ? `${records.length} in quarantine.`
      : `${fresh.length} more in quarantine: ${list}. ${records.length} in all.`;
  const remedy = 'See `quarantine list`: each has its reason and what can be done.';
  return [{ key: 'quarantine', kind: 'quarantine-grew', store: null, code: null, text, remedy }];
}

/** The run went well all the same, so nothing else would tell whoever reads no summaries. */
function notBackedUp({ warnings }: RunSummary): Condition[] {
  const code = 'backup-failed';
  if (!warnings.some((warning) => warning.code === code)) return [];
  const text = 'The daily backup of the ledger could not be made, or an old one not be cleared.';
  const remedy = `${errorCodes[code].remedy} \`doctor\` says how the backups are.`;
  return [{ key: 'not-backed-up', kind: 'not-backed-up', store: null, code, text, remedy }];
}

function differences({ differences: found }: RunSummary): Told {
  const text = found.map(({ kind, store, targetId }) => `${targetId} (${kind}, ${store})`).join(', ');
  return {
    kind: 'differences',
    store: null,
    code: null,
    text: `The primary has orders that it should not have: ${text}.`,
    remedy: 'See the summary of the run, and `reconcile`.',
  };
}

function quarantinedKeys({ quarantine: quarantined }: RunSummary): string[] {
  return quarantined.map(quarantinedKey);
}

/** A hash, since the key of a customer is a user name. */
function quarantinedKey({ store, entity, sourceId }: RunSummary['quarantine'][number]): string {
  return createHash('sha256').update(`${store}\n${entity}\n${sourceId}`).digest('base64url').slice(0, 16);
}

function distinct(conditions: readonly Condition[]): Condition[] {
  return [...new Map(conditions.map((one) => [one.key, one])).values()];
}
