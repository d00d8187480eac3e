import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { hasShortHashes } from '../../../model/snapshot-form.ts';
import { bitsOf, type HashForm, hashForm, lift, MARKS, put } from './snapshot-hashes.ts';
import { SAMPLE, SHORT_SAMPLE } from './snapshot-sample.ts';
import { packValues, unpackValues, VALUES } from './snapshot-values.ts';

// A snapshot is text of the same form, order after order, with hashes in it. What is always the same is taken from a
// dictionary, and of the hashes their bits are kept, one after the other, each once. Where it is laid out as nearly all are, only
// its values are kept.

/** As much memory as a text of some kilobytes takes: by itself zlib takes ten times as much, for each text anew. */
const PACKING = { level: 6, memLevel: 6, windowBits: 13, chunkSize: 2048 };
const UNPACKING = { chunkSize: 4096 };

/** How it is packed. What was packed in one way is read in that way for ever. */
interface Form extends HashForm {
  readonly number: number;
  readonly dictionary: Buffer;
}

const LONG = formOf(1, 22, SAMPLE);
const SHORT = formOf(2, 11, SHORT_SAMPLE);
const FORMS = [LONG, SHORT];

function formOf(number: number, length: number, sample: string): Form {
  const form = hashForm(length, ['(?<=[",])', '(?=[",](?!:))']);
  return { ...form, number, dictionary: Buffer.from(lift(sample, form).text) };
}

/** @returns undefined where it is not of the form that can be packed */
export function pack(text: string): Uint8Array | undefined {
  if (MARKS.test(text)) return undefined;
  const values = packValues(text);
  if (values !== undefined) return values;
  const form = hasShortHashes(text) ? SHORT : LONG;
  const lifted = lift(text, form);
  const bits = bitsOf(lifted.hashes);
  const rest = deflateRawSync(lifted.text, { dictionary: form.dictionary, ...PACKING });
  const packed = Buffer.concat([Buffer.of(form.number, bits.length & 0xff, bits.length >> 8), bits, rest]);
  // It has to come back as it was: a snapshot is compared letter by letter.
  const comesBack = put({ text: lifted.text, hashes: bits.toString('base64url') }, form) === text;
  return bits.length <= 0xffff && packed.length < text.length && comesBack ? packed : undefined;
}

/** @throws Error for what no version has packed */
export function unpack(packed: Uint8Array): string {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  if (bytes[0] === VALUES) return unpackValues(bytes);
  const form = FORMS.find(({ number }) => number === bytes[0]);
  if (form === undefined) throw new Error(`A snapshot is packed in form ${bytes[0]}, which this program does not know`);
  const begin = 3;
  const end = begin + bytes.readUInt16LE(1);
  const text = inflateRawSync(bytes.subarray(end), { dictionary: form.dictionary, ...UNPACKING }).toString();
  return put({ hashes: bytes.toString('base64url', begin, end), text }, form);
}
