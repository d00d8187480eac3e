import { plural } from '../../entities/registry.ts';
import type { EntityName } from '../../model/entities.ts';
import { localDateOf } from '../../model/time.ts';
import type { Profile, ShownHabit, StoreProfile } from '../../operations/profile/profile.ts';
import { indent, table } from './table.ts';

/** What the stores of a pipeline are like, for a terminal. @param timeZone whose days are told */
export function profileText({ pipeline, stores }: Profile, timeZone: string): string {
  return [
    `${pipeline}: what its stores are like, as runs have seen by the way.`,
    ...stores.flatMap((store) => storeText(store, timeZone)),
  ].join('\n');
}

function storeText({ store, readFromFiles, habits, open }: StoreProfile, timeZone: string): string[] {
  if (readFromFiles) return ['', `${store}: it is read from files, so nothing is seen of its API.`];
  const columns = [{ title: 'What' }, { title: 'Seen in' }, { title: 'Since' }, { title: 'How' }];
  const rows = habits.map((habit) => [habit.about, seenIn(habit), since(habit, timeZone), habit.words]);
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

function since({ since: at }: ShownHabit, timeZone: string): string {
  return at === null ? 'earlier' : localDateOf(at, timeZone);
}
