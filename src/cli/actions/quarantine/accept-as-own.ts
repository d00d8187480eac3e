import type { Pipeline } from '../../../config/pipeline.ts';
import { shellWord } from '../../../model/command-lines.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { lowerKey } from '../../../model/text-key.ts';
import { strangeOrders } from '../../../run/strange-orders.ts';
import { decideHere, queuedWords } from '../../deciding.ts';
import { readLedger } from '../../open-ledger.ts';
import type { Shell } from '../../shell.ts';

interface Own {
  readonly targetId: string;
  readonly dryRun: boolean;
  readonly queued?: boolean | undefined;
  readonly words: string;
}

/**
 * An order of the primary in a store's numbers or channel, which no record stands for: a person says that it is the primary's
 * own. @returns undefined where the id names no such order
 */
export async function acceptAsOwn(
  shell: Shell,
  pipeline: Pipeline,
  { id, file, reason, dryRun = false }: { id: string; file: string; reason: string; dryRun?: boolean | undefined },
): Promise<Own | undefined> {
  const open = await readLedger(shell, pipeline, (ledger) => strangeOrders(ledger));
  const one = open.find(({ kind, targetId }) => kind === 'foreign' && lowerKey(targetId) === lowerKey(id));
  if (one === undefined) return undefined;
  const { targetId } = one;
  if (dryRun) return { targetId, dryRun, words: `Nothing was accepted. ${targetId} would count as the primary's own.` };
  const decided = await decideHere(shell, pipeline, { kind: 'own', reason, targetId, seen: one.message });
  if (decided.kind === 'taken' && decided.refusals.length > 0)
    throw new ConsolidatorError('usage', decided.refusals.join(' '));
  const words = `${targetId} counts as the primary's own from now on.`;
  if (decided.kind === 'queued') return { targetId, dryRun, queued: true, words: `${queuedWords(decided)}\n${words}` };
  return { targetId, dryRun, words: `${words}\nNext: neto-consolidator run ${shellWord(file)}` };
}
