import type { EntityName } from '../../model/entities.ts';
import { millisecondsOf } from '../../model/time.ts';
import type { StoreWindow } from './store-window.ts';

const DAY_MILLISECONDS = 86_400_000;

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
