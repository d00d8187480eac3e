import { counted } from '../../model/amounts-text.ts';
import { type Confirmation, confirmExport } from '../../operations/export/export-pipeline.ts';
import { stateHome } from '../../session/state-home.ts';
import { decideHere } from '../deciding.ts';
import { type OutputOption, printResult } from '../output.ts';
import { openPipeline } from '../pipeline-file.ts';
import { reasonIfGiven } from '../reason.ts';
import type { Shell } from '../shell.ts';
import { batchNumber } from './batch-number.ts';

interface ConfirmOptions extends OutputOption {
  readonly reason?: string;
  readonly batch: string;
}

export async function act(shell: Shell, file: string, options: ConfirmOptions): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const reason = reasonIfGiven(options.reason);
  const found = await confirmExport(pipeline, stateHome(shell.environment), batchNumber(options.batch));
  const { batch, arrived, missing } = found;
  const change = `batch ${batch}: open, now settled, ${arrived} arrived, ${missing.length} missing`;
  await decideHere(shell, pipeline, { kind: 'noted', event: 'confirmed', change, reason });
  printResult(shell, options, found, () => confirmationText(found));
  if (found.doubled.length > 0) shell.end(4);
  else if (found.missing.length > 0) shell.end(3);
}

function confirmationText({ batch, arrived, missing, doubled }: Confirmation): string {
  const twice =
    doubled.length === 0
      ? []
      : [
          'In the primary more than once: delete all but one there, and in Xero if they got there.',
          ...doubled.map((reference) => `  ${reference}`),
        ];
  const there =
    missing.length === 0
      ? [
          arrived === 1
            ? `Batch ${batch}: its record is in the primary.`
            : `Batch ${batch}: all ${arrived} records are in the primary.`,
        ]
      : [
          `Batch ${batch}: ${counted(arrived, 'record')} ${arrived === 1 ? 'is' : 'are'} in the primary. Not there, and so in the next export again:`,
          ...missing.map((id) => `  ${id}`),
        ];
  return [...there, ...twice].join('\n');
}
