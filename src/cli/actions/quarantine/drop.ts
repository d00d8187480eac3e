import { asSeen } from '../../../decisions/as-seen.ts';
import { type Dropped, dependantsOf } from '../../../decisions/dependants.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { decideHere, queuedWords, refuseChanged } from '../../deciding.ts';
import { readLedger } from '../../open-ledger.ts';
import { type OutputOption, printResult } from '../../output.ts';
import { openPipeline } from '../../pipeline-file.ts';
import { reasonGiven } from '../../reason.ts';
import type { SelectOptions } from '../../selection-options.ts';
import type { Shell } from '../../shell.ts';
import { droppedText } from '../../text/dropped.ts';
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
  /** A run goes on, which takes it between two batches or at its end. */
  readonly queued?: boolean | undefined;
}

export async function act(shell: Shell, file: string, id: string | undefined, options: DropOptions): Promise<void> {
  const reason = reasonGiven(options.reason);
  if ((id === undefined) === (options.all !== true))
    throw new ConsolidatorError('usage', 'Say which record: either its id, or --all with --code.');
  if (options.all === true && options.code === undefined)
    throw new ConsolidatorError('usage', '--all goes with --code: one reason at a time is left out.');
  const pipeline = await openPipeline(shell, file);
  const [first, ...more] = await readLedger(shell, pipeline, async (ledger) => {
    const quarantined = await ledger.quarantined();
    const chosen =
      id === undefined ? select(quarantined, pipeline, options) : [selectOne(quarantined, pipeline, options, id)];
    const all: { readonly told: Dropped; readonly seen: ReturnType<typeof asSeen> }[] = [];
    for (const record of chosen) {
      const { store, entity, sourceId, targetId, amount } = record;
      const key = { store, entity, sourceId };
      const dependants = await dependantsOf(ledger, key);
      all.push({ told: { ...key, targetId, amount, dependants }, seen: asSeen(record) });
    }
    return all;
  });
  if (first === undefined)
    throw new ConsolidatorError('not-found', 'Nothing is in quarantine that the options select.', {
      remedy: '`quarantine list` names what is quarantined.',
    });
  const records = [first.seen, ...more.map(({ seen }) => seen)];
  const decided = await decideHere(shell, pipeline, { kind: 'drop', reason, records });
  refuseChanged(decided);
  const others = more.map(({ told }) => told);
  const document: DropDocument = {
    pipeline: pipeline.name,
    dropped: first.told,
    ...(options.all === true ? { others } : {}),
    ...(decided.kind === 'queued' ? { queued: true } : {}),
  };
  printResult(shell, options, document, () =>
    [
      ...(decided.kind === 'queued' ? [queuedWords(decided)] : []),
      ...[first.told, ...others].map((one) => droppedText(one, file)),
    ].join('\n'),
  );
}
