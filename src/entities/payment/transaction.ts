import { createHmac } from 'node:crypto';

/** What a gateway's running number has at least; a bank's codes of six digits come again by chance. */
const DIGITS = 8;
const LETTERS_AND_DIGITS = 6;
const DIGITS_AMONG_LETTERS = 3;
/** From here on a number is one in the world; a shorter one runs for each shop, and two shops may both have it. */
const OF_THE_WORLD = 12;

/**
 * What a payment's reference tells of the gateway's transaction, under a secret; empty where it is none that stands for
 * one payment alone: `approved`, `EFT`, a short code, the same digit over and over.
 */
export function transactionKey(reference: string, store: string, secret: string): string {
  const plain = reference
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  const digits = plain.replace(/[^0-9]/g, '');
  const isNumber = digits.length === plain.length;
  const isLong = isNumber
    ? plain.length >= DIGITS
    : plain.length >= LETTERS_AND_DIGITS && digits.length >= DIGITS_AMONG_LETTERS;
  if (!isLong || new Set(digits).size < 2) return '';
  const where = plain.length < OF_THE_WORLD ? store : '';
  return createHmac('sha256', secret)
    .update(JSON.stringify(['transaction', where, plain]))
    .digest('base64url');
}
