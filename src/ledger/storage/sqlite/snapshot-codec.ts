import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { hasShortHashes } from '../../../model/snapshot-form.ts';
import { SAMPLE, SHORT_SAMPLE } from './snapshot-sample.ts';

// A snapshot is text of the same form, order after order, with hashes in it. What is always the same is taken from a
// dictionary, and of the hashes their bits are kept, one after the other, each once.

/** Stand for a hash, for the shorter one of a part of an address, and for one that was there before. */
const [HASH, PART, AGAIN] = ['\u0001', '\u0002', '\u0003'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that no JSON text has as such
const MARKS = /[\u0001-\u0003]/;
const PART_LENGTH = 8;
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

/** How it is packed. What was packed in one way is read in that way for ever. */
interface Form {
  readonly number: number;
  /** Characters of a hash. */
  readonly length: number;
  /** No name of a field is one. */
  readonly hashes: RegExp;
  readonly dictionary: Buffer;
}

const LONG = formOf(1, 22, SAMPLE);
const SHORT = formOf(2, 11, SHORT_SAMPLE);
const FORMS = [LONG, SHORT];

function formOf(number: number, length: number, sample: string): Form {
  const hashes = new RegExp(`(?<=[",])(?:[\\w-]{${length}}|[\\w-]{${PART_LENGTH}})(?=[",](?!:))`, 'g');
  return { number, length, hashes, dictionary: Buffer.from(lift(sample, { length, hashes }).text) };
}

/** @returns undefined where it is not of the form that can be packed */
export function pack(text: string): Uint8Array | undefined {
  if (MARKS.test(text)) return undefined;
  const form = hasShortHashes(text) ? SHORT : LONG;
  const lifted = lift(text, form);
  const bits = Buffer.from(lifted.hashes + 'A'.repeat(-lifted.hashes.length & (QUANTUM - 1)), 'base64url');
  const rest = deflateRawSync(lifted.text, { dictionary: form.dictionary, ...PACKING });
  const packed = Buffer.concat([Buffer.of(form.number, bits.length & 0xff, bits.length >> 8), bits, rest]);
  // It has to come back as it was: a snapshot is compared letter by letter.
  const comesBack = put({ text: lifted.text, hashes: bits.toString('base64url') }, form) === text;
  return bits.length <= 0xffff && packed.length < text.length && comesBack ? packed : undefined;
}

/** @throws Error for what no version has packed */
export function unpack(packed: Uint8Array): string {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const form = FORMS.find(({ number }) => number === bytes[0]);
  if (form === undefined) throw new Error(`A snapshot is packed in form ${bytes[0]}, which this program does not know`);
  const begin = 3;
  const end = begin + bytes.readUInt16LE(1);
  const text = inflateRawSync(bytes.subarray(end), { dictionary: form.dictionary, ...UNPACKING }).toString();
  return put({ hashes: bytes.toString('base64url', begin, end), text }, form);
}

function lift(text: string, { length, hashes: pattern }: Pick<Form, 'length' | 'hashes'>): Lifted {
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

function put({ text, hashes }: Lifted, form: Form): string {
  const known: string[] = [];
  let at = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the marks
  return text.replace(/[\u0001\u0002]|\u0003[\s\S]/g, (mark) => {
    if (mark.startsWith(AGAIN)) return known[mark.charCodeAt(1) - FIRST] ?? '';
    const length = mark === HASH ? form.length : PART_LENGTH;
    const hash = hashes.slice(at, at + length);
    at += length;
    known.push(hash);
    return hash;
  });
}
