import type { QueueTold } from '../../decisions/read-queue.ts';
import type { Choice } from '../../decisions/todo/choices.ts';
import {
  decidedWords,
  decisionTitle,
  followerWords,
  foundWords,
  primaryHas,
  recordLines,
  waitingLines,
  waitingTitle,
  waitingWords,
} from '../../decisions/todo/thing-words.ts';
import type { Decided, Thing, ToDoNow } from '../../decisions/todo/things.ts';
import { counted } from '../../model/amounts-text.ts';
import { commandLine } from '../../model/command-lines.ts';
import { problemWords } from '../../model/errors.ts';
import type { Unconfirmed } from '../../run/summary.ts';
import { UNTIL_COMPARED } from '../../verdict/until-compared.ts';
import { queueBlocks } from './queue-text.ts';
import { indent } from './table.ts';

/** Each thing to do with its choices, for a bookkeeper. @param file the pipeline file as it was given @param said what a yes was said to, and no run has copied yet */
export function todoText(
  {
    pipeline,
    things,
    decided,
    names,
    inXero,
    ...queue
  }: ToDoNow &
    Pick<QueueTold, 'queued' | 'refused'> & {
      readonly pipeline: string;
      /** Of the primary, by what is mapped to them; those that were not asked for are left out. */
      readonly names: Readonly<Record<string, readonly string[]>>;
      /** What somebody is to do in Xero by hand. */
      readonly inXero?: string | undefined;
    },
  file: string,
  said: readonly Unconfirmed[] = [],
): string {
  const blocks = things.map((thing, place) => thingLines(thing, place + 1, { names, file }).join('\n'));
  const nothing =
    inXero === undefined
      ? `Nothing to do for ${pipeline}${decided.length + said.length === 0 ? '' : ' but to run'}.`
      : `To do for ${pipeline} in Xero: ${inXero}.`;
  const also = inXero === undefined || things.length === 0 ? '' : `; in Xero: ${inXero}`;
  const head = things.length === 0 ? nothing : `${counted(things.length, 'thing')} to do for ${pipeline}${also}`;
  return [head, ...blocks, ...queueBlocks(queue, file), ...saidBlock(said, file), ...decidedBlock(decided, file)].join(
    '\n\n',
  );
}

/** What somebody has said yes to, and no run has copied yet. */
function saidBlock(said: readonly Unconfirmed[], file: string): string[] {
  if (said.length === 0) return [];
  const copies = said.map(({ store, orders }) => `${counted(orders, 'order')} of ${store}`).join(' and ');
  return [`Your yes is said: the next run copies ${copies}.\n     ${commandLine('neto-consolidator run', [file])}`];
}

/** So that nobody wonders what became of a decision, or decides again. */
function decidedBlock(decided: readonly Decided[], file: string): string[] {
  if (decided.length === 0) return [];
  return [
    [
      `Decided, ${decided.length === 1 ? 'goes' : 'go'} with the next run: ${counted(decided.length, 'thing')}`,
      ...decided.map((one) => indent(`- ${decidedWords(one)}`, 3)),
      `     ${commandLine('neto-consolidator run', [file])}`,
    ].join('\n'),
  ];
}

interface Beside {
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** The pipeline file as it was given. */
  readonly file: string;
}

function thingLines(thing: Thing, number: number, { names, file }: Beside): string[] {
  const head = (words: string): string => `${number}. ${words}`;
  switch (thing.kind) {
    case 'yes':
      return [
        head(waitingTitle(thing)),
        ...[waitingWords, ...waitingLines(thing)].map((line) => indent(line, 3)),
        `   - Copy them: ${thing.command}`,
      ];
    case 'run':
      return [
        head(thing.why === 'failed' ? 'The last run failed' : 'No whole run has ended for two days'),
        ...thing.problems.map((problem) => indent(problemWords(problem), 3)),
        indent('What is new in the stores since then may be in no sum and no list here.', 3),
        `   - ${thing.problems.length > 0 ? 'Mend that, then run it' : 'Run it'}: ${thing.command}`,
      ];
    case 'difference':
      return [
        head(`${thing.store}: the two sides differ`),
        indent(thing.message, 3),
        indent(`To do: ${thing.remedy}`, 3),
        ...(thing.isOfProof
          ? [indent(UNTIL_COMPARED, 3), `   - Compare now: ${commandLine('neto-consolidator run', [file], '--proof')}`]
          : []),
      ];
    case 'decision':
      return [head(decisionTitle(thing)), ...decisionLines(thing, names)];
  }
}

function decisionLines(
  thing: Extract<Thing, { kind: 'decision' }>,
  names: Readonly<Record<string, readonly string[]>>,
): string[] {
  const { meaning, remedy, choices } = thing;
  return [
    indent(meaning, 3),
    ...foundWords(thing).map((words) => indent(words, 3)),
    ...recordLines(thing).map((line) => `   ${line}`),
    ...followerWords(thing).map((words) => indent(words, 3)),
    indent(`To do: ${remedy}`, 3),
    ...choices.flatMap((choice) => choiceLines(choice, names)),
  ];
}

function choiceLines(
  { kind, words, effect, command }: Choice,
  names: Readonly<Record<string, readonly string[]>>,
): string[] {
  const what = kind === 'map' ? (/ map (\S+) /.exec(command)?.[1] ?? '') : '';
  const known = names[what];
  const listed = known === undefined ? [] : [indent(primaryHas(known), 5)];
  return [`   - ${words}. ${effect}`, ...listed, `     ${command}`];
}
