import { randomBytes } from 'node:crypto';
import type { Ledger } from '../../ledger/ledger.ts';

const KEPT = ['contacts', 'key'] as const;

/** Null where none was needed yet. */
export function knownLedgerSecret(ledger: Pick<Ledger, 'learned'>): Promise<string | null> {
  return ledger.learned(...KEPT);
}

/** The random key of a ledger's hashes of what nobody is to read in it; made when it is first needed. */
export async function ledgerSecret(ledger: Pick<Ledger, 'learned' | 'learn'>): Promise<string> {
  const kept = await knownLedgerSecret(ledger);
  const secret = kept ?? randomBytes(32).toString('base64url');
  if (kept === null) await ledger.learn(...KEPT, secret);
  return secret;
}
