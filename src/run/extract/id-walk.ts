import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { RunningIds } from '../../entities/definition/reads.ts';
import type { ExtractedPage } from '../../entities/reading/extracted-record.ts';
import { dayBefore, type Instant, localDateOf, startOfDay } from '../../model/time.ts';
import { stopIfAsked } from '../context/context.ts';
import { hasNewBelow, inDays, numbersOn, showsKnown } from './id-walk-checks.ts';
import { HOLES, openWalk, saveWalk, type WalkState, WITNESSES } from './id-walk-state.ts';
import { stage } from './stage-page.ts';
import { mayMoveWatermarks, type StoreWindow } from './store-window.ts';

/** Next ones that are asked for at once. */
const ROOM = HOLES;
/** Requests for the ids of one leap; over a wider one the days are listed. */
const WIDEST_LEAP = 20;

/**
 * Finds what is new by its ids, where they are numbers that grow, whatever its day: those after the highest one, until none is
 * shown. That the store keeps to lists of ids is seen in each answer, by known ones that must be in it. What is dated
 * today or yesterday is listed besides, and tells of leaps, and of ids that do not grow; so does the listing of all days,
 * once a day, which is the protection behind it (`readAll`).
 */
export class IdWalk {
  readonly #window: StoreWindow;
  readonly #definition: EntityDefinition;
  readonly #ids: RunningIds;
  #state: WalkState;

  private constructor(window: StoreWindow, definition: EntityDefinition, ids: RunningIds, state: WalkState) {
    this.#window = window;
    this.#definition = definition;
    this.#ids = ids;
    this.#state = state;
  }

  /** @returns undefined where there are no such ids, or the run leaves things out */
  static async open(window: StoreWindow, definition: EntityDefinition): Promise<IdWalk | undefined> {
    const { runningIds } = window.store.source.reader(definition.read);
    if (runningIds === undefined || !mayMoveWatermarks(window.context)) return undefined;
    return new IdWalk(window, definition, runningIds, await openWalk(window, definition, runningIds.perPage));
  }

  get isTrusted(): boolean {
    return this.#state.judged === 'growing';
  }

  /** @returns false where the days have to be listed to find all that is new */
  async read(): Promise<boolean> {
    if (!this.isTrusted) return false;
    const isWhole = (await this.#ahead()) && (await this.#again()) && (await this.#latest());
    await this.#save();
    return isWhole && this.isTrusted;
  }

  /**
   * Pages of a listing by time, before they are staged: what is new in one, and bears a lower id than the highest, shows that
   * ids do not grow.
   */
  async *watch(pages: AsyncIterable<ExtractedPage>): AsyncGenerator<ExtractedPage> {
    for await (const page of pages) {
      if (this.isTrusted && (await hasNewBelow(this.#window, this.#definition, this.#state, page)))
        await this.#save({ judged: 'found-below' });
      yield page;
    }
  }

  /** The same of a listing that takes the walk's place: it also tells whether the store shows what its lists left out. */
  async *instead(pages: AsyncIterable<ExtractedPage>): AsyncGenerator<ExtractedPage> {
    const shown = new Set<number>();
    for await (const page of this.watch(pages)) {
      for (const id of numbersOn(page)) shown.add(id);
      yield page;
    }
    if (shown.size === 0 || !this.isTrusted) return;
    const { failed, highest } = this.#state;
    const [, ...last] = this.#state.witnesses;
    const witnesses = highestOf([...shown]);
    // Once it may be a passing fault: what the listing has just shown is asked for the next time.
    if (failed > 1 && last.some((id) => shown.has(id))) await this.#save({ judged: 'lists-cut' });
    else if (failed > 0) await this.#save({ witnesses });
    else await this.#save({ witnesses, highest: Math.max(highest, ...witnesses) });
  }

  /** All days have been listed. @param listed which run began with it, and when by the store's time */
  async listedAll(listed: NonNullable<WalkState['listed']>): Promise<void> {
    if (this.isTrusted) await this.#save({ listed });
  }

  /** From the highest one on, as long as there are more. @returns false where the store does not answer to lists */
  async #ahead(): Promise<boolean> {
    for (;;) {
      const found = await this.#ask(numbersFrom(this.#state.highest + 1, ROOM));
      if (found === undefined) return false;
      if (found.length === 0) return true;
    }
  }

  /** What was not there when its neighbours came. */
  async #again(): Promise<boolean> {
    while (this.#state.holes.length > 0) {
      const found = await this.#ask(this.#state.holes);
      if (found === undefined) return false;
      if (found.length === 0) return true;
    }
    return true;
  }

  /** The last two days, and what stands between the highest and an id far above it. */
  async #latest(): Promise<boolean> {
    const { store, time, beginning, context } = this.#window;
    const { timeZone } = store.fixed;
    const yesterday = startOfDay(dayBefore(localDateOf(time.upTo, timeZone)), timeZone);
    const range = { from: laterOf(yesterday, beginning), ...time };
    const { read } = this.#definition;
    const pages = store.source.reader(read).inWindow(range, { signal: context.signal });
    const shown: number[] = [];
    for await (const page of this.watch(pages)) {
      shown.push(...numbersOn(page));
      await stage(this.#window, this.#definition.name, page);
    }
    this.#state = { ...this.#state, witnesses: highestOf([...this.#state.witnesses, ...shown]) };
    const [top = 0] = this.#state.witnesses;
    if (top - this.#state.highest > WIDEST_LEAP * ROOM) return false;
    while (this.#state.highest < top) {
      const { highest } = this.#state;
      const found = await this.#ask(numbersFrom(highest + 1, Math.min(ROOM, top - highest)), { isLeap: true });
      if (found === undefined) return false;
    }
    return true;
  }

  /** @returns those that are there; undefined where the answer leaves out what must be in it */
  async #ask(
    ids: readonly number[],
    { isLeap = false }: { readonly isLeap?: boolean } = {},
  ): Promise<readonly number[] | undefined> {
    const { context } = this.#window;
    const [first, ...last] = this.#state.witnesses;
    const asked = [first, ...ids, ...last].filter((id) => id !== undefined);
    const { page, isFiltered } = await this.#ids.ask(asked.map(String), { signal: context.signal });
    const shown = new Set(numbersOn(page));
    const isWhole = isFiltered && showsKnown(shown, last);
    this.#state = { ...this.#state, failed: isWhole ? 0 : this.#state.failed + 1 };
    if (!isWhole) return undefined;
    stopIfAsked(context);
    await stage(this.#window, this.#definition.name, {
      ...page,
      records: await inDays(this.#window, this.#definition, page.records),
    });
    const found = ids.filter((id) => shown.has(id));
    const highest = Math.max(this.#state.highest, ...(isLeap ? ids : found));
    const holes = [...new Set([...this.#state.holes, ...ids])].filter((id) => id < highest && !shown.has(id));
    const witnesses = highestOf([...found, ...this.#state.witnesses.filter((id) => shown.has(id))]);
    this.#state = { ...this.#state, highest, holes: holes.sort((a, b) => a - b).slice(-HOLES), witnesses };
    return found;
  }

  async #save(change: Partial<WalkState> = {}): Promise<void> {
    this.#state = { ...this.#state, ...change };
    await saveWalk(this.#window, this.#definition, this.#state);
  }
}

function numbersFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => first + place);
}

function highestOf(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => b - a).slice(0, WITNESSES);
}

function laterOf(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
