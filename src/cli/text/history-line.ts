import { doneWords, whoWords } from '../../decisions/history-words.ts';
import type { AuditEntry } from '../../ledger/record.ts';

/** One line of what was done with a record. */
export function historyLine(entry: AuditEntry, what = ''): string {
  const { at } = entry;
  return `  ${at}  ${whoWords(entry)}  ${what === '' ? '' : `${what}: `}${doneWords(entry)}`.trimEnd();
}
