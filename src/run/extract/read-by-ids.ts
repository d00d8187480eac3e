import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { singular } from '../../entities/kinds.ts';
import { order } from '../../entities/order/definition.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { stopIfAsked } from '../context/context.ts';
import { readOrdersInFull } from './extract-orders.ts';
import { stage, stagePages } from './stage-page.ts';
import type { StoreWindow } from './store-window.ts';

/**
 * What a person wants to be judged anew, and nothing has brought since: no window need hold it, whatever its day and amount.
 * Not so of customers and products that come where an order names them: one that none names any more need not be there.
 * One that its store does not show any more is theirs to decide about again, else it would wait for ever.
 */
export async function readMarked(window: StoreWindow, definition: EntityDefinition): Promise<void> {
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
