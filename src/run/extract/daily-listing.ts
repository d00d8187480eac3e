import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { order } from '../../entities/order/definition.ts';
import { pacedStore } from '../../session/store-run.ts';
import { selected } from '../context/context.ts';
import { DailyProgress } from './daily-progress.ts';
import { besideOrders } from './extract-entity.ts';
import { findGone } from './find-gone.ts';
import { readAll } from './own-dates.ts';
import { readNamedOrders } from './read-named-orders.ts';
import { isDue, mayMoveWatermarks, type StoreWindow } from './store-window.ts';
import { sweepStore } from './sweep.ts';

/** The mark up to which copies have been looked for in their store. */
export const GONE_SLICE = 'gone';

/**
 * What is listed of a store once a day besides its news: copies whose source is gone, all that has dates of its own alone,
 * and all that changed in the last days once more. Its requests keep to the daily work's share of the limit.
 * @param given.first everything has just been read
 */
export async function listDaily(given: { readonly window: StoreWindow; readonly first: boolean }): Promise<void> {
  const { first } = given;
  const { context } = given.window;
  if (!mayMoveWatermarks(context)) return;
  const { daily, primary } = context;
  const store = pacedStore(given.window.store, daily.pacing(given.window.store.source));
  const window: StoreWindow = { ...given.window, context: { ...context, primary: daily.paced(primary) }, store };
  const listed = [...(selected(context, store, order.name) ? [order] : []), ...besideOrders(context, store)];
  for (const definition of listed) if (definition.read.windows.by === 'changes') await lookForGone(window, definition);
  for (const definition of listed)
    if (definition.read.windows.by === 'own-dates') await readAll(window, definition, first);
  await sweepStore(window, listed, first);
  await readNamedOrders(window);
}

async function lookForGone(window: StoreWindow, definition: EntityDefinition): Promise<void> {
  const { name, read } = definition;
  if (read.gone === undefined || !(await isDue(window, name, GONE_SLICE))) return;
  const { context, store, time } = window;
  const progress = await DailyProgress.open(context, `${store.fixed.store} gone ${name}`, time.upTo);
  if (!(await findGone(window, definition, progress))) return;
  await context.ledger.completeWindow(context.run, store.fixed.store, name, progress.state.bound, GONE_SLICE);
  await progress.done();
}
