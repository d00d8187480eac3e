import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { SAMPLE } from './snapshot-sample.ts';

// A snapshot is text of the same form, order after order, with hashes in it. What is always the same is taken from a
// dictionary, and of the hashes their bits are kept, one after the other, each once.

/** How it is packed. What was packed in one way is read in that way for ever. */
const FORM = 1;
/** Stand for a hash, for the shorter one of a part of an address, and for one that was there before. */
const [HASH, PART, AGAIN] = ['\u0001', '\u0002', '\u0003'];
const LENGTHS: Readonly<Record<string, number>> = { [HASH]: 22, [PART]: 8 };
// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that no JSON text has as such
const MARKS = /[\u0001-\u0003]/;
/** No name of a field is one. */
const HASHES = /(?<=[",])(?:[\w-]{22}|[\w-]{8})(?=[",](?!:))/g;
/** Which one stands there again is told by a character from this one on; later ones are kept again. */
const FIRST = 32;
const MOST = 90;
/** Of base64url: three bytes. */
const QUANTUM = 4;
/** As much memory as a text of some kilobytes takes: by itself zlib takes ten times as much, for each text anew. */
const PACKING = { level: 6, memLevel: 6, windowBits: 13, chunkSize: 2048 };
const UNPACKING = { chunkSize: 4096 };

interface Lifted {
  readonly text: string;
  readonly hashes: string;
}

const DICTIONARY = Buffer.from(lift(SAMPLE).text);

/** @returns undefined where it is not of the form that can be packed */
export function pack(text: string): Uint8Array | undefined {
  if (MARKS.test(text)) return undefined;
  const lifted = lift(text);
  const bits = Buffer.from(lifted.hashes + 'A'.repeat(-lifted.hashes.length & (QUANTUM - 1)), 'base64url');
  const rest = deflateRawSync(lifted.text, { dictionary: DICTIONARY, ...PACKING });
  const packed = Buffer.concat([Buffer.of(FORM, bits.length & 0xff, bits.length >> 8), bits, rest]);
  // It has to come back as it was: a snapshot is compared letter by letter.
  const comesBack = put({ text: lifted.text, hashes: bits.toString('base64url') }) === text;
  return bits.length <= 0xffff && packed.length < text.length && comesBack ? packed : undefined;
}

/** @throws Error for what no version has packed */
export function unpack(packed: Uint8Array): string {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  if (bytes[0] !== FORM) throw new Error(`A snapshot is packed in form ${bytes[0]}, which this program does not know`);
  const begin = 3;
  const end = begin + bytes.readUInt16LE(1);
  return put({
    hashes: bytes.toString('base64url', begin, end),
    text: inflateRawSync(bytes.subarray(end), { dictionary: DICTIONARY, ...UNPACKING }).toString(),
  });
}

function lift(text: string): Lifted {
  const known = new Map<string, number>();
  let hashes = '';
  const left = text.replace(HASHES, (hash) => {
    const before = known.get(hash);
    if (before !== undefined) return AGAIN + String.fromCharCode(FIRST + before);
    if (known.size < MOST) known.set(hash, known.size);
    hashes += hash;
    return hash.length === LENGTHS[HASH] ? HASH : PART;
  });
  return { text: left, hashes };
}

function put({ text, hashes }: Lifted): string {
  const known: string[] = [];
  let at = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the marks
  return text.replace(/[\u0001\u0002]|\u0003[\s\S]/g, (mark) => {
    if (mark.startsWith(AGAIN)) return known[mark.charCodeAt(1) - FIRST] ?? '';
    const length = LENGTHS[mark] ?? 0;
    const hash = hashes.slice(at, at + length);
    at += length;
    known.push(hash);
    return hash;
  });
}
