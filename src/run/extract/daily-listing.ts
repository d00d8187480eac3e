import type { EntityName } from '../../model/entities.ts';
import { selected } from '../context/context.ts';
import { isDue } from './daily.ts';
import { DailyProgress } from './daily-progress.ts';
import { readAllPayments } from './extract-payments.ts';
import { findGoneOrders } from './find-gone-orders.ts';
import { findGoneReturns } from './find-gone-returns.ts';
import { readNamedOrders } from './read-named-orders.ts';
import { stage } from './stage-page.ts';
import { mayMoveMarks, type StoreWindow } from './store-window.ts';
import { sweepStore } from './sweep.ts';

/** The mark up to which copies have been looked for in their store. */
export const GONE_SLICE = 'gone';

/**
 * What is listed of a store once a day besides its news: copies whose source is gone, all payments, and all that changed
 * in the last days once more. Its requests keep to the daily work's share of the limit.
 * @param given.first everything has just been read
 */
export async function listDaily(given: { readonly window: StoreWindow; readonly first: boolean }): Promise<void> {
  const { first } = given;
  const { context } = given.window;
  if (!mayMoveMarks(context)) return;
  const { daily, primary } = context;
  const store = { ...given.window.store, client: daily.paced(given.window.store.client) };
  const window: StoreWindow = { ...given.window, context: { ...context, primary: daily.paced(primary) }, store };
  if (selected(context, store, 'orders')) {
    await lookForGone(window, 'orders', (progress) => findGoneOrders(window.context, store, progress));
  }
  if (selected(context, store, 'rmas')) {
    await lookForGone(window, 'rmas', (progress) =>
      findGoneReturns(window.context, store, {
        progress,
        stage: (records) => stage(window, 'rmas', { records: [...records], held: [] }),
      }),
    );
  }
  if (selected(context, store, 'payments')) await readAllPayments(window, first);
  await sweepStore(window, first);
  await readNamedOrders(window);
}

async function lookForGone(
  window: StoreWindow,
  entity: EntityName,
  look: (progress: DailyProgress) => Promise<boolean>,
): Promise<void> {
  if (!(await isDue(window, entity, GONE_SLICE))) return;
  const { context, store, time } = window;
  const { store: name } = store.fixed;
  const progress = await DailyProgress.open(context, `${name} gone ${entity}`, time.upTo);
  if (!(await look(progress))) return;
  await context.ledger.completeWindow(context.run, name, entity, progress.state.bound, GONE_SLICE);
  await progress.done();
}
