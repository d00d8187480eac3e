import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { singular } from '../../entities/kinds.ts';
import { order } from '../../entities/order/definition.ts';
import { entities } from '../../entities/registry.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { selected, stopIfAsked } from '../context/context.ts';
import type { RunBasics } from '../context/parts.ts';
import { readOrdersInFull } from './extract-orders.ts';
import { readLately } from './own-dates.ts';
import { stage, stagePages } from './stage-page.ts';
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

/**
 * What a person wants to be judged anew, and nothing has brought since: no window need hold it, whatever its day and amount.
 * Not so of customers and products that come where an order names them: one that none names any more need not be there.
 * One that its store does not show any more is theirs to decide about again, else it would wait for ever.
 */
async function readMarked(window: StoreWindow, definition: EntityDefinition): Promise<void> {
  const { context, store } = window;
  const { name } = definition;
  const { store: storeName } = store.fixed;
  const marked = async (): Promise<string[]> =>
    (await context.ledger.idsMarkedToRead(storeName, name)).filter((id) => !id.startsWith(FROM_FILE));
  await readByIds(window, definition, await marked());
  const records = await context.ledger.known(storeName, name, await marked());
  const unseen = [...records.values()].filter(({ reason, targetId }) => reason === 'to-be-read' && targetId === null);
  const quarantined = unseen.map(({ sourceId }) => ({
    sourceId,
    reason: 'vanished' as const,
    message: `The ${singular(name)} ${sourceId} was to be read again, and ${storeName} does not show it any more.`,
  }));
  await stage({ context, store }, name, { records: [], quarantined });
}

/** What is to be read again, or was listed anew and looks otherwise. */
export async function readByIds(
  window: StoreWindow,
  { name, read }: EntityDefinition,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  stopIfAsked(window.context);
  if (name === order.name) {
    await readOrdersInFull(window, ids);
    return;
  }
  const { context, store } = window;
  await stagePages(window, name, store.source.reader(read).byIds(ids, { signal: context.signal }));
}
