import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';

const MADE = /^(add|approve) /;

/**
 * Why a record that a run wrote to is not that run's to take back: it carried a change over to a copy that was there before,
 * or a later run has copied it again, after a person let it. @returns undefined for what the run itself made
 */
export async function whoseCopy(
  ledger: Pick<Ledger, 'history'>,
  copy: LedgerRecord,
  undone: number,
): Promise<string | undefined> {
  const history = await ledger.history(copy);
  const made = history.filter(({ event, detail }) => event === 'intent' && MADE.test(detail)).at(-1)?.run;
  if (made === undefined) {
    return `Run ${undone} only carried a change over: the copy was there before this program came to it, and is left.`;
  }
  if (made > undone) return `Run ${made} has copied it again since: undo that run to take it back.`;
  if (made < undone)
    return `Run ${undone} only carried a change over; run ${made} made the copy: undo that run to take it back.`;
  return undefined;
}
