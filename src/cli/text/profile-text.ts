import { plural } from '../../entities/kinds.ts';
import { listed } from '../../model/amounts-text.ts';
import type { EntityName } from '../../model/entities.ts';
import { localDateOf } from '../../model/time.ts';
import type { Profile, ShownHabit, StoreProfile } from '../../operations/profile/profile.ts';
import { indent, table } from './table.ts';

/** What the stores of a pipeline are like, for a terminal. @param timeZone whose days are told */
export function profileText({ pipeline, stores }: Profile, timeZone: string): string {
  return [
    `${pipeline}: what its stores are like, as runs have seen by the way.`,
    ...stores.flatMap((store) => storeText(store, timeZone)),
    '',
    'What the program does about what is open: docs/stores.md',
  ].join('\n');
}

function storeText({ store, readFromFiles, habits, open }: StoreProfile, timeZone: string): string[] {
  if (readFromFiles) return ['', `${store}: it is read from files, so nothing is seen of its API.`];
  const columns = [{ title: 'What' }, { title: 'Since' }, { title: 'How' }, { title: 'Seen in' }];
  const alike = Map.groupBy(habits, ({ about, words, since: at }) => JSON.stringify([about, words, at]));
  const rows = [...alike.values()].map((some) => {
    const [{ about, words, since: at } = { about: '', words: '', since: null }] = some;
    return [about, since(at, timeZone), words, listed(some.map(seenIn))];
  });
  const questions = (heading: string, some: StoreProfile['open']): string[] =>
    some.length === 0 ? [] : ['', heading, ...some.map(({ id, question }) => indent(`${id}: ${question}.`, 2))];
  return [
    '',
    store,
    ...(rows.length === 0 ? ['Nothing is known of it yet: each run tells more.'] : [table(columns, rows)]),
    ...questions(
      'Still open; a run, or --ask, may tell:',
      open.filter(({ runsMayTell }) => runsMayTell),
    ),
    ...questions(
      'Still open, and nothing that a run does shows it:',
      open.filter(({ runsMayTell }) => !runsMayTell),
    ),
  ];
}

function seenIn({ seenIn: kind }: ShownHabit): string {
  return kind === 'stores' ? 'answers' : plural(kind as EntityName);
}

function since(at: ShownHabit['since'], timeZone: string): string {
  return at === null ? 'earlier' : localDateOf(at, timeZone);
}
