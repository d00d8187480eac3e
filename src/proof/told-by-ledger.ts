import { namedByHashes } from '../arrival/expected.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ReconcileOptions } from '../reconcile/reconcile.ts';
import { knownLedgerSecret } from '../run/context/ledger-secret.ts';
import { readArrivalState } from './arrival-state.ts';
import { handLinks } from './hand-links.ts';

/** What a comparison of the stores is told by the ledger, since no store and no file tells it: nothing else of it. */
export async function toldByLedger(
  ledger: Ledger,
): Promise<Pick<ReconcileOptions, 'links' | 'history' | 'people' | 'seenPayments' | 'batchMemory'>> {
  const history = Map.groupBy(await ledger.historySlices(), ({ store }) => store);
  const secret = await knownLedgerSecret(ledger);
  const people = secret === null ? undefined : namedByHashes(secret);
  const looked = await readArrivalState(ledger);
  const { seenPayments, batchMemory } = looked ?? {};
  return { links: await handLinks(ledger), history, people, seenPayments, batchMemory };
}
