import type { Pipeline } from '../../../config/pipeline.ts';
import { shellWord } from '../../../model/command-lines.ts';
import { lowerKey } from '../../../model/text-key.ts';
import { instantOfMilliseconds } from '../../../model/time.ts';
import { saidOwn, strangeOrders } from '../../../run/strange-orders.ts';
import { changeLedger, readLedger } from '../../open-ledger.ts';
import type { Shell } from '../../shell.ts';

interface Own {
  readonly targetId: string;
  readonly dryRun: boolean;
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
  const at = instantOfMilliseconds(shell.now());
  await changeLedger(shell, pipeline, (ledger) => saidOwn(ledger, { targetId, reason, at }));
  const words = `${targetId} counts as the primary's own from now on.\nNext: neto-consolidator run ${shellWord(file)}`;
  return { targetId, dryRun, words };
}
