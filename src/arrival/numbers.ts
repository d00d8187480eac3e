import type { LearnedPrefix } from '../model/learned-prefix.ts';
import { upperKey } from '../model/text-key.ts';

/** Blanks around a number and the case of letters make no other one. */
export function numberKey(number: string): string {
  return upperKey(number.trim());
}

/** So many have to agree before anything is learned of them. */
const ENOUGH = 3;

/**
 * What an export puts before numbers: what most of the records that end in an expected number have in front of it.
 * @returns undefined where too few tell, or no one prefix has four fifths of them
 */
export function learnPrefix(expected: Iterable<string>, found: Iterable<string>): LearnedPrefix | undefined {
  const wanted = new Set([...expected].map(numberKey));
  const counts = new Map<string, number>();
  let of = 0;
  for (const number of found) {
    const prefix = prefixBefore(numberKey(number), wanted);
    if (prefix === undefined) continue;
    of += 1;
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  if (best === undefined || of < ENOUGH || best[1] * 5 < of * 4) return undefined;
  return { prefix: best[0], shown: best[1], of };
}

/** The whole number first: what is expected itself is never taken for another one with a prefix. */
function prefixBefore(number: string, wanted: ReadonlySet<string>): string | undefined {
  for (let cut = 0; cut < number.length; cut += 1) if (wanted.has(number.slice(cut))) return number.slice(0, cut);
  return undefined;
}

/** The numbers that an order may have in the books: as it stands, and with what the export puts before it. */
export function spellingsOf(number: string, prefix: string | null): string[] {
  const plain = numberKey(number);
  return prefix === null || prefix === '' ? [plain] : [numberKey(prefix) + plain, plain];
}
