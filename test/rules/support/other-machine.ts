import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Pipeline } from '../../../src/config/pipeline.ts';
import type { TwoStores } from './two-stores.ts';

/** A pipeline and its ledger, as they lie on another machine. */
export interface Machine {
  readonly pipeline: Pipeline;
  readonly home: string;
}

/**
 * Copies the ledger as it is now to another machine. There it would lie at the same path, with the same state home copied
 * along; on one machine that can't be, so this copy does not know where it lay.
 * @param file which ledger; the stores' own when left out
 */
export async function copyToOtherMachine(
  stores: Pick<TwoStores, 'home' | 'ledgerFile' | 'pipeline'>,
  file = stores.ledgerFile,
): Promise<Machine> {
  const folder = mkdtempSync(join(stores.home, 'machine-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const ledger = join(folder, 'ledger.db');
  copyFileSync(file, ledger);
  const database = new DatabaseSync(ledger);
  database.exec("DELETE FROM meta WHERE key = 'place'");
  database.close();
  return { pipeline: { ...(await stores.pipeline()), ledger }, home };
}
