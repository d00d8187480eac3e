import type { ToDo } from '../../month/open-items.ts';
import { decisionTitle, followerWords, foundWords, recordLines, waitingTitle, waitingWords } from './thing-words.ts';
import type { Thing } from './things.ts';

/** The lines of `todo` for the pack of a month, which compares both sides anew, and says by itself since when none has run. */
export function toDoOfMonth(things: readonly Thing[]): ToDo[] {
  return things.flatMap((thing) => (thing.kind === 'difference' || thing.kind === 'run' ? [] : [toDoOf(thing)]));
}

function toDoOf(thing: Exclude<Thing, { kind: 'difference' | 'run' }>): ToDo {
  const { kind, store } = thing;
  if (thing.kind === 'yes') {
    const choices = [{ words: 'Copy them', effect: 'The next run copies them.', command: thing.command }];
    const remedy = 'Look at what `plan` shows of them, and say yes.';
    const what = `${waitingTitle(thing)}.`;
    return { kind, store, what, details: [waitingWords], remedy, choices, days: [], orderIds: [] };
  }
  const { meaning, remedy, choices, records, followers } = thing;
  return {
    ...{ kind, store, what: decisionTitle(thing), remedy },
    details: [meaning, ...foundWords(thing), ...recordLines(thing), ...followerWords(thing)],
    choices: choices.map(({ words, effect, command }) => ({ words, effect, command })),
    days: [...records, ...followers].map(({ day }) => day),
    orderIds: [...records, ...followers].map(({ parent, sourceId }) => parent ?? sourceId),
  };
}
