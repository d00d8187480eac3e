/**
 * What two spellings of one name or address have in common: case, blanks at the ends, and whether an accent is a letter
 * of its own or a mark after one (é may be either) make no difference. For comparing only; what is sent is always the
 * original. What tells records apart (an order's id, an SKU, a user name, a reference) is no name: see `lowerKey`.
 */
export function textKey(text: string): string {
  return isAscii(text) ? text.trim().toLowerCase() : text.trim().normalize('NFC').toLowerCase();
}

export function sameText(a: string, b: string): boolean {
  return textKey(a) === textKey(b);
}

/** The spellings of an address that a store may hold, for look-ups that compare byte by byte. */
export function spellings(text: string): string[] {
  return [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])];
}

/**
 * What tells records apart: order ids, SKUs, user names, references. Only A to Z and a to z are the same, which every
 * store and Xero agree on; of anything beyond (ß and ss, İ and i, the Kelvin sign and k, full width, an accent in one
 * character or two) one system makes one record and the next one two, and two records must never share a copy.
 */
export function lowerKey(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The same in capitals: orders and products stand so in the ledger. */
export function upperKey(text: string): string {
  return isAscii(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Nearly all keys: where there are no other letters, V8's own functions do it in a sixth of the time. */
function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

export function sameKey(a: string, b: string): boolean {
  return lowerKey(a) === lowerKey(b);
}

/**
 * What a database that compares generously may take for one: without case, accents, width, blanks at the end, ß as ss.
 * Only to suspect by, never to match by.
 */
export function looseKey(text: string): string {
  if (isAscii(text)) return text.trim().toLowerCase();
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').trim();
  return plain.toLowerCase().toUpperCase().toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ı', 'i');
}

/** Sorted so that those whose keys might be taken for one lie in different turns: in nearly all cases there is one turn. */
export function inTurns<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const turns: T[][] = [];
  for (const alike of Map.groupBy(items, (item) => looseKey(keyOf(item))).values()) {
    for (const [turn, item] of alike.entries()) {
      const others = turns[turn];
      if (others === undefined) turns[turn] = [item];
      else others.push(item);
    }
  }
  return turns;
}

/** A text of several lines as it is compared: stores differ in line ends, and in the blanks around it. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
