import type { StoreTime } from '../../entities/reading/store-clock.ts';
import { CHANGES } from '../../ledger/watermark.ts';
import type { EntityName } from '../../model/entities.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import type { AskedSource } from '../../session/source/source.ts';
import type { AskedStore } from '../../session/store-run.ts';
import { isNarrowed } from '../context/narrowing.ts';
import type { DailyWork, ReadingRun, RunBasics } from '../context/parts.ts';
import type { Backlog } from './backlog.ts';
import type { Pieces } from './in-pieces.ts';

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
export function withOverlap(watermark: Instant, overlapSeconds: number): Instant {
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
