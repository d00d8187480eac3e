import { instantOfMilliseconds } from '../model/time.ts';
import { type ComposeOptions, compose, type Draft, type Standing } from './compose.ts';
import { type BetweenRuns, betweenRuns, isKnown, type RunOutcome } from './conditions.ts';
import { deliver } from './deliver.ts';
import { composeDigest } from './digest.ts';
import { LIMIT, limited } from './limit.ts';
import { blank, type Memory, type MemoryPlace, rememberedOf, type ToldMemory } from './memory.ts';
import { memoryPlace } from './memory-place.ts';
import type { Message } from './message.ts';
import type { Trouble } from './trouble.ts';
import { type AlertSettings, type Way, waysOf } from './ways.ts';

interface AnnounceOptions {
  readonly pipeline: AlertSettings;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly outcome: RunOutcome;
  /** Asked only where something is to be told; null where the ledger can not be read. */
  readonly standing?: (() => Promise<Standing | null>) | undefined;
  /** The pipeline file as a person has given it, for the commands of remedies. */
  readonly file?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Ends all waiting soon. */
  readonly stop?: AbortSignal | undefined;
  /** For tests. */
  readonly limitMilliseconds?: number | undefined;
}

export interface Announced {
  /** What arrived at one at least. */
  readonly told: readonly Message[];
  /** A sentence each, without an address. What was not delivered is told after the next run. */
  readonly failures: readonly string[];
}

/**
 * Tells everybody whom `onProblem` names what is new to them after a run: a trouble once, and once that it is over. To be called
 * when the result of a run is out. Never throws, and never takes longer than its limit.
 */
export async function announce(options: AnnounceOptions): Promise<Announced> {
  const { pipeline, home, limitMilliseconds = LIMIT, stop } = options;
  const ways = waysOf(pipeline.onProblem);
  if (ways.length === 0) return { told: [], failures: [] };
  const { signal, end } = limited(limitMilliseconds, stop);
  try {
    const place = await memoryPlace(home, pipeline);
    const announced = await place.exclusively(() => tellAll(options, { place, ways, signal }), signal);
    return announced ?? { told: [], failures: [ANOTHER_TELLS] };
  } catch {
    return { told: [], failures: [NOT_WRITTEN] };
  } finally {
    end();
  }
}

const NOT_WRITTEN = 'What was told could not be written down, so it is told again. Check the state folder.';

const ANOTHER_TELLS = 'Another process is telling what is new, and takes long. The next run tells the rest.';

interface Telling {
  readonly place: MemoryPlace;
  readonly ways: readonly Way[];
  readonly signal: AbortSignal;
}

async function tellAll(options: AnnounceOptions, { place, ways, signal }: Telling): Promise<Announced> {
  const { pipeline, outcome, now, limitMilliseconds: milliseconds = LIMIT } = options;
  const memory = await place.read(now);
  const between = betweenRuns(outcome, memory, now);
  const notes = new Notes(place, memory, between, ways);
  if (isKnown(outcome, between, now)) {
    await notes.write();
    return { told: [], failures: notes.failures };
  }
  const composing = { ...options, standing: onceOnly(options.standing) };
  const jobs = await jobsOf(composing, ways, notes, between);
  // Before anything is sent, so that what only this run has found is known to the next one, whatever becomes of this.
  await notes.write();
  const told: Message[] = [];
  const failed: { readonly way: Way; readonly trouble: Trouble }[] = [];
  await Promise.all(
    jobs.map(async ({ draft, group }) => {
      const results = await deliver(draft.message, group, { signal, milliseconds });
      for (const way of group) {
        const trouble = results.get(way.key);
        notes.change(way, trouble === undefined ? draft.delivered : (one) => failing(one, trouble, now));
        if (trouble !== undefined) failed.push({ way, trouble });
      }
      if (group.some(({ key }) => results.get(key) === undefined)) told.push(draft.message);
      // At once: what is between these two lines is told twice after a crash.
      await notes.write();
    }),
  );
  return { told, failures: [...failureSentences(failed, pipeline), ...notes.failures] };
}

/** Ways that were told the same get one message. */
async function jobsOf(
  options: ComposeOptions,
  ways: readonly Way[],
  notes: Notes,
  { silent }: BetweenRuns,
): Promise<{ readonly draft: Draft; readonly group: readonly Way[] }[]> {
  const jobs: { draft: Draft; group: readonly Way[] }[] = [];
  const groups = Map.groupBy(ways, (way) => notes.of(way));
  for (const [memory, group] of groups) {
    const composed = await compose(options, memory, silent);
    const { draft, before } = await composeDigest(options, composed.before);
    for (const way of group) notes.change(way, () => before);
    jobs.push(...[...composed.drafts, ...(draft === undefined ? [] : [draft])].map((one) => ({ draft: one, group })));
  }
  return jobs;
}

function failing(memory: ToldMemory, { reason }: Trouble, now: number): ToldMemory {
  const at = instantOfMilliseconds(now);
  return { ...memory, failing: { since: memory.failing?.since ?? at, at, reason } };
}

/** One line for each trouble, however many recipients it is about. */
function failureSentences(
  failed: readonly { readonly way: Way; readonly trouble: Trouble }[],
  { onProblem }: AlertSettings,
): string[] {
  const sentences = failed.map(({ way, trouble: { reason, remedy } }) => ({
    kind: way.kind,
    key: way.key,
    reason,
    remedy,
  }));
  return [...Map.groupBy(sentences, ({ kind, reason }) => `${kind} ${reason}`).values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const count = new Set(some.map(({ key }) => key)).size;
    const all = onProblem.email?.to.length ?? 0;
    const who = count === all ? '' : ` for ${count} of ${all} recipients`;
    const what = first.kind === 'webhook' ? 'The webhook did not take the message' : `The mail was not sent${who}`;
    return [`${what}: ${first.reason}. ${first.remedy} The next run tells it again.`];
  });
}

function onceOnly(standing: AnnounceOptions['standing']): () => Promise<Standing | null> {
  let known: Promise<Standing | null> | undefined;
  return () => {
    known ??= (standing?.() ?? Promise.resolve(null)).catch(() => null);
    return known;
  };
}

/** Ways that the file does not name now, of which something is remembered. */
const OTHERS = 100;

/** What is remembered while messages are on their way. */
class Notes {
  readonly #place: MemoryPlace;
  readonly #between: BetweenRuns;
  readonly #ways: Map<string, ToldMemory>;
  #writing: Promise<void> = Promise.resolve();
  #lost = false;

  constructor(place: MemoryPlace, memory: Memory, between: BetweenRuns, ways: readonly Way[]) {
    this.#place = place;
    this.#between = between;
    // Of a file that is broken not all may be known who are named in it: the others are remembered, too.
    const others = [...memory.ways].filter(([key]) => !ways.some((way) => way.key === key)).slice(-OTHERS);
    this.#ways = new Map([...others, ...ways.map((way) => [way.key, rememberedOf(memory, way)] as const)]);
  }

  of({ key }: Way): ToldMemory {
    return this.#ways.get(key) ?? blank;
  }

  change(way: Way, change: (memory: ToldMemory) => ToldMemory): void {
    this.#ways.set(way.key, change(this.of(way)));
  }

  /** One after another, since all are one text. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      try {
        await this.#place.write({ ...this.#between, ways: this.#ways });
      } catch {
        this.#lost = true;
      }
    });
    return this.#writing;
  }

  get failures(): string[] {
    return this.#lost ? [NOT_WRITTEN] : [];
  }
}
