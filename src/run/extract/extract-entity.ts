import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { order } from '../../entities/order/definition.ts';
import { entities } from '../../entities/registry.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { selected } from '../context/context.ts';
import type { RunBasics } from '../context/parts.ts';
import { readLately } from './own-dates.ts';
import { readByIds, readMarked } from './read-by-ids.ts';
import { stagePages } from './stage-page.ts';
import { mayMoveWatermarks, moveWatermark, readFrom, type StoreWindow } from './store-window.ts';

export interface EntityWindow {
  readonly window: StoreWindow;
  /** All orders have just been read, and what is read with them. */
  readonly first: boolean;
  /** In a run of some orders, the ids of these: nothing else is read. */
  readonly ofOrders: readonly string[] | undefined;
}

/**
 * What is read of a store beside its orders: what belongs to them by its own changes, then by its own dates, then what they
 * refer to.
 */
export function besideOrders(context: Pick<RunBasics, 'narrowing'>, store: StoreRun): EntityDefinition[] {
  const turnOf = ({ read }: EntityDefinition): number =>
    read.ofOrder === undefined ? 2 : read.windows.by === 'changes' ? 0 : 1;
  return entities
    .filter((one) => one.name !== order.name)
    .filter(({ name, read }) => selected(context, store, name) && read.isReadInFull(store.secondary))
    .sort((a, b) => turnOf(a) - turnOf(b));
}

/** What is new of one entity, in its window; the watermark is moved when all of it has been staged. */
export async function extractEntity(definition: EntityDefinition, given: EntityWindow): Promise<void> {
  const { window, first, ofOrders } = given;
  const { name, read } = definition;
  const { context, store, beginning, time } = window;
  const { ledger, signal } = context;
  const reader = store.source.reader(read);
  if (ofOrders !== undefined) {
    if (read.ofOrder !== 'apart' || reader.ofOrders === undefined) return;
    return stagePages(window, name, reader.ofOrders(ofOrders, { signal }));
  }
  if (read.windows.by === 'own-dates') {
    await readLately(window, definition, first);
    if (mayMoveWatermarks(context)) await readMarked(window, definition);
    return;
  }
  const from = (await readFrom(window, name)) ?? read.windows.begins(beginning);
  const range = { ...(from === null ? {} : { from }), ...time };
  await stagePages(window, name, reader.inWindow(range, { signal }));
  await readByIds(window, definition, await ledger.idsToReadAgain(store.fixed.store, name, store.rulesHash));
  if (mayMoveWatermarks(context)) await readMarked(window, definition);
  await moveWatermark(window, name);
}
