import { readFile } from 'node:fs/promises';
import { replaceFile } from '../../config/edit/replace-file.ts';
import { setEntry } from '../../config/edit/set-entry.ts';
import { readPipeline } from '../../config/read-pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { learnedPrefixWords } from '../../model/learned-prefix.ts';
import { readLearnedPrefix } from '../../session/learned-prefix.ts';
import { decideHere } from '../deciding.ts';
import { readLedger } from '../open-ledger.ts';
import { printText } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { reasonIfGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';

interface ConfirmOptions {
  readonly reason?: string;
}

/** A person confirms what invoices show of the export: it then stands in the pipeline file, and in the audit. */
export async function act(shell: Shell, file: string, options: ConfirmOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const reason = reasonIfGiven(options.reason);
  const { xero } = pipeline;
  const learned =
    xero === undefined ? undefined : await readLedger(shell, pipeline, (ledger) => readLearnedPrefix(ledger, xero));
  if (learned === undefined)
    throw xero === undefined
      ? new ConsolidatorError('usage', `${file} names no books. docs/xero.md says how to connect them.`)
      : new ConsolidatorError(
          'usage',
          'No look into Xero has shown yet what the export puts before the numbers of orders: it takes three invoices of copies that are not older than the daily proof looks back.',
          { remedy: 'The daily proof of a run looks by itself; `run --proof` looks now.' },
        );
  printText(shell, learnedPrefixWords(learned));
  const before = await readFile(pipeline.file, 'utf8');
  const edited = setEntry(before, ['xero', 'invoicePrefix'], learned.prefix);
  const line = `invoicePrefix: ${JSON.stringify(learned.prefix)}`;
  if (edited.kind === 'unchanged') return printText(shell, `${file} says so already (${line}).`);
  if (edited.kind === 'by-hand')
    throw new ConsolidatorError(
      'file-unwritable',
      `${file} is written so that it can't be changed in place. Add \`${line}\` below \`xero\`.`,
    );
  await replaceFile(pipeline.file, { before, after: edited.text }, async (beside) => {
    await readPipeline(beside, shell.environment);
  });
  const was = xero?.invoicePrefix === undefined ? 'nothing' : JSON.stringify(xero.invoicePrefix);
  const change = `what the export puts before numbers: ${was}, now ${JSON.stringify(learned.prefix)}`;
  await decideHere(shell, pipeline, { kind: 'noted', event: 'confirmed', change, reason });
  printText(shell, `Confirmed: ${file} says \`${line}\` now. From the next run on numbers are looked for by it.`);
}
