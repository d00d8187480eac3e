/** Stand for a hash, for the shorter one of a part of an address, and for one that was there before. */
const [HASH, PART, AGAIN] = ['\u0001', '\u0002', '\u0003'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that no JSON text has as such
export const MARKS = /[\u0001-\u0003]/;
const PART_LENGTH = 8;
/** Which one stands there again is told by a character from this one on; later ones are kept again. */
const FIRST = 32;
const MOST = 90;
/** Of base64url: three bytes. */
const QUANTUM = 4;

export interface Lifted {
  readonly text: string;
  /** One after the other, each once. */
  readonly hashes: string;
}

export interface HashForm {
  /** Characters of a hash. */
  readonly length: number;
  /** No name of a field is one. */
  readonly hashes: RegExp;
}

/** @param where what stands before and behind a hash */
export function hashForm(length: number, [before, behind]: readonly [before: string, behind: string]): HashForm {
  return { length, hashes: new RegExp(`${before}(?:[\\w-]{${length}}|[\\w-]{${PART_LENGTH}})${behind}`, 'g') };
}

/** Takes the hashes out of a text, and leaves marks in their places. */
export function lift(text: string, { length, hashes: pattern }: HashForm): Lifted {
  const known = new Map<string, number>();
  let hashes = '';
  const left = text.replace(pattern, (hash) => {
    const before = known.get(hash);
    if (before !== undefined) return AGAIN + String.fromCharCode(FIRST + before);
    if (known.size < MOST) known.set(hash, known.size);
    hashes += hash;
    return hash.length === length ? HASH : PART;
  });
  return { text: left, hashes };
}

export function put({ text, hashes }: Lifted, { length }: HashForm): string {
  const known: string[] = [];
  let at = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the marks
  return text.replace(/[\u0001\u0002]|\u0003[\s\S]/g, (mark) => {
    if (mark.startsWith(AGAIN)) return known[mark.charCodeAt(1) - FIRST] ?? '';
    const taken = mark === HASH ? length : PART_LENGTH;
    const hash = hashes.slice(at, at + taken);
    at += taken;
    known.push(hash);
    return hash;
  });
}

/** What hashes stand for in base64url, filled up to a whole byte. */
export function bitsOf(hashes: string): Buffer {
  return Buffer.from(hashes + 'A'.repeat(-hashes.length & (QUANTUM - 1)), 'base64url');
}
