import { hashedPeople } from '../arrival/expected.ts';
import type { Arrival } from '../arrival/verdicts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { compareBooks, type ReconcileOptions } from '../reconcile/reconcile.ts';
import { ledgerSecret } from '../run/context/ledger-secret.ts';
import { toldByLedger } from './told-by-ledger.ts';

/**
 * What Xero shows now of the orders of some days, however long ago, in the form in which a look is kept: nobody is named in it.
 * @returns all that is not proven
 * @throws ConsolidatorError where a store can't be read
 */
export async function lookFurtherBack(
  ledger: Ledger,
  options: Omit<ReconcileOptions, 'live' | keyof Awaited<ReturnType<typeof toldByLedger>>>,
): Promise<readonly Arrival[]> {
  const told = await toldByLedger(ledger);
  const people = hashedPeople(await ledgerSecret(ledger));
  const { reconciliation } = await compareBooks({ allowEmpty: true, ...options, ...told, people, live: true });
  return reconciliation.books?.open ?? [];
}
