/**
 * What no XML document can carry (XML 1.0, section 2.2): control characters but for tab and line ends, halves of a
 * character, and two code points that are none. JSON can bear them, so that the same field would become two texts.
 */
const UNWRITABLE = /(?![\t\n\r\u007f-\u009f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** Nearly all texts of a store: told in a tenth of the time. */
const PLAIN = /^[ -~]*$/;

export function hasUnwritable(text: string): boolean {
  return !PLAIN.test(text) && text.search(UNWRITABLE) !== -1;
}

export function withoutUnwritable(text: string): string {
  return text.replace(UNWRITABLE, '');
}

/** The second half of a sentence about a key, which is never altered: `holds U+000B, which no XML can carry`. */
export function unwritableIn(text: string): string {
  const [found = ''] = text.match(UNWRITABLE) ?? [];
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `holds U+${code}, a character that no XML can carry`;
}
