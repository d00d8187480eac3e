import type { Pipeline } from '../../config/pipeline.ts';
import type { LedgerContent } from '../../ledger/backup.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { LastSeen } from '../../session/last-seen.ts';
import { ledgerPlace, refuseOtherPlace } from '../../session/ledger-place.ts';

interface SoundLedger extends LedgerContent {
  /** Records about which people have decided: nothing but this ledger knows of it. */
  readonly decisions: number;
  readonly generation: number;
}

/** @returns what a ledger holds that can be read whole, and undefined where there is none or it is beyond reading */
export async function readableLedger(pipeline: Pick<Pipeline, 'ledger'>): Promise<SoundLedger | undefined> {
  const keeper = keeperOf(pipeline);
  if (!(await keeper.exists())) return undefined;
  try {
    const holds = await keeper.content();
    const ledger = await keeper.openToLook();
    try {
      return { ...holds, decisions: await keeper.decisions(), generation: ledger.generation };
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return undefined;
  }
}

/** Whether nothing tells that a ledger was moved or put back, so that a person may have mistaken what to say of it. */
export async function isInItsPlace(pipeline: Pick<Pipeline, 'ledger'>, home: string): Promise<boolean> {
  const keeper = keeperOf(pipeline);
  const ledger = await keeper.openToLook();
  try {
    const [last] = await ledger.runs(1);
    const before = await ledger.place();
    if (last === undefined || before === null) return false;
    const here = await ledgerPlace(keeper, home);
    if (before.path !== here.path || before.inode !== here.inode || before.machine !== here.machine) return false;
    if (last.id < new LastSeen(home, pipeline.ledger, ledger.installationId).run) return false;
    // The run that was stopped by it is why a person says so.
    if (/"ledger-(superseded|behind|in-use-elsewhere|moved)"/.test(last.summary ?? '')) return false;
    await refuseOtherPlace(before, here, keeper);
    return true;
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return false;
  } finally {
    await ledger.close();
  }
}
