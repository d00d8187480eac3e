/** What a mark after a letter is called in HTML: `&euml;` is e and the mark of two dots. */
const MARKS: Readonly<Record<string, string>> = {
  '\u0300': 'grave',
  '\u0301': 'acute',
  '\u0302': 'circ',
  '\u0303': 'tilde',
  '\u0308': 'uml',
  '\u030A': 'ring',
  '\u0327': 'cedil',
};
const NAMED: Readonly<Record<string, readonly string[]>> = {
  '@': ['commat'],
  '.': ['period'],
  '&': ['amp'],
  '<': ['lt'],
  '>': ['gt'],
  '"': ['quot'],
  _: ['lowbar'],
  '+': ['plus'],
  ß: ['szlig'],
  ø: ['oslash'],
  æ: ['aelig'],
};
const APOSTROPHES = ["'", '’', '‘', 'ʼ', '`', '´'];
const APOSTROPHE_NAMES = ['apos', 'rsquo', 'lsquo', 'acute'];
/** Between the groups of a phone number. */
const APART = '[\\s().\\/-]{0,3}';

/**
 * The source of an expression that finds a text in any of the ways in which files write it: capitals or not, accents as one
 * character or two, as HTML, JSON or an address of the web write characters, apostrophes straight or curly, any blanks. For
 * the flags `giu`.
 */
export function anySpelling(text: string): string {
  return [...text.trim().normalize('NFC').replace(/\s+/g, ' ')].map(anyOf).join('');
}

/** The same of a phone number, whatever stands between its digits, with the country or without. */
export function anyPhone(text: string): string | undefined {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 8) return undefined;
  const [first = '', ...rest] = digits.replace(/^(0061|61)(?=\d{9}$)/, '0');
  const begin = first === '0' ? `(?:(?:\\+|00)?61${APART}(?:\\(?0\\)?)?|0)` : first;
  return [begin, ...rest].join(APART);
}

function anyOf(character: string): string {
  if (character === ' ') return '(?:[\\s+]|%20|&nbsp;|&#160;|&#0*32;|\\\\u00a0)+';
  if (APOSTROPHES.includes(character))
    return `(?:${APOSTROPHES.flatMap((one) => codesOf(one)).join('|')}|${APOSTROPHE_NAMES.map((name) => `&${name};`).join('|')})`;
  const same = new Set(
    [character, character.toLowerCase(), character.toUpperCase()].map((one) => one.normalize('NFC')),
  );
  const forms = [...same].flatMap((one) => {
    const [base = '', mark = '', more] = one.normalize('NFD');
    const composed = mark !== '' && more === undefined ? MARKS[mark] : undefined;
    return [
      ...codesOf(one),
      ...(one.normalize('NFD') === one
        ? []
        : [[...one.normalize('NFD')].map((part) => `(?:${codesOf(part).join('|')})`).join('')]),
      ...(composed === undefined ? [] : [`&${base}${composed};`]),
      ...(NAMED[one] ?? []).map((name) => `&${name};`),
    ];
  });
  return `(?:${[...new Set(forms)].join('|')})`;
}

/** One character, as it stands and by its number. */
function codesOf(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const bytes = [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const units = [...character.split('')]
    .map((unit) => `\\\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
  return [literal(character), bytes, `&#0*${code};`, `&#x0*${hex};`, units];
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

const ENTITY = /&(?:#(\d+)|#x([\da-f]+)|([a-z]+));$/i;

/** The character that stands before a place, whichever way it is written; empty at the beginning, and where a line begins. */
export function characterBefore(text: string, place: number): string {
  const before = text.slice(Math.max(0, place - 12), place);
  if (/(?<!\\)(?:\\\\)*\\[ntr]$/.test(before)) return '';
  const [, decimal, hexadecimal, name = ''] = ENTITY.exec(before) ?? [];
  if (decimal !== undefined) return fromCode(Number(decimal));
  if (hexadecimal !== undefined) return fromCode(Number.parseInt(hexadecimal, 16));
  if (name !== '') {
    if (APOSTROPHE_NAMES.includes(name.toLowerCase())) return "'";
    const known = Object.entries(NAMED).find(([, names]) => names.includes(name.toLowerCase()));
    // Of a letter with a mark, it is a letter.
    if (known !== undefined) return known[0];
    return new RegExp(`^[a-z](${Object.values(MARKS).join('|')})$`, 'i').test(name) ? 'a' : '';
  }
  const written = /(?:%([\da-f]{2})|\\u([\da-f]{4}))$/i.exec(before);
  if (written !== null) {
    const code = Number.parseInt(written[1] ?? written[2] ?? '', 16);
    // The end of a letter beyond ASCII.
    return written[1] !== undefined && code > 127 ? 'a' : fromCode(code);
  }
  return [...before].at(-1) ?? '';
}

function fromCode(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
