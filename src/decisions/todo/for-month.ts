import { commandLine } from '../../model/command-lines.ts';
import type { ToDo } from '../../month/open-items.ts';
import {
  decidedWords,
  decisionTitle,
  followerWords,
  foundWords,
  recordLines,
  waitingLines,
  waitingTitle,
  waitingWords,
} from './thing-words.ts';
import type { Decided, Thing, ToDecide, ToDoNow } from './things.ts';

/** The lines of `todo` for the pack of a month, which compares both sides anew, and says by itself since when none has run. */
export function toDoOfMonth({ things, decided }: ToDoNow, file: string): ToDo[] {
  return [
    ...things.flatMap((thing) => (thing.kind === 'difference' || thing.kind === 'run' ? [] : [toDoOf(thing)])),
    ...decided.map((one) => decidedOf(one, file)),
  ];
}

/** Decided, and not in the books yet. */
function decidedOf(decided: Decided, file: string): ToDo {
  const { store, records, followers } = decided;
  const command = commandLine('neto-consolidator run', [file]);
  return {
    ...{ kind: 'decision', store, what: decidedWords(decided), details: ['You have decided about it.'] },
    remedy: 'It goes with the next run.',
    taken: [...records, ...followers].map(({ entity, sourceId }) => ({ entity, sourceId })),
    choices: [{ words: 'Run', effect: 'The next run takes up what you decided.', command }],
    ...aboutOf([...records, ...followers]),
  };
}

function aboutOf(records: readonly ToDecide[]): Pick<ToDo, 'days' | 'orderIds'> {
  return {
    days: records.map(({ day }) => day),
    orderIds: records.map(({ parent, sourceId }) => parent ?? sourceId),
  };
}

function toDoOf(thing: Exclude<Thing, { kind: 'difference' | 'run' }>): ToDo {
  const { kind, store } = thing;
  if (thing.kind === 'yes') {
    const choices = [{ words: 'Copy them', effect: 'The next run copies them.', command: thing.command }];
    const remedy = 'Look at what `plan` shows of them, and say yes.';
    const what = `${waitingTitle(thing)}.`;
    return {
      kind,
      store,
      what,
      details: [waitingWords, ...waitingLines(thing)],
      remedy,
      choices,
      days: [],
      orderIds: [],
    };
  }
  const { meaning, remedy, choices, records, followers } = thing;
  return {
    ...{ kind, store, what: decisionTitle(thing), remedy },
    details: [meaning, ...foundWords(thing), ...recordLines(thing), ...followerWords(thing)],
    choices: choices.map(({ words, effect, command }) => ({ words, effect, command })),
    ...aboutOf([...records, ...followers]),
  };
}
