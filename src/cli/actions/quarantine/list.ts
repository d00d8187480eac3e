import { type QueueTold, readQueue } from '../../../decisions/read-queue.ts';
import { counted } from '../../../model/amounts-text.ts';
import { shellWord } from '../../../model/command-lines.ts';
import { type OpenQuarantine, openQuarantines } from '../../../run/summary.ts';
import { readLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { SelectOptions } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';
import { quarantinedText } from '../../text/quarantine-text.ts';
import { queueBlocks } from '../../text/queue-text.ts';
import { select } from './select.ts';

export interface ListDocument {
  readonly pipeline: string;
  readonly quarantine: readonly OpenQuarantine[];
  readonly queued: QueueTold['queued'];
  readonly refused: QueueTold['refused'];
}

export async function act(shell: Shell, file: string, options: SelectOptions & OutputOption): Promise<void> {
  const pipeline = await openPipeline(shell, file);
  const quarantine = await readLedger(shell, pipeline, async (ledger) =>
    openQuarantines(ledger, select(await ledger.quarantined(), pipeline, options)),
  );
  const { queued, refused } = await readQueue(pipeline);
  const document: ListDocument = { pipeline: pipeline.name, quarantine, queued, refused };
  printResult(shell, options, document, () =>
    [
      ...(quarantine.length === 0 ? ['Nothing is quarantined.'] : listLines(quarantine, file, options)),
      ...queueBlocks(document, file).flatMap((block) => ['', block]),
    ].join('\n'),
  );
}

function listLines(quarantine: readonly OpenQuarantine[], file: string, options: SelectOptions): string[] {
  return [
    `Quarantined until you decide: ${counted(quarantine.length, 'record')}`,
    quarantinedText(quarantine, file, options.code === undefined ? undefined : quarantine.length),
    '',
    `One in detail: neto-consolidator quarantine show ${shellWord(file)} <id>`,
    `Try it again:  neto-consolidator quarantine retry ${shellWord(file)} <id>`,
    `It is right:   neto-consolidator quarantine accept ${shellWord(file)} <id> --reason "…"`,
    `Leave it out:  neto-consolidator quarantine drop ${shellWord(file)} <id> --reason "…"`,
  ];
}
