import type { Instant } from '../../model/time.ts';
import type { Ledger } from '../ledger.ts';
import type { LedgerStorage, Note } from '../storage/storage.ts';
import { changesLater } from './changes-later.ts';
import { findRecords } from './find-records.ts';
import { findRuns } from './find-runs.ts';
import { identityVerbs } from './identity.ts';
import { noteVerbs } from './note-verbs.ts';
import { runVerbs } from './run-verbs.ts';
import { Steps } from './steps.ts';
import { watermarkVerbs } from './watermark-verbs.ts';

/**
 * The ledger's verbs on whatever keeps it.
 * @param identity what it says of itself as it is opened
 * @param who decides what is decided between two runs, as `login@machine`
 */
export function ledgerOn(storage: LedgerStorage, identity: readonly Note[], now: () => Instant, who?: string): Ledger {
  const steps = new Steps(storage, now, who);
  // Not spread, so that what it says of itself is always what it says now.
  return Object.assign(identityVerbs(steps, identity), {
    ...findRecords(storage),
    ...findRuns(storage),
    ...changesLater(steps),
    ...runVerbs(steps),
    ...watermarkVerbs(steps),
    ...noteVerbs(steps),
    examine: () => storage.examine(),
    close: () => storage.close(),
  });
}
