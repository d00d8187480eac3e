import { isOfFile, primaryPaymentOf } from '../../entities/payment/twins.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { Payment } from '../../model/payment.ts';
import type { RunBasics } from '../context/parts.ts';

/** Which of a file's payments on these copies were found to be payments of the API in earlier runs. */
export async function claimedTwins(
  { ledger }: Pick<RunBasics, 'ledger'>,
  referencePrefix: string,
  existing: readonly Payment[],
): Promise<ReadonlySet<string>> {
  const claimed = new Set<string>();
  for (const { reference } of existing.map((one) => primaryPaymentOf(one, referencePrefix))) {
    if (!isOfFile(referencePrefix.toLowerCase(), reference)) continue;
    const owners = await ledger.findByTarget('payments', reference);
    if (owners.some(({ sourceId }) => !sourceId.startsWith(FROM_FILE))) claimed.add(reference);
  }
  return claimed;
}
