/**
 * What a terminal obeys instead of showing: control characters (C0 but for tab and line end, DEL, C1), line separators, and
 * what turns the order of a line around (bidirectional embeddings, overrides and isolates, Unicode UAX #9).
 */
const OBEYED = /(?![\t\n])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text as every output of the program shows it, whoever wrote it: what a store or a file holds can move no cursor, hide
 * nothing and answer nothing. Written as JSON writes them, so that a JSON document stays the same document.
 */
export function visible(text: string): string {
  return text.replace(OBEYED, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
