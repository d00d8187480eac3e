import { z } from 'zod';
import type { Pipeline } from '../../config/pipeline.ts';
import { type ToDoNow, toldThings } from '../../decisions/todo/things.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunEntry } from '../../ledger/run-entry.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Instant } from '../../model/time.ts';
import type { PublishedProgress } from '../../session/published-progress.ts';
import { readDecisions } from '../../verdict/taken.ts';
import { readVerdict, type Verdict } from '../../verdict/verdict.ts';
import { type OpenDecision, openDecisionOf } from './open-decision.ts';
import type { Queued, ServedPipeline } from './served-pipeline.ts';

/** Runs that a page of one pipeline shows. */
const LATEST = 5;

/** Things that are told one by one; all others are counted. */
const TOLD = 10;
/** Records of each that a page names. */
const NAMED = 10;

/** What the ledger of a pipeline says, for its page and its place on the overview. */
export interface KnownStanding extends ToDoNow {
  readonly own: Pipeline;
  readonly verdict: Verdict;
  /** How many there are, of which `things` tells the first ones. */
  readonly toDo: number;
  /** The same by reason, or by kind where there is none. */
  readonly toDoByReason: ReadonlyMap<string, number>;
  /** How many are decided, of which `decided` tells the first ones. */
  readonly decidedInAll: number;
  /** All decisions that are to be made. */
  readonly open: readonly OpenDecision[];
  /** Latest first. */
  readonly runs: readonly RunEntry[];
  /** By store: everything changed before this moment has been read; null where nothing was. */
  readonly readUpTo: readonly { readonly store: string; readonly at: Instant | null }[];
  /** What the last run that ended has sent, by store. */
  readonly requests: Readonly<Record<string, number>>;
}

export interface Standing {
  readonly pipeline: ServedPipeline;
  readonly running: PublishedProgress | null;
  /** Of a pipeline of a fleet: whether a worker has its run, or one waits for a worker. */
  readonly queued: Queued;
  /** Or why nothing can be said. */
  readonly known: KnownStanding | ConsolidatorError;
  /** When that was read, in milliseconds since 1970, where something has changed since; null where it is as it stands now. */
  readonly outdatedSince: number | null;
}

/** From the ledger as it is now: of a large one it takes seconds. @param now milliseconds since 1970 */
export async function readKnown(ledger: Ledger, own: Pipeline, file: string, now: number): Promise<KnownStanding> {
  const runs = await ledger.runs(LATEST);
  const decisions = await readDecisions(ledger, own);
  const told = await toldThings(ledger, own, { file, now, decisions, most: TOLD, named: NAMED });
  const besides = told.things.filter(({ kind }) => kind !== 'decision');
  const reasons = [...besides.map(({ kind }) => kind), ...decisions.open.map(({ code }) => code)];
  return {
    own,
    verdict: await readVerdict(ledger, own, now, decisions),
    ...told,
    toDo: reasons.length,
    toDoByReason: new Map([...Map.groupBy(reasons, (reason) => reason)].map(([reason, some]) => [reason, some.length])),
    decidedInAll: decisions.taken.length,
    open: decisions.open.map(openDecisionOf),
    runs,
    readUpTo: await watermarks(ledger, own),
    requests: requestsIn(runs.find(({ summary }) => summary !== null)?.summary ?? null),
  };
}

async function watermarks(ledger: Ledger, { secondaries }: Pipeline): Promise<KnownStanding['readUpTo']> {
  const found: { store: string; at: Instant | null }[] = [];
  for (const { name, entities } of secondaries) {
    const all = await Promise.all(entities.map((entity) => ledger.watermark(name, entity)));
    // Of what is only read where an order needs it, there is none.
    found.push({ store: name, at: all.filter((at) => at !== null).toSorted()[0] ?? null });
  }
  return found;
}

const summarySchema = z.object({ requests: z.record(z.string(), z.number()) });

/** A summary of another version may lack it. */
function requestsIn(summary: string | null): Readonly<Record<string, number>> {
  return summary === null ? {} : (summarySchema.safeParse(JSON.parse(summary)).data?.requests ?? {});
}

export interface Headline {
  readonly words: string;
  readonly look: 'good' | 'warn' | 'bad';
  /** The worst first. */
  readonly rank: number;
}

/** How a pipeline stands, in a few words. */
export function headlineOf({ known }: Pick<Standing, 'known'>): Headline {
  if (known instanceof ConsolidatorError)
    return known.code === 'ledger-missing'
      ? { words: 'Not run yet', look: 'warn', rank: 3 }
      : { words: "Can't be read", look: 'bad', rank: 0 };
  const { agreement, lastRun, overdue, toDo, books, decided } = known.verdict;
  if (agreement.kind === 'differs') return { words: 'Does not add up', look: 'bad', rank: 1 };
  if (lastRun?.status === 'failed' && !lastRun.onlyAsked) return { words: 'The last run failed', look: 'bad', rank: 1 };
  if (overdue) return { words: 'No run for days', look: 'bad', rank: 1 };
  if (toDo > 0) return { words: `${toDo} to do`, look: 'warn', rank: 2 };
  if (lastRun === null) return { words: 'No whole run yet', look: 'warn', rank: 3 };
  if (books?.toDo !== undefined) return { words: 'To do in Xero', look: 'warn', rank: 3 };
  if (decided > 0) return { words: 'To be run', look: 'warn', rank: 3 };
  return { words: 'Nothing to do', look: 'good', rank: 4 };
}
