import { listCustomerStamps } from '../../entities/customer/read.ts';
import { listOrderHeads } from '../../entities/order/read/read.ts';
import { listProductStamps } from '../../entities/product/read.ts';
import type { ChangeWindow } from '../../entities/reading/in-passes.ts';
import { extractRmas, listReturnHeads } from '../../entities/return/read.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { ReadOptions } from '../../neto/records.ts';
import { selected } from '../context/context.ts';
import { isDue, isOfToday } from './daily.ts';
import { DailyProgress } from './daily-progress.ts';
import { ordersFrom, readOrdersInFull } from './extract-orders.ts';
import { readReferences } from './extract-references.ts';
import { stageReturns } from './extract-returns.ts';
import { inPieces } from './in-pieces.ts';
import { mayMoveMarks, moveMark, type StoreWindow } from './store-window.ts';
import { MISSED, SWEPT } from './sweep-slices.ts';

const DAY = 86_400;
/** Ids that the ledger is asked about at once. */
const ASKED = 1000;

type SweptEntity = 'orders' | 'rmas' | 'customers' | 'products';

interface Head {
  readonly id: string;
  readonly updatedAt: Instant | null;
}

/**
 * Once a day each entity is listed anew over the last days, by ids and change stamps alone, and what is new or differs is
 * read: it showed late, or its stamp runs behind, so that no window ever had it. Payments are looked for by their own dates
 * in every run. What a run may not ask any more is asked by the next one.
 * @param first everything has just been read
 */
export async function sweepStore(window: StoreWindow, first: boolean): Promise<void> {
  const { context, store } = window;
  if (!mayMoveMarks(context)) return;
  const { secondary } = store;
  const entities: readonly SweptEntity[] = (['orders', 'rmas', 'customers', 'products'] as const).filter(
    (entity) =>
      selected(context, store, entity) &&
      ((entity !== 'customers' && entity !== 'products') || secondary[entity].scope === 'all'),
  );
  for (const entity of entities) {
    if (first) await moveMark(window, entity, SWEPT);
    else if (await isDue(window, entity, SWEPT)) await sweep(window, entity, { isRepeat: false });
    // What runs behind once does so again: then a day is too long.
    else if (await isOfToday(window, entity, MISSED)) await sweep(window, entity, { isRepeat: true });
  }
}

async function sweep(
  window: StoreWindow,
  entity: SweptEntity,
  { isRepeat }: { readonly isRepeat: boolean },
): Promise<void> {
  const { context, store, time } = window;
  const progress = await DailyProgress.open(context, `${store.fixed.store} listed anew ${entity}`, time.upTo);
  const { bound } = progress.state;
  const beginning = addSeconds(bound, -DAY * context.pipeline.load.sweepDays);
  const earliest = earliestOf(window, entity);
  const from = earliest !== null && beginning < earliest ? earliest : beginning;
  const missed: string[] = [];
  const isDone = await inPieces(
    { context, client: store.client },
    progress,
    { from, to: time.listedTo, isRepeat },
    async (client, piece) => {
      const part = { ...window, store: { ...store, client } };
      const heads = await listHeads(part, entity, { from: piece.from, upTo: bound, listedTo: piece.to });
      const found = await differing(window, entity, heads);
      await readAll(part, entity, found.unread);
      missed.push(...found.missed);
    },
  );
  if (isDone) {
    await context.ledger.completeWindow(context.run, store.fixed.store, entity, bound, SWEPT);
    await progress.done();
  }
  if (missed.length === 0) return;
  await moveMark(window, entity, MISSED);
  const [example = ''] = missed;
  context.warnings.push({
    store: store.fixed.store,
    entity,
    sourceId: example,
    code: 'shown-late',
    message: `${missed.length} of the ${entity}, such as ${example}, came to be listed too late, or bear a time that runs behind, so that only the daily listing of the last ${context.pipeline.load.sweepDays} days has shown them. It is repeated in each run for a day.`,
    count: missed.length,
  });
}

/** What the windows began with: what is older was never to be read. */
function earliestOf({ beginning }: StoreWindow, entity: SweptEntity): Instant | null {
  if (entity === 'orders') return ordersFrom(beginning);
  return entity === 'rmas' ? beginning : null;
}

function listHeads({ context, store }: StoreWindow, entity: SweptEntity, window: ChangeWindow): Promise<Head[]> {
  const list: (client: NetoClient, window: ChangeWindow, options: ReadOptions) => Promise<Head[]> = {
    orders: listOrderHeads,
    rmas: listReturnHeads,
    customers: listCustomerStamps,
    products: listProductStamps,
  }[entity];
  return list(store.client, window, { signal: context.signal });
}

/**
 * Those that the ledger does not have, or had under another stamp.
 * @returns missed: those of them of which the ledger can tell that a window should have brought them
 */
async function differing(
  { context, store, time }: StoreWindow,
  entity: SweptEntity,
  heads: readonly Head[],
): Promise<{ unread: string[]; missed: string[] }> {
  const unread: string[] = [];
  const missed: string[] = [];
  for (let start = 0; start < heads.length; start += ASKED) {
    const page = heads.slice(start, start + ASKED);
    const ids = page.map(({ id }) => id);
    const stamps = await context.ledger.changeStamps(store.fixed.store, entity, ids);
    for (const { id, updatedAt } of page) {
      const known = stamps.get(id);
      if (known !== undefined && (updatedAt === null || known === updatedAt)) continue;
      unread.push(id);
      // A copy that was made before stamps were kept has none; what was changed a moment ago is no late comer.
      if (known !== null && updatedAt !== null && updatedAt <= time.upTo) missed.push(id);
    }
  }
  return { unread, missed };
}

async function readAll(window: StoreWindow, entity: SweptEntity, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  if (entity === 'orders') await readOrdersInFull(window, ids);
  else if (entity === 'rmas')
    await stageReturns(window, extractRmas(window.store.client, ids, { signal: window.context.signal }));
  else await readReferences(window, entity, ids);
}
