import { customerSteps } from '../../entities/customer/write.ts';
import type { PrimaryAccount } from '../../model/customer.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readAccountsByUsername } from '../../neto/customers.ts';
import type { Destination } from '../protocol/destination.ts';

interface AskingForAccounts {
  readonly primary: NetoClient;
  readonly signal: AbortSignal | undefined;
  readonly destination: Pick<Destination, 'foreseen'>;
}

/** Those of these accounts that the primary has, or will have by what was written elsewhere. @throws ConsolidatorError */
export async function readAccounts(
  { primary, signal, destination }: AskingForAccounts,
  usernames: readonly string[],
): Promise<PrimaryAccount[]> {
  const foreseen = destination.foreseen(customerSteps.add);
  const own = usernames.flatMap((username) => foreseen.get(lowerKey(username)) ?? []);
  const others = usernames.filter((username) => !foreseen.has(lowerKey(username)));
  return [...own, ...(await readAccountsByUsername(primary, others, { signal }))];
}
