import type { Instant } from '../../model/time.ts';
import { listAccountNames, type NamedAccount } from '../../neto/customers.ts';
import type { ReadingRun } from '../context/parts.ts';

export type { NamedAccount } from '../../neto/customers.ts';

/** A name is a small part of a customer, for which the page size is meant. */
const NAMES_PER_CUSTOMER = 5;

/** How the accounts are called that changed in a piece of time, page by page. @throws ConsolidatorError */
export function accountNamesOf(
  { primary, signal }: Pick<ReadingRun, 'primary' | 'signal'>,
  piece: { readonly from: Instant; readonly to: Instant },
): AsyncIterable<readonly NamedAccount[]> {
  const window = { updatedFrom: piece.from, updatedTo: piece.to, pageSize: NAMES_PER_CUSTOMER * primary.pageSize };
  // One that can't be read is read by nothing else either, and is no reason to know none of the others.
  return listAccountNames(primary, window, { signal, onUnreadable: () => {} });
}
