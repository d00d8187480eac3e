import { randomBytes } from 'node:crypto';
import type { Ledger } from '../../ledger/ledger.ts';

/** The random key of a ledger's hashes of what nobody is to read in it; made when it is first needed. */
export async function ledgerSecret(ledger: Pick<Ledger, 'learned' | 'learn'>): Promise<string> {
  const kept = await ledger.learned('contacts', 'key');
  const secret = kept ?? randomBytes(32).toString('base64url');
  if (kept === null) await ledger.learn('contacts', 'key', secret);
  return secret;
}
