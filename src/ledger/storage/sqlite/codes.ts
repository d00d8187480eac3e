import { dayText } from '../../../model/day-text.ts';
import { type Instant, instantOfMilliseconds, type LocalDate, millisecondsOf } from '../../../model/time.ts';
import { type Outcome, outcomes } from '../../record-state.ts';
import type { IntentOutcome } from '../storage.ts';

// What a ledger's file holds in place of words and moments. What stands in a file is never given another meaning.

const DAY = 86_400_000;

export const secondsOf = (at: Instant): number => millisecondsOf(at) / 1000;
export const secondsOrNull = (at: Instant | null): number | null => (at === null ? null : secondsOf(at));
export const instantOf = (seconds: unknown): Instant => instantOfMilliseconds(Number(seconds) * 1000);

export function instantOrNull(seconds: unknown): Instant | null {
  return seconds === null || seconds === undefined ? null : instantOf(seconds);
}

/** Days since 1970; what names no day stays as it is, so that it comes back as it was. */
export function dayCode(day: LocalDate): number | string {
  const days = Date.parse(day) / DAY;
  return Number.isInteger(days) && dayOf(days) === day ? days : day;
}

export function dayOf(code: unknown): LocalDate {
  return (typeof code === 'number' ? dayText(code) : String(code)) as LocalDate;
}

/** A content's hash: 132 bits. */
const HASH = /^[\w-]{22}$/;
const HASH_BYTES = 17;

/** A hash as its bits; what is none stays as it is, and so does one that would not come back letter by letter. */
export function hashCode(hash: string): Uint8Array | string {
  if (!HASH.test(hash)) return hash;
  const bytes = Buffer.from(`${hash}A`, 'base64url');
  return bytes.length === HASH_BYTES && hashOf(bytes) === hash ? bytes : hash;
}

export function hashOf(code: unknown): string {
  if (!(code instanceof Uint8Array)) return String(code);
  return Buffer.from(code.buffer, code.byteOffset, code.byteLength).toString('base64url').slice(0, -1);
}

const intentOutcomes: readonly IntentOutcome[] = ['step-done', 'loaded', 'absent', 'quarantine'];

export const outcomeCode = (outcome: Outcome | null): number | null =>
  outcome === null ? null : outcomes.indexOf(outcome) + 1;

export const outcomeOf = (code: unknown): Outcome | null =>
  code === null ? null : (outcomes[Number(code) - 1] ?? null);

export const intentOutcomeCode = (outcome: IntentOutcome | null): number | null =>
  outcome === null ? null : intentOutcomes.indexOf(outcome) + 1;

export const intentOutcomeOf = (code: unknown): IntentOutcome | null =>
  code === null ? null : (intentOutcomes[Number(code) - 1] ?? null);
