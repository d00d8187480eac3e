import type { Command } from 'commander';
import { enterAs, idsToLink, isEnterable, prefixOf } from '../../../operations/link/enter-as.ts';
import { openQuarantine } from '../../../run/summary.ts';
import { examples } from '../../examples.ts';
import { readLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult, withOutput } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { Shell } from '../../shell.ts';
import { type QuarantinedDetail, quarantinedRecordText } from '../../text/quarantined-record.ts';
import { intoBooks } from './into-books.ts';
import { type SelectOptions, select, withSelection } from './select.ts';
import { toEnter } from './to-enter.ts';

interface ShowOptions extends SelectOptions, OutputOption {
  readonly payload?: boolean;
}

export interface ShowDocument {
  readonly pipeline: string;
  readonly records: readonly QuarantinedDetail[];
}

export function registerShow(quarantine: Command, shell: Shell): void {
  const command = quarantine
    .command('show')
    .argument('<pipeline>', 'the pipeline file')
    .argument('<id>', "the record's id in its own store, or its copy's")
    .description('Shows one quarantined record: why, what can be done, and what was done with it so far.')
    .option('--payload', 'the whole record as it was read; it holds what is personal');
  withOutput(withSelection(command))
    .addHelpText(
      'after',
      examples(
        'quarantine show pipelines/au-stores.yaml N11177',
        'quarantine show pipelines/au-stores.yaml 665 --store west --entity payments --payload',
      ),
    )
    .action(async (file: string, id: string, options: ShowOptions) => {
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
    });
}
