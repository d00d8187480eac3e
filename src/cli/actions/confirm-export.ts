import { randomUUID } from 'node:crypto';
import { confirmAsSeen } from '../../decisions/confirm-export.ts';
import { counted } from '../../model/amounts-text.ts';
import type { Confirmation } from '../../operations/export/export-pipeline.ts';
import { personHere } from '../../session/person-here.ts';
import { stateHome } from '../../session/state-home.ts';
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
  const { now, signal } = shell;
  const deciding = { pipeline, home: stateHome(shell.environment), now, signal };
  const word = { id: randomUUID(), by: personHere(), reason };
  const { found, untold } = await confirmAsSeen(deciding, word, { batch: batchNumber(options.batch) });
  if (untold !== undefined) shell.note(untold);
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
