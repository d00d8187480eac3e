import { HOUSE } from '../../entities/customer/read.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isMadeAccount } from '../../model/origin.ts';
import { lowerKey } from '../../model/text-key.ts';
import { readAccounts } from '../context/accounts-now.ts';
import type { ReadingRun } from '../context/parts.ts';

/**
 * Which of these accounts of the primary are a shopper's own, so that credit on them could be spent. An account that this
 * program made has no password, and nobody shops with it who has not asked for one; a house account is the merchant's.
 * Made is made for whichever store it was, so that it makes no difference which one is loaded first: by the ledger, or,
 * where that is younger than the account, by the note of its origin. What nothing is known of counts as a shopper's.
 * @returns their user names as they were given @throws ConsolidatorError where the primary can't be asked
 */
export async function shoppersAmong(context: ReadingRun, usernames: readonly string[]): Promise<ReadonlySet<string>> {
  const { ledger, pipeline } = context;
  const houses = new Set(pipeline.secondaries.flatMap(({ customers: { house } }) => house && lowerKey(house.username)));
  const shopped = [...new Set(usernames)].filter((username) => !houses.has(lowerKey(username)));
  const owners = await ledger.findByTargets('customers', shopped);
  const unknown = shopped.filter((username) => owners.get(username)?.some(isOurs) !== true);
  const accounts = await readAccounts(context, unknown);
  const made = accounts.filter(({ internalNotes }) => isMadeAccount(internalNotes));
  const names = new Set(made.map(({ username }) => lowerKey(username)));
  return new Set(unknown.filter((username) => !names.has(lowerKey(username))));
}

/** Made, or being made; and a store's house account, which may have been there before. */
function isOurs({ state, sourceId, reason }: LedgerRecord): boolean {
  return sourceId === HOUSE || (state !== 'linked' && reason !== 'target-id-taken');
}
