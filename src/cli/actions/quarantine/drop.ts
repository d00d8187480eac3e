import { ConsolidatorError } from '../../../model/errors.ts';
import { changeLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import { reasonGiven } from '../../reason.ts';
import type { SelectOptions } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';
import { droppedText } from '../../text/dropped.ts';
import { type Dropped, dependantsOf } from './dependants.ts';
import { select, selectOne } from './select.ts';

interface DropOptions extends SelectOptions, OutputOption {
  readonly reason: string;
  readonly all?: boolean;
}

export interface DropDocument {
  readonly pipeline: string;
  readonly dropped: Dropped;
  /** With --all: the others. */
  readonly others?: readonly Dropped[] | undefined;
}

export async function act(shell: Shell, file: string, id: string | undefined, options: DropOptions): Promise<void> {
  const reason = reasonGiven(options.reason);
  if ((id === undefined) === (options.all !== true))
    throw new ConsolidatorError('usage', 'Say which record: either its id, or --all with --code.');
  if (options.all === true && options.code === undefined)
    throw new ConsolidatorError('usage', '--all goes with --code: one reason at a time is left out.');
  const pipeline = await openPipeline(shell, file);
  const [dropped, ...others] = await changeLedger(shell, pipeline, async (ledger, run) => {
    const quarantined = await ledger.quarantined();
    const chosen =
      id === undefined ? select(quarantined, pipeline, options) : [selectOne(quarantined, pipeline, options, id)];
    const all: Dropped[] = [];
    for (const { store, entity, sourceId, targetId, amount } of chosen) {
      const key = { store, entity, sourceId };
      const dependants = await dependantsOf(ledger, key);
      await ledger.drop(run, key, reason);
      all.push({ ...key, targetId, amount, dependants });
    }
    return all;
  });
  if (dropped === undefined)
    throw new ConsolidatorError('not-found', 'Nothing is in quarantine that the options select.', {
      remedy: '`quarantine list` names what is quarantined.',
    });
  const document: DropDocument = { pipeline: pipeline.name, dropped, ...(options.all === true ? { others } : {}) };
  printResult(shell, options, document, () => [dropped, ...others].map((one) => droppedText(one, file)).join('\n'));
}
