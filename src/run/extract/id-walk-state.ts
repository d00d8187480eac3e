import { z } from 'zod';
import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { EntityName } from '../../model/entities.ts';
import type { Seen } from '../../model/habits.ts';
import { addSeconds, type Instant, instantOfMilliseconds, instantSchema, localDateOf } from '../../model/time.ts';
import { judgeIds, type NumberedDay, numberOf } from './judge-ids.ts';
import { mayMoveWatermarks, type StoreWindow } from './store-window.ts';

const SCOPE = 'id-walk';
const DAY = 86_400;
/** Known ones that are asked for along with others. */
export const WITNESSES = 3;
/** With these, as many as one request takes: the latest that were not there, and the next ones. */
export const HOLES = 100 - WITNESSES;
/** Copies that the ledger is asked for at once. */
const PAGE = 500;

const id = z.int().positive();

const schema = z.object({
  /**
   * - `growing`: what is new is found by the next ids. `not-growing`, `unclear`: as the copies tell, judged anew each day.
   * - `found-below`: something new came under a lower id. `lists-cut`: the store does not answer to lists of ids. Both stay.
   */
  judged: z.enum(['growing', 'not-growing', 'unclear', 'found-below', 'lists-cut']),
  /** The store's time when the copies told so, from which on what comes is found by its ids. */
  at: instantSchema,
  /** All ids up to here have been asked for, or were known before. */
  highest: z.int().nonnegative(),
  /** Asked for and not shown, the latest of them: numbers are given before what bears them is shown. */
  holes: z.array(id),
  /** The highest that the store has shown. */
  witnesses: z.array(id),
  /** Answers to lists of ids, one after the other, that left out what must be there. */
  failed: z.int().nonnegative(),
  /** When all days were listed last: the run that began with it, and the store's time then. */
  listed: z.object({ run: z.int(), bound: instantSchema }).nullable().default(null),
});
export type WalkState = z.infer<typeof schema>;

function nameOf({ store }: StoreWindow, { name }: Pick<EntityDefinition, 'name'>): string {
  return nameIn(store.fixed.store, name);
}

function nameIn(store: string, entity: EntityName): string {
  return `${store} ${entity}`;
}

async function readWalk(ledger: Pick<Ledger, 'learned'>, name: string): Promise<WalkState | undefined> {
  const text = await ledger.learned(SCOPE, name);
  return text === null ? undefined : schema.safeParse(JSON.parse(text)).data;
}

function readKept(window: StoreWindow, definition: EntityDefinition): Promise<WalkState | undefined> {
  return readWalk(window.context.ledger, nameOf(window, definition));
}

/**
 * Which of these copies the store showed unchanged within the last day, since it is read by ids and all days were listed: one
 * that had changed would wait for a person.
 * @param now milliseconds since 1970
 */
export async function shownToday(
  ledger: Pick<Ledger, 'learned' | 'readSince'>,
  { store, entity, ids }: { readonly store: string; readonly entity: EntityName; readonly ids: readonly string[] },
  now: number,
): Promise<ReadonlySet<string>> {
  const kept = await readWalk(ledger, nameIn(store, entity));
  if (kept?.judged !== 'growing' || kept.listed === null) return new Set();
  if (addSeconds(kept.listed.bound, DAY) <= instantOfMilliseconds(now)) return new Set();
  return ledger.readSince(kept.listed.run, store, entity, ids);
}

export async function saveWalk(window: StoreWindow, definition: EntityDefinition, state: WalkState): Promise<void> {
  await window.context.ledger.learn(SCOPE, nameOf(window, definition), JSON.stringify(state));
  const seen = seenBy(state.judged, definition.name);
  if (seen !== undefined) window.context.habits.note(window.store.client.host, seen);
}

function seenBy(judged: WalkState['judged'], seenIn: string): Seen | undefined {
  if (judged === 'unclear') return undefined;
  if (judged === 'lists-cut') return { habit: 'idLists', value: 'not-whole', in: seenIn };
  return { habit: 'runningIds', value: judged === 'growing' ? 'growing' : 'not-growing', in: seenIn };
}

/** Whether what is new is found by its ids in this run; a narrowed run leaves things out, and lists by days. */
export async function walksByIds(window: StoreWindow, definition: EntityDefinition): Promise<boolean> {
  return mayMoveWatermarks(window.context) && (await readKept(window, definition))?.judged === 'growing';
}

/** What is known of the ids of an entity, judged by its copies where nothing is, once a day. */
export async function openWalk(window: StoreWindow, definition: EntityDefinition, perPage: number): Promise<WalkState> {
  const kept = await readKept(window, definition);
  const { upTo } = window.time;
  if (kept !== undefined && !isToBeJudged(kept, upTo)) return kept;
  const copies = await recentCopies(window, definition);
  const ids = new Set(copies.map((one) => one.id));
  const [highest = 0, ...others] = [...ids].sort((a, b) => b - a);
  // What came while a first run or a narrowed one went on may stand among the latest, and was not read.
  const latest = Array.from({ length: HOLES }, (_, place) => highest - HOLES + place);
  const state: WalkState = {
    judged: copies.length > perPage ? judgeIds(copies) : 'unclear',
    at: upTo,
    highest,
    holes: latest.filter((one) => one > 0 && !ids.has(one)),
    witnesses: [highest, ...others].slice(0, WITNESSES),
    failed: 0,
    listed: null,
  };
  await saveWalk(window, definition, state);
  return state;
}

function isToBeJudged({ judged, at }: WalkState, upTo: Instant): boolean {
  if (judged !== 'unclear' && judged !== 'not-growing') return false;
  // One that lies in the future was judged by a wrong clock.
  return at > upTo || addSeconds(at, DAY) <= upTo;
}

async function recentCopies(
  { context: { ledger }, store, time }: StoreWindow,
  { name }: EntityDefinition,
): Promise<NumberedDay[]> {
  const { fixed, secondary } = store;
  const from = localDateOf(addSeconds(time.upTo, -DAY * secondary.payments.lookBackDays), fixed.timeZone);
  const found: NumberedDay[] = [];
  for (let after = ''; ; ) {
    const page = await ledger.copiedDays(fixed.store, name, PAGE, after);
    for (const { sourceId, bookedOn: day } of page) {
      const number = numberOf(sourceId);
      if (number !== undefined && day && day >= from) found.push({ id: number, day });
    }
    if (page.length < PAGE) return found;
    after = page.at(-1)?.sourceId ?? '';
  }
}
