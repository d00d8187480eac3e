/** Of a payment or a return: what its copy is found again by, since Neto gives it a number of its own. */
export interface Reference {
  /** `west:`, by which the copies of one store are told from all others. */
  readonly prefix: string;
  /** The record's id in its own store. */
  readonly id: string;
}

/**
 * What a text that the primary shows says about one reference. A primary may cut it, take its spaces out, wrap it in words
 * of its own, stamp it, change its case or write its characters as HTML entities.
 * - `whole`: bears it, as a word, before any other of the prefix.
 * - `altered`: may be what was made of it: its beginning, or run together with what stood behind it.
 * - `other`: bears another one of the prefix.
 * - `empty`: bears nothing at all.
 * - `foreign`: bears none of the prefix, whole or begun.
 */
export type Reading = 'whole' | 'altered' | 'other' | 'empty' | 'foreign';

/** Of several readings of one record, the one that says most. */
const MOST_TELLING: readonly Reading[] = ['whole', 'altered', 'other', 'empty', 'foreign'];

/** `west:1653`: the key by which a copied payment is found again in the primary. */
export function paymentReference(prefix: string, paymentId: string): string {
  return prefix + paymentId;
}

/** The first word of an authorisation that this program wrote. What a primary shows is read by `readReference`. */
export function referenceOf(authorisation: string): string {
  return authorisation.trim().split(/\s+/, 1)[0] ?? '';
}

/** @param texts the fields that may bear it, each read by itself @param references under which one record may stand */
export function readReferences(texts: readonly string[], references: readonly Reference[]): Reading {
  const readings = texts.flatMap((text) => references.map((reference) => readReference(text, reference)));
  return MOST_TELLING.find((reading) => readings.includes(reading)) ?? 'foreign';
}

export function readReference(text: string, { prefix, id }: Reference): Reading {
  const shown = plainText(text);
  if (shown === '') return 'empty';
  const [plainPrefix, plainId] = [plainText(prefix), plainText(id)];
  const claimed = wordAfter(shown, plainPrefix);
  if (claimed === plainId) return 'whole';
  const [close, closeMark] = [shown.replaceAll(' ', ''), plainPrefix.replaceAll(' ', '')];
  if (closeMark.startsWith(close)) return 'altered';
  const behind = close.split(closeMark).slice(1);
  if (behind.length === 0) return 'foreign';
  const couldBe = behind.some((after) => after.startsWith(plainId) || plainId.startsWith(after));
  const isBegun = claimed !== undefined && plainId.startsWith(claimed);
  return couldBe || isBegun ? 'altered' : 'other';
}

/** The reference of this prefix that a text bears as a word, in lower case: it says whose copy it is, unless it was cut. */
export function referenceIn(text: string, prefix: string): string | undefined {
  const id = wordAfter(plainText(text), plainText(prefix));
  return id === undefined || id === '' ? undefined : plainText(prefix) + id;
}

/**
 * The references of this prefix that the texts of one record bear, each once. A text whose spaces were lost bears one that
 * nobody wrote, so the first is not always the one that tells whose copy it is: whoever asks tries all of them.
 */
export function referencesIn(texts: readonly string[], prefix: string): string[] {
  return [...new Set(texts.flatMap((text) => referenceIn(text, prefix) ?? []))];
}

/**
 * The same, and of one whose id runs into words the digits before them, which are Neto's ids: for asking whose copy it is,
 * and never for saying that one is not there.
 */
export function likelyReferencesIn(texts: readonly string[], prefix: string): string[] {
  const borne = referencesIn(texts, prefix);
  const start = plainText(prefix);
  const cutShort = borne.flatMap((reference) => /^\d+(?=\p{L})/u.exec(reference.slice(start.length))?.[0] ?? []);
  return [...new Set([...borne, ...cutShort.map((id) => start + id)])];
}

/** Whether a text bears a reference of this prefix, whole or altered, of whichever record. */
export function bearsPrefix(text: string, prefix: string): boolean {
  return !['empty', 'foreign'].includes(readReference(text, { prefix, id: '' }));
}

/** What an authorisation says besides our reference: the gateway's own. */
export function besides(authorisation: string, prefix: string): string {
  const reference = referenceIn(authorisation, prefix);
  return reference === undefined ? plainText(authorisation) : plainText(authorisation).replace(reference, '').trim();
}

/** What follows the first prefix that is no part of a longer word, up to what can't be part of an id. */
function wordAfter(shown: string, prefix: string): string | undefined {
  for (let at = shown.indexOf(prefix); at >= 0 && prefix !== ''; at = shown.indexOf(prefix, at + 1)) {
    if (/[\p{L}\p{N}_-]$/u.test(shown.slice(0, at))) continue;
    const word = /^[\p{L}\p{N}:_-]*/u.exec(shown.slice(at + prefix.length))?.[0] ?? '';
    return word;
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', colon: ':', sol: '/', num: '#', hyphen: '-', dash: '-',
}; // biome-ignore format: a table

/** In small letters, without entities, every gap one space. */
function plainText(text: string): string {
  let plain = text;
  // Written as entities once more by a second hand.
  for (let layer = 0; layer < 2; layer += 1) {
    plain = plain.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));?/gi, (whole, decimal, hex, name) => {
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
      if (Number.isNaN(code)) return ENTITIES[String(name).toLowerCase()] ?? whole;
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    });
  }
  return plain
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
}
