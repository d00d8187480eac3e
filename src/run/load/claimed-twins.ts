import { heldOf, isOfFile } from '../../entities/payment/twins.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { Payment } from '../../model/payment.ts';
import type { RunBasics } from '../context/parts.ts';

/** Which of a file's payments on these copies were found to be payments of the API in earlier runs. */
export async function claimedTwins(
  { ledger }: Pick<RunBasics, 'ledger'>,
  mark: string,
  held: readonly Payment[],
): Promise<ReadonlySet<string>> {
  const claimed = new Set<string>();
  for (const { reference } of held.map((one) => heldOf(one, mark))) {
    if (!isOfFile(mark.toLowerCase(), reference)) continue;
    const owners = await ledger.findByTarget('payments', reference);
    if (owners.some(({ sourceId }) => !sourceId.startsWith(FROM_FILE))) claimed.add(reference);
  }
  return claimed;
}
