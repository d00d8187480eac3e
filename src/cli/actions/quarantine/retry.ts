import { singular } from '../../../entities/kinds.ts';
import type { RetryResult } from '../../../ledger/decision.ts';
import { isDropped } from '../../../ledger/transitions/what-can-be-done.ts';
import { commandLine, shellWord } from '../../../model/command-lines.ts';
import type { EntityName } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { changeLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { SelectOptions } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';
import { select } from './select.ts';

interface RetryOptions extends SelectOptions, OutputOption {
  readonly all?: boolean;
  readonly another?: boolean;
}

interface Retried {
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly result: RetryResult;
}

export interface RetryDocument {
  readonly pipeline: string;
  readonly retried: readonly Retried[];
}

const then: Readonly<Record<RetryResult, string>> = {
  staged: 'the next run tries it again',
  'to-be-read': 'the next run reads it from its store first, and tries it then',
  'not-retryable': 'stays quarantined: to try it again would come to the same. What ends it:',
  'not-held': 'is not quarantined',
};

export async function act(shell: Shell, file: string, ids: readonly string[], options: RetryOptions): Promise<void> {
  if ((ids.length === 0) === (options.all !== true)) {
    throw new ConsolidatorError('usage', 'Say which records: either their ids, or --all.');
  }
  if (options.another === true && options.all === true)
    throw new ConsolidatorError('usage', '--another is said of one record at a time, by its id.');
  const pipeline = await openPipeline(shell, file);
  const retried = await changeLedger(shell, pipeline, async (ledger, run) => {
    const results: Retried[] = [];
    const dropped = (await Promise.all(ids.map((id) => ledger.named(id)))).flat().filter(isDropped);
    for (const { store, entity, sourceId } of select(
      [...(await ledger.quarantined()), ...dropped],
      pipeline,
      options,
      ids,
    )) {
      const result = await ledger.retry(run, { store, entity, sourceId }, options.another);
      results.push({ store, entity, sourceId, result });
    }
    return results;
  });
  const document: RetryDocument = { pipeline: pipeline.name, retried };
  printResult(shell, options, document, () => retriedText(retried, file));
  // Of all together, those are left that are ended otherwise.
  if (ids.length > 0 ? !retried.every(isTaken) : retried.length > 0 && !retried.some(isTaken)) shell.end(3);
}

function isTaken({ result }: Retried): boolean {
  return result === 'staged' || result === 'to-be-read';
}

function retriedText(retried: readonly Retried[], file: string): string {
  if (retried.length === 0) return 'Nothing is quarantined that the options select.';
  const lines = retried.flatMap(({ store, entity, sourceId, result }) => [
    `${store} ${singular(entity)} ${sourceId}: ${then[result]}`,
    ...(result === 'not-retryable'
      ? [
          `  ${commandLine('neto-consolidator quarantine show', [file, sourceId], `--store ${store} --entity ${entity}`)}`,
        ]
      : []),
  ]);
  return [...lines, ...(retried.some(isTaken) ? [`Next: neto-consolidator run ${shellWord(file)}`] : [])].join('\n');
}
