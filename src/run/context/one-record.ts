import { singular } from '../../entities/kinds.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { describeFault, isRecordFault } from '../../model/record-fault.ts';
import type { RunBasics } from './parts.ts';

/**
 * Does a piece of work for many records at once; where one of them makes it throw, the records are halved until that one
 * is alone, and it alone is given up: one record's fault is one record's. What a store or the ledger throws goes on up.
 * @param left which of the items are still to be done after a part of the work was; all of them where it is left out
 */
export async function eachAlone<Item>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<void>,
  onFault: (item: Item, error: Error) => Promise<void>,
  left: (items: readonly Item[]) => Promise<readonly Item[]> = async (all) => all,
): Promise<void> {
  if (items.length === 0) return;
  const [only] = items;
  try {
    await work(items);
    return;
  } catch (error) {
    if (!isRecordFault(error)) throw error;
    if (items.length === 1 && only !== undefined) {
      await onFault(only, error);
      return;
    }
  }
  const half = Math.ceil(items.length / 2);
  for (const part of [items.slice(0, half), items.slice(half)]) {
    await eachAlone(await left(part), work, onFault, left);
  }
}

/** Loads staged records; one that makes its step throw goes to quarantine by itself, with what was thrown. */
export async function loadEachAlone(
  context: RunBasics,
  records: readonly LedgerRecord[],
  load: (records: readonly LedgerRecord[]) => Promise<void>,
): Promise<void> {
  const { ledger, run } = context;
  await eachAlone(
    records,
    load,
    (key, error) =>
      ledger.decide(run, [{ kind: 'quarantine', key, reason: 'record-failed', message: faultOf(key, error) }]),
    async (some) => {
      const [first] = some;
      if (first === undefined) return [];
      const ids = some.map(({ sourceId }) => sourceId);
      const now = await ledger.known(first.store, first.entity, ids);
      // What a part of the work settled, or sent, is not begun a second time.
      return [...now.values()].filter(({ state }) => state === 'staged');
    },
  );
}

/** The sentence that stands in quarantine. */
export function faultOf({ entity, sourceId }: Pick<LedgerRecord, 'entity' | 'sourceId'>, error: Error): string {
  return `${singular(entity)} ${sourceId} could not be handled: ${describeFault(error)}`;
}
