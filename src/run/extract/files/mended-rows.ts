import type { QuarantinedRecord } from '../../../entities/reading/extracted-record.ts';
import { baseName } from '../../../feeds/base-name.ts';
import type { FeedEntity } from '../../../feeds/read/read-feed.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import type { RunBasics } from '../../context/parts.ts';

interface FileRead {
  readonly entity: FeedEntity;
  readonly file: string;
  /** Source ids of what is quarantined of it now. */
  readonly places: ReadonlySet<string>;
  /** Source ids of what is all right in it, and is only staged once an order refers to it. */
  readonly fine: ReadonlySet<string>;
}

const OF_FILES: readonly string[] = ['row-unreadable', 'states-differ'] satisfies QuarantinedRecord['reason'][];

/**
 * Ends what was quarantined by its place in a file of this name, where the file has come again and the place is all right
 * now: nothing else would, since a place is no record that a store could show again. So it ends what was quarantined of a customer
 * or product that orders refer to: they are read anew from the files once it is.
 */
export async function settleMendedRows(
  { ledger, run, narrowing }: RunBasics,
  { fixed }: StoreRun,
  { entity, file, places, fine }: FileRead,
): Promise<void> {
  if (narrowing.orders !== undefined || narrowing.limit !== undefined) return;
  const name = baseName(file);
  const waiting = (await ledger.quarantined()).filter(
    (record) => record.store === fixed.store && record.entity === entity && record.targetId === null,
  );
  const mended = waiting.filter(
    ({ sourceId, reason }) =>
      !places.has(sourceId) && (placeIn(sourceId, name) || (fine.has(sourceId) && OF_FILES.includes(reason ?? ''))),
  );
  const message = `${name} was read again, and nothing is wrong at that place any more.`;
  await ledger.decide(
    run,
    mended.map((key) => ({ kind: 'skip', key, reason: 'row-mended', message })),
  );
}

function placeIn(sourceId: string, name: string): boolean {
  const match = /^line \d+ of (.+)$/.exec(sourceId);
  return match?.[1] === name;
}
