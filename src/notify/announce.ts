import type { Pipeline } from '../config/pipeline.ts';
import { wholeLines } from '../model/command-lines.ts';
import { instantOfMilliseconds } from '../model/time.ts';
import { inTimeOf } from '../model/time-words.ts';
import { judge, type RunOutcome } from './conditions.ts';
import { type Memory, memoryFile, readMemory, writeMemory } from './memory.ts';
import { type Message, slackBody, type Told, titleOf } from './message.ts';
import { post } from './post.ts';

interface AnnounceOptions {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly outcome: RunOutcome;
  /** How the books stand after it, in sentences; none where that is not known. */
  readonly verdict?: readonly string[] | undefined;
  /** The pipeline file as a person has given it, for the commands of remedies. */
  readonly file?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** For tests. */
  readonly timeoutMilliseconds?: number | undefined;
}

export type Announced =
  | { readonly kind: 'nothing-to-tell' }
  | { readonly kind: 'told'; readonly message: Message }
  /** A sentence without the address. What was not delivered is told after the next run. */
  | { readonly kind: 'not-told'; readonly reason: string };

/** Sentences of one kind in one message; the rest is counted. */
const NAMED = 10;
/** Another run at work, a word typed wrongly, a stop that was asked for: somebody is there and knows. */
const known: ReadonlySet<string> = new Set(['pipeline-locked', 'usage', 'stopped']);

/**
 * Tells `onProblem.webhook` what is new after a run: a trouble once, and once that it is over. To be called at the end
 * of each full run. Never throws, and never holds a run up for longer than its time-out.
 */
export async function announce(options: AnnounceOptions): Promise<Announced> {
  const { pipeline, outcome } = options;
  const { webhook } = pipeline.onProblem;
  if (webhook === undefined || isKnown(outcome)) return { kind: 'nothing-to-tell' };
  try {
    const file = memoryFile(options.home, pipeline);
    const before = await readMemory(file);
    const { message, delivered, undelivered } = compose(options, before);
    if (message === undefined) {
      await writeMemory(file, delivered);
      return { kind: 'nothing-to-tell' };
    }
    const body = pipeline.onProblem.format === 'slack' ? slackBody(message) : message;
    const trouble = await post(webhook, body, options.timeoutMilliseconds);
    await writeMemory(file, trouble === undefined ? delivered : undelivered);
    return trouble === undefined
      ? { kind: 'told', message }
      : { kind: 'not-told', reason: `The webhook did not take the message: ${trouble}. The next run tells it again.` };
  } catch {
    return {
      kind: 'not-told',
      reason: 'What was told to the webhook could not be written down. Check the state folder.',
    };
  }
}

function isKnown(outcome: RunOutcome): boolean {
  return outcome.kind === 'not-begun' ? known.has(outcome.code) : outcome.summary.status === 'stopped';
}

interface Composed {
  readonly message: Message | undefined;
  /** The memory once the message has arrived, and where it has not. */
  readonly delivered: Memory;
  readonly undelivered: Memory;
}

function compose({ pipeline, outcome, now, file, verdict = [] }: AnnounceOptions, before: Memory): Composed {
  const { lasting, once, memory } = judge(outcome, before, pipeline);
  const grew = memory.held.some((key) => !before.held.includes(key));
  const fresh = lasting.filter(({ key }) => !(key in before.told) || (key === 'quarantine' && grew));
  const lastingKeys = new Set(lasting.map(({ key }) => key));
  // What could not begin says nothing about the rest.
  const over = outcome.kind === 'not-begun' ? [] : Object.keys(before.told).filter((key) => !lastingKeys.has(key));
  const told = Object.fromEntries([
    ...(outcome.kind === 'not-begun' ? Object.entries(before.told) : []),
    ...lasting.map(({ key, text }) => [key, text]),
  ]);
  const delivered: Memory = { told, ...memory };
  const undelivered: Memory = { ...before, silent: memory.silent };
  const problems = shortened([...fresh.map(({ key: _, ...rest }) => rest), ...once]).map((one) => ({
    ...one,
    text: inTimeOf(pipeline.primary.timezone, one.text),
    remedy: inTimeOf(pipeline.primary.timezone, wholeLines(one.remedy, file ?? pipeline.file)),
  }));
  if (problems.length === 0 && over.length === 0) return { message: undefined, delivered, undelivered };
  const kind = problems.length > 0 ? 'problem' : lasting.length > 0 ? 'better' : 'well-again';
  const message: Message = {
    program: 'neto-consolidator',
    pipeline: pipeline.name,
    at: instantOfMilliseconds(now),
    run: outcome.kind === 'ended' ? outcome.summary.run : null,
    kind,
    title: titleOf(kind, pipeline.name, problems.length),
    verdict: [...verdict],
    problems,
    over: shortenedList(over.map((key) => before.told[key] ?? '')),
  };
  return { message, delivered, undelivered };
}

/** A message that names hundreds of differences is one that nobody reads, and no webhook takes. */
function shortened(problems: readonly Told[]): Told[] {
  const left = problems.filter(({ kind }) => kind === 'proof-differs').slice(NAMED);
  const [first] = left;
  if (first === undefined) return [...problems];
  const more = {
    ...first,
    store: null,
    text: `The proof found ${left.length} more differences that nothing explains.`,
  };
  return [...problems.filter((one) => !left.includes(one)), more];
}

function shortenedList(sentences: readonly string[]): string[] {
  const left = sentences.length - NAMED;
  return left <= 0 ? [...sentences] : [...sentences.slice(0, NAMED), `And ${left} more.`];
}
