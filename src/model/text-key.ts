/**
 * What two spellings of one name, address or article number have in common: case, blanks at the ends, and whether an
 * accent is a letter of its own or a mark after one (é may be either) make no difference. For comparing only; what is
 * sent is always the original.
 */
export function textKey(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

export function sameText(a: string, b: string): boolean {
  return textKey(a) === textKey(b);
}

/** The spellings of a key that a store may hold, for look-ups that compare byte by byte. */
export function spellings(text: string): string[] {
  return [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])];
}
