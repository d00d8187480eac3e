import type { Pipeline, Secondary } from '../../config/pipeline.ts';
import type { KeyPath } from '../../config/problems.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { BuiltInEntityName } from '../../model/entities.ts';
import type { HabitName } from '../../model/habits.ts';
import { habitsOf } from './profile.ts';

/** A habit of a store that a setting of the pipeline file does not go together with. */
export interface HabitConflict {
  readonly store: string;
  readonly message: string;
  readonly remedy: string;
  readonly path: KeyPath;
}

type Habits = Awaited<ReturnType<typeof habitsOf>>;
/** Of each store, as many ids as tell how long they are. */
const IDS = 50;

/** @param ledger what earlier runs have learned */
export async function habitConflicts(ledger: Ledger, pipeline: Pipeline): Promise<HabitConflict[]> {
  const { primary, secondaries } = pipeline;
  const ofPrimary = await habitsOf(ledger, primary);
  const conflicts = pageSize(ofPrimary, 'primary', primary.pageSize, ['primary']);
  for (const [index, secondary] of secondaries.entries()) {
    const path = ['secondaries', index];
    if (secondary.source === undefined)
      conflicts.push(...pageSize(await habitsOf(ledger, secondary), secondary.name, secondary.pageSize, path));
    conflicts.push(...invoiceDates(ofPrimary, secondary, path));
    for (const [entity, key] of [
      ['payments', 'payment'],
      ['rmas', 'creditNote'],
    ] as const)
      conflicts.push(...(await references(ledger, ofPrimary, { secondary, entity, key, path })));
  }
  return conflicts;
}

function kept(habits: Habits, habit: HabitName, seenIn?: string): string | number | undefined {
  return habits.find((one) => one.habit === habit && (seenIn === undefined || one.seenIn === seenIn))?.value;
}

function pageSize(habits: Habits, store: string, asked: number, path: KeyPath): HabitConflict[] {
  const cuts = habits.filter(({ habit }) => habit === 'pageCut').map(({ value }) => Number(value));
  const least = Math.min(...cuts);
  if (cuts.length === 0 || least >= asked) return [];
  const message = `The store cuts pages to ${least} rows, and \`pageSize\` asks for ${asked}: nothing is lost, and every listing takes more requests than it needs.`;
  return [{ store, message, remedy: `Set \`pageSize\` to ${least}.`, path: [...path, 'pageSize'] }];
}

function invoiceDates(habits: Habits, { name, purpose, orders }: Secondary, path: KeyPath): HabitConflict[] {
  const added = kept(habits, 'invoiceDateWhenAdded');
  const dispatched = kept(habits, 'invoiceDateWhenDispatched');
  const lost = (value: string | number | undefined): boolean => value === 'another-day' || value === 'stays-empty';
  const when = lost(dispatched) ? 'moved to Dispatched' : 'added';
  if (purpose === 'books') {
    if (!lost(added) && !lost(dispatched)) return [];
    const message = `The primary gives an order an invoice date of its own when it is ${when}, and the copies of ${name} are to keep theirs (\`purpose: books\`): each of them waits in quarantine, since it would stand in another period of the books.`;
    const remedy =
      'Have the primary keep the invoice date that an order is given (its settings for invoices), then let the copies go on: `quarantine retry`.';
    return [{ store: name, message, remedy, path: [...path, 'purpose'] }];
  }
  const setsItself = [added, dispatched].some((value) => value === 'set-by-store' || lost(value));
  if (orders.dueDate === 'source' || orders.dueDate === 'terms' || !setsItself) return [];
  const message = `The primary invoices the copies of ${name} by itself, on a day of its own, and \`orders.dueDate\` counts from the day of the order in ${name}: a copy may be due before it is invoiced.`;
  const remedy = 'Choose `source` or `terms`, or see that the days leave room enough.';
  return [{ store: name, message, remedy, path: [...path, 'orders', 'dueDate'] }];
}

async function references(
  ledger: Ledger,
  habits: Habits,
  of: {
    readonly secondary: Secondary;
    readonly entity: BuiltInEntityName;
    readonly key: 'payment' | 'creditNote';
    readonly path: KeyPath;
  },
): Promise<HabitConflict[]> {
  const { secondary, entity, key, path } = of;
  if (!secondary.entities.includes(entity)) return [];
  const prefix = secondary.references[key];
  const place = [...path, 'references', key];
  const cut = kept(habits, 'referenceCut', entity);
  const { name: store } = secondary;
  const what = entity === 'payments' ? 'payment' : 'return';
  if (typeof cut === 'number') {
    const ids = await ledger.recentIds(store, entity, IDS);
    const longest = Math.max(1, ...ids.map(({ length }) => length));
    if (cut >= prefix.length + longest) return [];
    const message = `The primary cuts the reference of a ${what} to ${cut} characters; the prefix "${prefix}" and an id of ${store} take ${prefix.length + longest}: its copies can't be told apart, so that the first one waits and no other follows.`;
    const room = cut - longest;
    const remedy =
      room > 0
        ? `Choose a prefix of ${room} characters or fewer, before the first copy; of a store that has copies, ask the primary's support for the whole field.`
        : "No prefix is short enough: ask the primary's support for the whole field, or leave these records out (`entities`).";
    return [{ store, message, remedy, path: place }];
  }
  if (kept(habits, 'reference', entity) !== 'not-shown') return [];
  const message = `The primary does not show the reference that is left on a ${what}: its copies can't be told apart, so that the first one waits and no other follows.`;
  const remedy = `Leave them out (\`entities\`), and enter them by hand; then \`link\`.`;
  return [{ store, message, remedy, path: [...path, 'entities'] }];
}
