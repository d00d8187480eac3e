import { createHash } from 'node:crypto';
import type { LedgerRecord } from './record.ts';

/**
 * What a person decides by, in short: where a record stands and why, how its copy differs, and what its store said of it. Two
 * moments at which this is equal are one to them. A hash, and nothing personal.
 */
export function seenAs(record: LedgerRecord): string {
  const known = hashes.get(record);
  if (known !== undefined) return known;
  const hash = hashOf(record);
  hashes.set(record, hash);
  return hash;
}

/** A record as it was read once says the same each time, and a page asks for it in each of its forms. */
const hashes = new WeakMap<LedgerRecord, string>();

function hashOf(record: LedgerRecord): string {
  const { state, reason, targetId, hash, amount, difference, replaces, seen = [], byHand = [] } = record;
  const told = [state, reason, targetId, hash, amount, difference, replaces, seen, byHand];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32);
}
