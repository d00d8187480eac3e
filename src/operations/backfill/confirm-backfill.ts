import { orderReads } from '../../entities/order/read/reads.ts';
import { listed } from '../../model/amounts-text.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { UNASKED } from '../../run/context/order-gates.ts';
import { openSharedRequestLog } from '../../session/open-run.ts';
import { openStores } from '../../session/open-stores.ts';
import { openOwnLedger } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';
import { isAsked } from '../../session/store-run.ts';
import type { BackfillOptions } from './options.ts';
import type { DayRange } from './slices.ts';

/** Orders that are named of many. */
const NAMED = 5;

/** @throws ConsolidatorError `first-run-unconfirmed` when the store has more orders of these days that have no copy */
export async function confirmBackfill(options: BackfillOptions, slices: readonly DayRange[]): Promise<void> {
  const { pipeline, store, home, signal, now = Date.now, progress = () => {} } = options;
  const resources = new Resources();
  try {
    const ledger = await openOwnLedger(pipeline, { now, home }, resources);
    const requestLog = openSharedRequestLog({ home, database: pipeline.database }, resources);
    const { stores } = await openStores({ pipeline, ledger, requestLog, progress, only: [store] }, resources);
    const ids = new Set<string>();
    for (const { source } of stores.filter(isAsked)) {
      const reader = source.reader(orderReads);
      for (const slice of slices) for (const id of await reader.ofDays(slice, { signal })) ids.add(id);
    }
    const known = await ledger.known(store, 'orders', [...ids]);
    const open = [...ids].filter((id) => known.get(id)?.state !== 'loaded');
    if (open.length <= UNASKED) return;
    const [first] = slices;
    const days = first === undefined ? '' : ` of ${first.from} to ${slices.at(-1)?.to ?? first.to}`;
    throw new ConsolidatorError(
      'first-run-unconfirmed',
      `This back-fill would copy up to ${open.length} orders${days} of ${store} into the primary, such as ${listed(open.slice(0, NAMED))}. Nothing was written. Only their numbers were asked for, so that nothing here knows what they come to: the same line with --dry-run instead of --yes reads them, and shows it.`,
    );
  } finally {
    await resources.close();
  }
}
