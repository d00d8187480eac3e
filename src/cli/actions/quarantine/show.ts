import { intoBooks } from '../../../decisions/into-books.ts';
import { toEnter } from '../../../decisions/to-enter.ts';
import { enterAs, idsToLink, isEnterable, prefixOf } from '../../../operations/link/enter-as.ts';
import { openQuarantine } from '../../../run/summary.ts';
import { readLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { SelectOptions } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';
import { type QuarantinedDetail, quarantinedRecordText } from '../../text/quarantined-record.ts';
import { select } from './select.ts';

interface ShowOptions extends SelectOptions, OutputOption {
  readonly payload?: boolean;
}

export interface ShowDocument {
  readonly pipeline: string;
  readonly records: readonly QuarantinedDetail[];
}

export async function act(shell: Shell, file: string, id: string, options: ShowOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const records = await readLedger(shell, pipeline, async (ledger) => {
    const selected = select(await ledger.quarantined(), pipeline, options, [id]);
    const details: QuarantinedDetail[] = [];
    for (const record of selected) {
      const payload = options.payload === true ? { payload: JSON.parse(record.payload || 'null') } : {};
      const history = await ledger.history(record);
      const books = await intoBooks(ledger, record);
      const open = openQuarantine(record, history);
      const linkAs = idsToLink(enterAs(record, prefixOf(pipeline, record.store)), record);
      const enter = isEnterable(record) ? await toEnter(pipeline, ledger, record) : [];
      details.push({ ...open, history, intoBooks: books, linkAs, toEnter: enter, ...payload });
    }
    return details;
  });
  const document: ShowDocument = { pipeline: pipeline.name, records };
  printResult(shell, options, document, () =>
    records.map((record) => quarantinedRecordText(record, file)).join('\n\n'),
  );
}
