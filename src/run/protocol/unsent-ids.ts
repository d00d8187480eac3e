import { z } from 'zod';
import type { Ledger } from '../../ledger/ledger.ts';

type Memory = Pick<Ledger, 'learned' | 'learn'>;

const SCOPE = 'unsent-ids';
const NAME = 'orders';
/** More than a primary that numbers anew what it has already gives in one run, and little to look up. */
const MOST = 200;
const schema = z.array(z.string());

/**
 * Ids of orders that the primary answered with and nobody sent: it may have stored a second copy under a number of its own.
 * Kept as soon as the answer is there, so that a run which is killed before its end leaves it to the next one to look.
 */
export async function noteUnsentIds(ledger: Memory, ids: readonly string[]): Promise<void> {
  const known = await unsentIds(ledger);
  await ledger.learn(SCOPE, NAME, JSON.stringify([...new Set([...known, ...ids])].slice(-MOST)));
}

export async function unsentIds(ledger: Memory): Promise<readonly string[]> {
  const text = await ledger.learned(SCOPE, NAME);
  return text === null ? [] : schema.parse(JSON.parse(text));
}

/** A run has looked at all of them, and told what it found. */
export async function forgetUnsentIds(ledger: Memory): Promise<void> {
  await ledger.learn(SCOPE, NAME, '[]');
}
