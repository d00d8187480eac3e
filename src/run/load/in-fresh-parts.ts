import type { LedgerRecord } from '../../ledger/record.ts';

/**
 * Does work that judges by what stores show, and gives up what it has not done once that is old: the rest is judged anew. In
 * stores that take longer to be asked than what they say is fresh, that would never end, so what is old when it was just
 * read is asked for once more, and then stands.
 * @param work is given whether it has to do with what it reads, however old that is by then; gives the source ids that are left
 */
export async function inFreshParts<One extends { readonly record: Pick<LedgerRecord, 'sourceId'> }>(
  all: readonly One[],
  work: (left: readonly One[], mayBeOld: boolean) => Promise<ReadonlySet<string>>,
): Promise<void> {
  let mayBeOld = false;
  for (let left = all; left.length > 0; ) {
    const before = left.length;
    const unsent = await work(left, mayBeOld);
    left = left.filter(({ record }) => unsent.has(record.sourceId));
    mayBeOld = left.length === before;
  }
}
