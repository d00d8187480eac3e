import type { StoreTime } from '../../entities/reading/store-clock.ts';
import { CHANGES } from '../../ledger/watermark.ts';
import type { EntityName } from '../../model/entities.ts';
import { addSeconds, type Instant, millisecondsOf } from '../../model/time.ts';
import type { AskedSource } from '../../session/source/source.ts';
import type { AskedStore } from '../../session/store-run.ts';
import { isNarrowed } from '../context/narrowing.ts';
import type { DailyWork, ReadingRun, RunBasics } from '../context/parts.ts';
import type { Backlog } from './backlog.ts';
import type { Pieces } from './in-pieces.ts';

/** The mark up to which an entity was last listed anew; what has dates of its own alone has another one. */
export const SWEPT = 'listed-anew';

/** The mark of the last such listing that brought what no window had shown. */
export const MISSED = 'shown-late';

/** The mark up to which the copies have been looked at. */
export const COPIES_SLICE = 'copies';

const DAY_MILLISECONDS = 86_400_000;

/** What one run reads of one secondary. */
export interface StoreWindow {
  readonly context: ReadingRun & DailyWork;
  readonly store: AskedStore;
  readonly backlog: Backlog;
  readonly time: StoreTime;
  /** The start of the day that the pipeline begins with. */
  readonly beginning: Instant;
  /** Source ids of orders that payments and returns name which this run has read. */
  readonly named: Set<string>;
  /**
   * All orders are read long before the first is loaded, so what is read with them is read when they are loaded, and not twice
   * (`stageWithUncopied`).
   */
  readonly loadsLater?: boolean | undefined;
}

/** The same window for daily work that lists a range of time, of which one piece may take so many requests. */
export function piecesOf({ context, store: { source } }: StoreWindow): Pieces<AskedSource> {
  return { context, asking: source, atMost: (requests) => source.atMost(requests) };
}

export function withSource(window: StoreWindow, source: AskedSource): StoreWindow {
  return { ...window, store: { ...window.store, source } };
}

/**
 * From when on an entity is read: its watermark, less what each run reads again. The one place where the overlap is taken.
 * @returns null where it was never read to its end
 */
export async function readFrom({ context, store }: StoreWindow, entity: EntityName): Promise<Instant | null> {
  const watermark = await context.ledger.watermark(store.fixed.store, entity);
  return watermark === null ? null : withOverlap(watermark, context.pipeline.load.overlapSeconds);
}

/** An order that was changed shortly before the watermark may have come to be listed shortly after. */
function withOverlap(watermark: Instant, overlapSeconds: number): Instant {
  return addSeconds(watermark, -overlapSeconds);
}

/** The one place where a mark is moved: a narrowed run has left things out, so it moves none. */
export async function moveWatermark(
  { context, store, time }: StoreWindow,
  entity: EntityName,
  name = CHANGES,
): Promise<void> {
  if (!mayMoveWatermarks(context)) return;
  await context.ledger.completeWindow(context.run, store.fixed.store, entity, time.upTo, name);
}

export function mayMoveWatermarks({ narrowing }: Pick<RunBasics, 'narrowing'>): boolean {
  return !isNarrowed(narrowing);
}

/** Whether what is done once a day was done a day ago, or never. */
export async function isDue(window: StoreWindow, entity: EntityName, slice: string): Promise<boolean> {
  const age = await ageOf(window, entity, slice);
  return age === null || age >= DAY_MILLISECONDS;
}

/** Whether a mark was made within the last day. */
export async function isOfToday(window: StoreWindow, entity: EntityName, slice: string): Promise<boolean> {
  const age = await ageOf(window, entity, slice);
  return age !== null && age < DAY_MILLISECONDS;
}

async function ageOf({ context, store, time }: StoreWindow, entity: EntityName, slice: string): Promise<number | null> {
  const watermark = await context.ledger.watermark(store.fixed.store, entity, slice);
  return watermark === null ? null : millisecondsOf(time.upTo) - millisecondsOf(watermark);
}
