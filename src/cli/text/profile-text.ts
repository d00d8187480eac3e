import { plural } from '../../entities/registry.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Profile, ShownHabit, StoreProfile } from '../../operations/profile/profile.ts';
import { indent, table } from './table.ts';

/** What the stores of a pipeline are like, for a terminal. */
export function profileText({ pipeline, stores }: Profile): string {
  return [`${pipeline}: what its stores are like, as runs have seen by the way.`, ...stores.flatMap(storeText)].join(
    '\n',
  );
}

function storeText({ store, readFromFiles, habits, open }: StoreProfile): string[] {
  if (readFromFiles) return ['', `${store}: it is read from files, so nothing is seen of its API.`];
  const columns = [{ title: 'What' }, { title: 'Seen in' }, { title: 'Since' }, { title: 'How' }];
  const rows = habits.map((habit) => [habit.about, seenIn(habit), since(habit), habit.words]);
  return [
    '',
    store,
    ...(rows.length === 0 ? ['Nothing is known of it yet: each run tells more.'] : [table(columns, rows)]),
    ...(open.length === 0
      ? []
      : [
          `Still open (docs/stores.md says what the program does meanwhile):`,
          ...open.map(({ id, question }) => indent(`${id}: ${question}.`, 2)),
        ]),
  ];
}

function seenIn({ seenIn: kind }: ShownHabit): string {
  return kind === 'stores' ? 'answers' : plural(kind as EntityName);
}

function since({ since: at }: ShownHabit): string {
  return at === null ? 'earlier' : at.slice(0, 10);
}
