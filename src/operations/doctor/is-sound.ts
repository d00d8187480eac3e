import { existsSync } from 'node:fs';
import type { Pipeline } from '../../config/pipeline.ts';
import { openLedgerToLook } from '../../ledger/open/open-ledger.ts';
import { checkBackup, type LedgerFile } from '../../ledger/storage/sqlite/backups/check-backup.ts';
import { decisionsIn } from '../../ledger/storage/sqlite/backups/decisions-in.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { LastSeen } from '../../session/last-seen.ts';
import { ledgerPlace, refuseOtherPlace } from '../../session/ledger-place.ts';

export interface SoundLedger extends LedgerFile {
  /** Records about which people have decided: nothing but this ledger knows of it. */
  readonly decisions: number;
  readonly generation: number;
}

/** @returns what a ledger holds that can be read whole, and undefined where there is none or it is beyond reading */
export async function readableLedger({ ledger: file }: Pick<Pipeline, 'ledger'>): Promise<SoundLedger | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const holds = checkBackup(file);
    const ledger = openLedgerToLook(file);
    try {
      return { ...holds, decisions: decisionsIn(file), generation: ledger.generation };
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return undefined;
  }
}

/** Whether nothing tells that a ledger was moved or put back, so that a person may have mistaken what to say of it. */
export async function isInItsPlace({ ledger: file }: Pick<Pipeline, 'ledger'>, home: string): Promise<boolean> {
  const ledger = openLedgerToLook(file);
  try {
    const [last] = await ledger.runs(1);
    const before = await ledger.place();
    if (last === undefined || before === null) return false;
    const here = ledgerPlace(file, home);
    if (before.path !== here.path || before.inode !== here.inode || before.machine !== here.machine) return false;
    if (last.id < new LastSeen(home, file, ledger.installationId).run) return false;
    // The run that was stopped by it is why a person says so.
    if (/"ledger-(superseded|behind|in-use-elsewhere|moved)"/.test(last.summary ?? '')) return false;
    refuseOtherPlace(before, here);
    return true;
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return false;
  } finally {
    await ledger.close();
  }
}
