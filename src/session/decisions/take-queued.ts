import type { Ledger } from '../../ledger/ledger.ts';
import type { DecisionAct, TakenRecord } from '../../ledger/person-decision.ts';
import { ACCEPTED_IN_BOOKS } from '../../model/accepted-in-books.ts';
import type { RecordKey } from '../../model/entities.ts';
import { daysBefore, instantOfMilliseconds } from '../../model/time.ts';
import { Turns } from '../../model/turns.ts';
import type { DecisionQueue } from './queue.ts';
import {
  type AskingRequest,
  asksStores,
  type DecisionRequest,
  type QueuedDecision,
  recordsIn,
} from './queued-decision.ts';
import { refusalOf } from './refusal-words.ts';

/** So many records in one step of the ledger. */
const AT_ONCE = 200;
/** For so long a decision that is sent once more is known to have been taken. */
const KNOWN_DAYS = 30;

type TakingLedger = Pick<
  Ledger,
  | 'takeDecision'
  | 'noteDecided'
  | 'isTakenDecision'
  | 'forgetDecisionsBefore'
  | 'learned'
  | 'learn'
  | 'learnAll'
  | 'lastWholeRun'
>;

interface Taking {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The run that goes on; left out between two runs. */
  readonly countIn?: number | undefined;
}

/**
 * Takes what people have decided while the ledger was not theirs, in their order, each once. What fits no more is refused and told;
 * what a run is about to judge waits. Links are left to whoever can ask the primary, and so is what was decided after them about
 * the same records. To be called by whoever holds the pipeline's lock.
 * @returns how many decisions have ended
 */
export async function takeQueued(ledger: TakingLedger, queue: DecisionQueue, taking: Taking): Promise<number> {
  if (await queue.holdsNothing()) return 0;
  await queue.tidy(instantOfMilliseconds(taking.now()));
  const waiting = new Set<string>();
  let ended = 0;
  for (const decision of await queue.list()) {
    const { request } = decision;
    const keys = recordsIn(request);
    const isFree = !asksStores(request) && !keys.some((key) => waiting.has(nameOf(key)));
    const open = isFree ? await take(ledger, queue, decision, request, taking) : keys;
    for (const key of open) waiting.add(nameOf(key));
    if (isFree && open.length === 0) ended += 1;
  }
  // What has ended of one that waits on is still asked for.
  if (ended > 0 && (await queue.isEmpty())) await ledger.forgetDecisionsBefore(daysBefore(taking.now(), KNOWN_DAYS));
  return ended;
}

/** @returns of which records it is not known yet */
async function take(
  ledger: TakingLedger,
  queue: DecisionQueue,
  decision: QueuedDecision,
  request: Exclude<DecisionRequest, AskingRequest>,
  { now, countIn }: Taking,
): Promise<readonly RecordKey[]> {
  const { id, by } = decision;
  if (request.kind === 'own' || request.kind === 'yes') {
    const { kind } = request;
    // Hardly any run has one to take.
    const { takeBesides } = await import('./take-besides.ts');
    const refusals = await takeBesides(ledger, decision, request);
    const refusedAt = instantOfMilliseconds(now());
    if (refusals.length > 0) await queue.refuse({ id, at: decision.at, refusedAt, by, kind, refusals });
    await queue.done(id);
    return [];
  }
  if (request.kind === 'noted') {
    const { event, store, change, reason, acceptedInBooks } = request;
    if (acceptedInBooks !== undefined)
      await ledger.learnAll(ACCEPTED_IN_BOOKS, new Map(Object.entries(acceptedInBooks)));
    await ledger.noteDecided({ id, at: decision.at, who: by, event, store, change, reason });
    await queue.done(id);
    return [];
  }
  const taken: TakenRecord[] = [];
  const turns = new Turns();
  for (const act of actsOf(request)) {
    taken.push(...(await ledger.takeDecision({ id, who: by, act, countIn })));
    await turns.give();
  }
  const open = taken.filter(({ outcome }) => outcome.kind === 'waits');
  if (open.length === 0) await end(queue, decision, taken, now);
  return open.map(({ key }) => key);
}

/** All of it is known: what was refused is told from now on, and it waits no more. */
export async function end(
  queue: DecisionQueue,
  { id, at, by, request: { kind } }: QueuedDecision,
  taken: readonly TakenRecord[],
  now: () => number,
): Promise<void> {
  const refusals = taken.flatMap(({ key, outcome }) =>
    outcome.kind === 'refused' ? [{ ...key, message: refusalOf(kind, key, outcome) }] : [],
  );
  if (refusals.length > 0) await queue.refuse({ id, at, refusedAt: instantOfMilliseconds(now()), by, kind, refusals });
  await queue.done(id);
}

function actsOf(request: Exclude<DecisionRequest, AskingRequest | { kind: 'own' | 'noted' | 'yes' }>): DecisionAct[] {
  switch (request.kind) {
    case 'retry': {
      const { another, reason: why } = request;
      return inSteps(request.records).map((records) => ({
        ...{ kind: 'retry', another },
        records: records.map((one) => ({ ...one, why })),
      }));
    }
    case 'drop':
      return inSteps(request.records).map((records) => ({
        kind: 'drop',
        records: records.map((one) => ({ ...one, why: request.reason })),
      }));
    case 'accept':
      return inSteps(request.records).map((records) => ({
        kind: 'accept',
        records: records.map((one) => {
          const why = [request.reason, ...one.said.map((text) => `(${text})`)].join(' ');
          return { ...one, why };
        }),
      }));
  }
}

function inSteps<One>(all: readonly One[]): One[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, step) =>
    all.slice(step * AT_ONCE, (step + 1) * AT_ONCE),
  );
}

function nameOf({ store, entity, sourceId }: RecordKey): string {
  return JSON.stringify([store, entity, sourceId]);
}
