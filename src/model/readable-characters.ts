/**
 * What no XML document can carry (XML 1.0, section 2.2): control characters but for tab and line ends, halves of a
 * character, and two code points that are none. JSON can bear them, so that the same field would become two texts.
 */
const UNWRITABLE = /(?![\t\n\r\u007f-\u009f])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

/** Nearly all texts of a store: told in a tenth of the time. Of a short one a loop takes less than a pattern is begun in. */
function isPlain(text: string): boolean {
  if (text.length > SHORT) return PLAIN.test(text);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < FIRST_PLAIN || code > LAST_PLAIN) return false;
  }
  return true;
}

const PLAIN = /^[ -~]*$/;
const SHORT = 64;
const [FIRST_PLAIN, LAST_PLAIN] = [0x20, 0x7e];

type Members = Readonly<Record<string, unknown>>;

/** What a record is known or referred to by: never altered. A key with such a character makes its record unreadable. */
const keys: ReadonlySet<string> = new Set([
  'OrderID', 'RelatedOrderID', 'SKU', 'ParentSKU', 'Username', 'PaymentID', 'RmaID', 'ID', 'OrderLineID',
]); // biome-ignore format: a list

/** The first of these that a record has names it. */
const names = ['OrderID', 'RmaID', 'PaymentID', 'Username', 'SKU', 'ID'] as const;

/**
 * The answer without characters that XML can't carry, so that a copy is the same whichever way it is written.
 * @param told called with the name of each record that lost one
 */
export function readableCharacters(body: Members, told: (id: string) => void): Members {
  return isReadable(body) ? body : membersOf(body, '', told);
}

/** Nearly all answers are, and need no copy. */
function isReadable(value: unknown): boolean {
  if (typeof value === 'string') return !hasUnwritable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) {
    // Its places are no names, which would each be made a text.
    for (const inner of value as unknown[]) if (!isReadable(inner)) return false;
    return true;
  }
  const members = value as Members;
  for (const name in members) if (!isReadable(members[name])) return false;
  return true;
}

function cleaned(value: unknown, id: string, told: (id: string) => void): unknown {
  if (Array.isArray(value)) return value.map((one) => cleaned(one, id, told));
  return typeof value === 'object' && value !== null ? membersOf(value as Members, id, told) : value;
}

function membersOf(members: Members, id: string, told: (id: string) => void): Members {
  const own = id === '' ? nameOf(members) : id;
  const entries = Object.entries(members).map(([field, inner]): [string, unknown] => {
    if (typeof inner !== 'string') return [field, cleaned(inner, own, told)];
    if (keys.has(field) || !hasUnwritable(inner)) return [field, inner];
    told(own);
    return [field, withoutUnwritable(inner)];
  });
  return Object.fromEntries(entries);
}

function nameOf(members: Members): string {
  const found = names.map((name) => members[name]).find((one) => typeof one === 'string' || typeof one === 'number');
  return String(found ?? '');
}

export function hasUnwritable(text: string): boolean {
  return !isPlain(text) && text.search(UNWRITABLE) !== -1;
}

export function withoutUnwritable(text: string): string {
  return isPlain(text) ? text : text.replace(UNWRITABLE, '');
}

/** The second half of a sentence about a key, which is never altered: `holds U+000B, which no XML can carry`. */
export function unwritableIn(text: string): string {
  const [found = ''] = text.match(UNWRITABLE) ?? [];
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `holds U+${code}, a character that no XML can carry`;
}
