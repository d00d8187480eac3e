import type { Pipeline } from '../../../config/pipeline.ts';
import { asSeen, isSameRecord } from '../../../decisions/as-seen.ts';
import { singular } from '../../../entities/kinds.ts';
import type { RetryResult } from '../../../ledger/decision.ts';
import type { LedgerRecord } from '../../../ledger/record.ts';
import { isDropped, isRetryable } from '../../../ledger/transitions/what-can-be-done.ts';
import { commandLine, shellWord } from '../../../model/command-lines.ts';
import type { EntityName } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { decideHere, queuedWords } from '../../deciding.ts';
import { readLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import type { SelectOptions } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';
import { select } from './select.ts';

interface RetryOptions extends SelectOptions, OutputOption {
  readonly all?: boolean;
  readonly another?: boolean;
  readonly reason?: string;
}

interface Retried {
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly result: RetryResult | 'queued';
}

export interface RetryDocument {
  readonly pipeline: string;
  readonly retried: readonly Retried[];
}

const then: Readonly<Record<RetryResult | 'queued', string>> = {
  staged: 'the next run tries it again',
  'to-be-read': 'the next run reads it from its store first, and tries it then',
  'not-retryable': 'stays quarantined: to try it again would come to the same. What ends it:',
  'not-held': 'is not quarantined any more as it was a moment ago',
  queued: 'is tried again once the run that goes on now comes to it',
};

export async function act(shell: Shell, file: string, ids: readonly string[], options: RetryOptions): Promise<void> {
  if ((ids.length === 0) === (options.all !== true)) {
    throw new ConsolidatorError('usage', 'Say which records: either their ids, or --all.');
  }
  if (options.another === true && options.all === true)
    throw new ConsolidatorError('usage', '--another is said of one record at a time, by its id.');
  const pipeline = await openPipeline(shell, file);
  const chosen = await readLedger(shell, pipeline, async (ledger) => {
    const dropped = (await Promise.all(ids.map((id) => ledger.named(id)))).flat().filter(isDropped);
    return select([...(await ledger.quarantined()), ...dropped], pipeline, options, ids);
  });
  const { retried, words } = await retry(shell, pipeline, chosen, options);
  const document: RetryDocument = { pipeline: pipeline.name, retried };
  printResult(shell, options, document, () => [...words, retriedText(retried, file)].join('\n'));
  // Of all together, those are left that are ended otherwise.
  if (ids.length > 0 ? !retried.every(isTaken) : retried.length > 0 && !retried.some(isTaken)) shell.end(3);
}

/** Of those for which that may bring anything. */
async function retry(
  shell: Shell,
  pipeline: Pipeline,
  chosen: readonly LedgerRecord[],
  { another = false, reason = '' }: RetryOptions,
): Promise<{ readonly retried: readonly Retried[]; readonly words: readonly string[] }> {
  const open = chosen.filter(isRetryable);
  const [first, ...others] = open.map(asSeen);
  const decided =
    first === undefined
      ? undefined
      : await decideHere(shell, pipeline, { kind: 'retry', reason, another, records: [first, ...others] });
  const results = decided?.kind === 'taken' ? decided.records : [];
  const retried = chosen.map(({ store, entity, sourceId }): Retried => {
    const key = { store, entity, sourceId };
    if (!open.some((one) => isSameRecord(one, key))) return { ...key, result: 'not-retryable' };
    const outcome = results.find((one) => isSameRecord(one.key, key))?.outcome;
    if (outcome === undefined) return { ...key, result: 'queued' };
    if (outcome.kind === 'taken') return { ...key, result: outcome.answer as RetryResult };
    return { ...key, result: outcome.kind === 'refused' && outcome.why === 'not-retryable' ? outcome.why : 'not-held' };
  });
  return { retried, words: decided?.kind === 'queued' ? [queuedWords(decided)] : [] };
}

function isTaken({ result }: Retried): boolean {
  return result === 'staged' || result === 'to-be-read' || result === 'queued';
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
  return [
    ...lines,
    ...(retried.some(({ result }) => result === 'staged' || result === 'to-be-read')
      ? [`Next: neto-consolidator run ${shellWord(file)}`]
      : []),
  ].join('\n');
}
