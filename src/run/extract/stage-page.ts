import type { ExtractedPage, ExtractedRecord, QuarantinedRecord } from '../../entities/reading/extracted-record.ts';
import { entityOf } from '../../entities/registry.ts';
import type { StagedRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { stopIfAsked } from '../context/context.ts';
import { eachAlone, faultOf } from '../context/one-record.ts';
import type { ReadingRun, RunBasics } from '../context/parts.ts';
import { asKnown } from './as-known.ts';
import type { StoreWindow } from './store-window.ts';

interface Staging extends Partial<Pick<StoreWindow, 'named'>> {
  readonly context: ReadingRun;
  readonly store: StoreRun;
}

/** Page after page, as their store gives them. */
export async function stagePages(
  window: StoreWindow,
  entity: EntityName,
  pages: AsyncIterable<ExtractedPage>,
): Promise<void> {
  for await (const page of pages) {
    stopIfAsked(window.context);
    await stage(window, entity, page);
  }
}

/** Puts a page into the ledger, with what is quarantined and why. */
export async function stage(
  { context, store, named }: Staging,
  entity: EntityName,
  page: ExtractedPage,
): Promise<void> {
  const { ledger, run, progress } = context;
  const { store: name } = store.fixed;
  const quarantined = await quarantinedToStage(context, store, entity, page.quarantined);
  const read = await asKnown(context, store, entity, page.records);
  const records: StagedRecord[] = [
    ...(await comparedWithCopies(context, store, entity, read)),
    ...quarantined.map(({ sourceId, reason, message }) => ({
      sourceId,
      hash: reason,
      payload: '',
      held: { reason, message },
    })),
  ];
  if (records.length === 0) return;
  const pageOf = (some: readonly StagedRecord[]) => ({
    run,
    store: name,
    entity,
    rules: store.rulesHash,
    records: some,
  });
  await eachAlone(
    records,
    // The watermark that passes over them is put down after them.
    (some) => ledger.stagePage(pageOf(some), 'soon'),
    ({ sourceId }, error) => {
      const message = faultOf({ entity, sourceId }, error);
      const failed: StagedRecord = {
        sourceId,
        hash: 'record-failed',
        payload: '',
        held: { reason: 'record-failed', message },
      };
      return ledger.stagePage(pageOf([failed]));
    },
  );
  for (const { parent } of records) if (parent !== undefined && parent !== '') named?.add(parent);
  progress({ kind: 'read', store: name, entity, count: records.length });
}

/** Compared only where there is something to compare. */
async function comparedWithCopies(
  context: ReadingRun,
  store: StoreRun,
  entity: EntityName,
  read: readonly ExtractedRecord[],
): Promise<readonly ExtractedRecord[]> {
  const definition = entityOf(entity);
  if (read.length === 0 || definition.compares.byBothWays === undefined) return read;
  const { comparedByBothWays } = await import('../copies/by-both-ways.ts');
  return comparedByBothWays(context, store, definition, read);
}

/** What was copied is not taken back because its store does not show it any more. */
async function quarantinedToStage(
  context: RunBasics,
  store: StoreRun,
  entity: EntityName,
  quarantined: readonly QuarantinedRecord[],
): Promise<QuarantinedRecord[]> {
  if (quarantined.length === 0) return [];
  const ids = quarantined.map(({ sourceId }) => sourceId);
  const known = await context.ledger.known(store.fixed.store, entity, ids);
  return quarantined.filter(({ sourceId }) => (known.get(sourceId)?.targetId ?? null) === null);
}
