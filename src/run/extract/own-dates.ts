import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import { DailyProgress } from './daily-progress.ts';
import { findGone } from './find-gone.ts';
import { IdWalk } from './id-walk.ts';
import { listedDailyTo } from './id-walk-checks.ts';
import { inPieces } from './in-pieces.ts';
import { stagePages } from './stage-page.ts';
import { isDue, moveWatermark, piecesOf, type StoreWindow, withSource } from './store-window.ts';

const DAY = 86_400;
/** The mark up to which all of such an entity has been read. */
export const ALL_SLICE = 'sweep';

/**
 * What has dates of its own alone: what is new by its ids where these grow, else that of the last days; and that of copied
 * orders that are not fully paid, since what is dated back is in no window.
 * @param first all orders have just been read, and what is read with them
 */
export async function readLately(window: StoreWindow, definition: EntityDefinition, first: boolean): Promise<void> {
  const { name, read } = definition;
  const { context, store, time, beginning } = window;
  const { ledger, signal } = context;
  const reader = store.source.reader(read);
  const range = { from: later(lookBackOf(window), beginning), ...time };
  if (!hasCome(definition, first)) {
    const walk = await IdWalk.open(window, definition);
    const pages = () => reader.inWindow(range, { signal });
    if (walk === undefined) await stagePages(window, name, pages());
    else if (!(await walk.read())) await stagePages(window, name, walk.instead(pages()));
  }
  if (reader.ofOrders === undefined) return;
  const unpaid = await ledger.ordersNotFullyPaid(store.fixed.store);
  await stagePages(window, name, reader.ofOrders(unpaid, { signal }));
}

/** Once a day all since the beginning, and what a reading of all has not brought. */
export async function readAll(window: StoreWindow, definition: EntityDefinition, first: boolean): Promise<void> {
  const { context, store, time, beginning } = window;
  const { signal } = context;
  const { name, read } = definition;
  const { store: storeName } = store.fixed;
  if (hasCome(definition, first)) return moveWatermark(window, name, ALL_SLICE);
  if (!(await isDue(window, name, ALL_SLICE))) return;
  const progress = await DailyProgress.open(context, `${storeName} ${name}`, time.upTo);
  const walk = await IdWalk.open(window, definition);
  const lately = later(lookBackOf(window), beginning);
  const to = listedDailyTo(walk?.isTrusted === true, { listedTo: time.listedTo, lately });
  const isListed = await inPieces(piecesOf(window), progress, { from: beginning, to }, (source, { from, to: end }) => {
    const pages = source.reader(read).inWindow({ from, upTo: end, listedTo: end }, { signal });
    return stagePages(withSource(window, source), name, walk?.watch(pages) ?? pages);
  });
  if (!isListed) return;
  await walk?.listedAll({ run: progress.state.since, bound: progress.state.bound });
  if (read.gone !== undefined && !(await findGone(window, definition, progress))) return;
  await context.ledger.completeWindow(context.run, storeName, name, progress.state.bound, ALL_SLICE);
  await progress.done();
}

/** Where each comes with its order. Of what belongs to nothing the first reading is one like any other. */
function hasCome({ read }: EntityDefinition, first: boolean): boolean {
  return first && read.ofOrder === 'with-order';
}

function lookBackOf({ store, time }: StoreWindow): Instant {
  return addSeconds(time.upTo, -DAY * store.secondary.payments.lookBackDays);
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
