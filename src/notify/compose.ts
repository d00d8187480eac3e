import { createHash } from 'node:crypto';
import { commandLine, wholeLines } from '../model/command-lines.ts';
import { addSeconds, type Instant, instantOfMilliseconds } from '../model/time.ts';
import { inTimeOf } from '../model/time-words.ts';
import type { ToDoSum } from '../verdict/to-do-sums.ts';
import { type BetweenRuns, judge, type RunOutcome } from './conditions.ts';
import type { ToldMemory } from './memory.ts';
import type { Condition, Message, Told } from './message.ts';
import { pageOf } from './page-address.ts';
import { titleOf } from './title.ts';
import type { AlertSettings } from './ways.ts';

/** How the books stand when a message is made. */
export interface Standing {
  /** In sentences. */
  readonly verdict: readonly string[];
  readonly toDos: readonly ToDoSum[];
  /** What was copied since then, in sentences. */
  copiedSince(at: Instant): Promise<readonly string[]>;
}

export interface ComposeOptions {
  readonly pipeline: AlertSettings;
  readonly outcome: RunOutcome;
  /** The pipeline file as a person has given it, for the commands of remedies. */
  readonly file?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Null where the ledger can not be read. */
  readonly standing: () => Promise<Standing | null>;
}

/** A message, and what is remembered of it. */
export interface Draft {
  readonly message: Message;
  /** Once it has arrived. */
  readonly delivered: (memory: ToldMemory) => ToldMemory;
}

export interface Composed {
  readonly drafts: readonly Draft[];
  /** What is remembered whether they arrive or not. */
  readonly before: ToldMemory;
}

/** Sentences of one kind in one message; the rest is counted. */
const NAMED = 10;
/** Kinds of things to do that are told each. */
const TO_DOS = 20;
/** Of what was found once and can't be delivered for long. */
const WAITING = 50;

/** What is new to one who was told all that is remembered of them. */
export async function compose(
  options: ComposeOptions,
  memory: ToldMemory,
  silent: BetweenRuns['silent'],
): Promise<Composed> {
  const { pipeline, outcome, now } = options;
  const at = instantOfMilliseconds(now);
  const { lasting, once, held } = judge(outcome, memory, silent, pipeline);
  const waiting = [...memory.waiting, ...once].slice(-WAITING);
  const grew = held.some((key) => !memory.held.includes(key));
  const fresh = lasting.filter(({ key }) => !Object.hasOwn(memory.told, key) || (key === 'quarantine' && grew));
  const lastingKeys = new Set(lasting.map(({ key }) => key));
  // What could not begin says nothing about the rest.
  const over = outcome.kind === 'not-begun' ? [] : Object.keys(memory.told).filter((key) => !lastingKeys.has(key));
  const reminded =
    isWhole(outcome) &&
    fresh.length === 0 &&
    waiting.length === 0 &&
    over.length === 0 &&
    isDue(lasting, memory, pipeline, at);
  const told = reminded ? lasting : fresh;
  const kind =
    told.length + waiting.length > 0
      ? reminded
        ? 'reminder'
        : 'problem'
      : lasting.length > 0
        ? 'better'
        : 'well-again';
  const remembered = Object.fromEntries([
    ...(outcome.kind === 'not-begun' ? Object.entries(memory.told) : []),
    ...lasting.map(({ key, text }) => {
      const isNew = told.some((one) => one.key === key);
      return [key, { text, at: isNew ? at : (memory.told[key]?.at ?? at) }];
    }),
  ]);
  const before: ToldMemory = { ...memory, waiting };
  if (told.length + waiting.length + over.length === 0)
    return { drafts: [], before: { ...before, told: remembered, held: [...held] } };
  const keys = [...told.map(({ key }) => key), ...over, ...(grew ? held : []), ...waiting.map(({ text }) => text)];
  const message = await messageOf(options, {
    ...{ kind, id: idOf(pipeline, memory, [kind, ...keys]) },
    problems: shortened([...told.map(({ key: _, ...rest }) => rest), ...waiting]),
    over: shortenedList(over.map((key) => memory.told[key]?.text ?? '')),
  });
  return {
    before,
    drafts: [
      { message, delivered: (one) => ({ ...arrived(one, at), told: remembered, held: [...held], waiting: [] }) },
    ],
  };
}

/** What only a part was looked at of says nothing about the rest. */
function isWhole(outcome: RunOutcome): boolean {
  return outcome.kind === 'not-begun' || outcome.narrowed !== true;
}

export function arrived(memory: ToldMemory, at: Instant): ToldMemory {
  return { ...memory, serial: memory.serial + 1, deliveredAt: at, failing: null };
}

/** Whether something that was told lasts for so long that it is told again. */
function isDue(
  lasting: readonly Condition[],
  { told }: ToldMemory,
  { onProblem: { remindDays } }: AlertSettings,
  at: Instant,
): boolean {
  if (remindDays === 0) return false;
  return lasting.some(({ key }) => {
    const last = told[key]?.at;
    return last !== undefined && addSeconds(last, remindDays * 86_400) <= at;
  });
}

/** Known by what it says and how many came before it, so that it is the same when it has to be sent again. */
export function idOf({ name, file, ledger }: AlertSettings, { serial }: ToldMemory, keys: readonly string[]): string {
  const text = JSON.stringify([name, file, ledger, serial, ...keys]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

type Own = Pick<Message, 'kind' | 'id' | 'problems' | 'over'> & Partial<Pick<Message, 'copied'>>;

export async function messageOf(options: ComposeOptions, own: Own): Promise<Message> {
  const { pipeline, outcome, now, file = pipeline.file, standing } = options;
  const { verdict, toDos } = (await standing()) ?? { verdict: [], toDos: [] };
  const say = (text: string): string => inTimeOf(pipeline.primary.timezone, wholeLines(text, file));
  const problems = own.problems.map((one) => ({ ...one, text: say(one.text), remedy: say(one.remedy) }));
  return {
    program: 'neto-consolidator',
    pipeline: pipeline.name,
    at: instantOfMilliseconds(now),
    run: outcome.kind === 'ended' ? outcome.summary.run : null,
    title: titleOf({ kind: own.kind, pipeline: pipeline.name, problems, toDos, verdict }),
    verdict: [...verdict],
    copied: [],
    ...own,
    problems,
    toDos: fewer(toDos).map((one) => ({ ...one, text: say(one.text) })),
    page: pageOf(pipeline.name, pipeline.onProblem.page, toDos.length > 0 ? 'to-do' : own.kind),
    commands: commandsFor(own.kind, toDos, file),
  };
}

/** Only what exists: lines to type. */
function commandsFor(kind: Message['kind'], toDos: readonly ToDoSum[], file: string): string[] {
  const line = (command: string): string => commandLine(`neto-consolidator ${command}`, [file]);
  if (kind === 'well-again' || kind === 'test') return [];
  return toDos.length > 0 ? [line('todo'), line('status')] : [line('status')];
}

function fewer(toDos: readonly ToDoSum[]): ToDoSum[] {
  const left = toDos.slice(TO_DOS);
  const [first] = left;
  if (first === undefined) return [...toDos];
  const count = left.reduce((sum, one) => sum + one.count, 0);
  const text = `And ${count} more of ${left.length} other kinds.`;
  const more = {
    ...first,
    store: null,
    entity: null,
    code: null,
    count,
    amounts: [],
    unknownAmounts: 0,
    follows: false,
    since: null,
    text,
  };
  return [...toDos.slice(0, TO_DOS), more];
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
