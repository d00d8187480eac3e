import type { ExtractedRecord, QuarantinedRecord } from '../../../entities/reading/extracted-record.ts';
import { baseName } from '../../../feeds/base-name.ts';
import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import { readFileEntries } from './file-entries.ts';
import { filePricing } from './file-pricing.ts';
import { FileStager } from './file-stager.ts';
import type { FileWork, ToExtract } from './file-work.ts';
import { perhapsSeveral, type RecordState } from './record-states.ts';

/** Stages what a file holds, each record in its present state alone. @throws ConsolidatorError */
export async function extractFile(work: FileWork, file: ToExtract, place: number): Promise<void> {
  const { context, store, feeds, states } = work;
  const { feed, entity, surveyed } = file;
  const stager = new FileStager(work, file);
  let ordinal = -1;
  const pricing = await filePricing(context, store, feeds, entity);
  for await (const entry of readFileEntries({ feed, entity, store, feeds, surveyed, ...pricing })) {
    ordinal += 1;
    const verdict = states.verdictOn(entry.key);
    if (verdict === undefined || isPresent(verdict, place, ordinal)) await stager.take(entry);
    else if (verdict.kind === 'unknown' && isFirst(verdict.states, place, ordinal)) {
      const places = states.placesOf(verdict.states);
      if (entry.kind === 'payment' && perhapsSeveral(verdict.states)) await stager.hold(several(entry, places, feed));
      else await stager.hold(differing(entry.sourceId, places, verdict.states));
    }
    if (verdict?.kind === 'one' && verdict.byArrival && isPresent(verdict, place, ordinal))
      stager.remarks.byArrival(entry.sourceId);
  }
  await stager.end();
}

function isPresent(verdict: { readonly kind: string; readonly state?: RecordState }, file: number, ordinal: number) {
  return verdict.kind === 'one' && verdict.state?.file === file && verdict.state.ordinal === ordinal;
}

function isFirst([first]: readonly RecordState[], file: number, ordinal: number): boolean {
  return first?.file === file && first.ordinal === ordinal;
}

/** By its place: once they have ids of their own, nothing else would end it. */
function several(
  { line, record }: { readonly line: number; readonly record: ExtractedRecord },
  places: string,
  { file }: FeedFile,
): QuarantinedRecord {
  const what = `payments of ${record.parent} stand at ${places} without ids, so that nothing tells whether they are one or several`;
  return {
    sourceId: `line ${line} of ${baseName(file)}`,
    reason: 'row-unreadable',
    message: `${file}:${line}: ${what}: none was taken. Expected the column "Payment ID", or one row for each order with all that was paid: add one or the other, and import the file again.`,
  };
}

function differing(sourceId: string, places: string, states: readonly RecordState[]): QuarantinedRecord {
  const within = new Set(states.map(({ file }) => file)).size === 1;
  const remedy = within
    ? 'Take the one that does not hold out of the file, and import it again.'
    : 'Import them again with --newest and the file whose state holds, or one after the other, the older first.';
  return {
    sourceId,
    reason: 'states-differ',
    message: `${sourceId} stands at ${places} in different states, and no date of change says which is newer. ${remedy}`,
  };
}
