import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { bitsOf, hashForm, lift, put } from './snapshot-hashes.ts';
import { NumbersIn, NumbersOut } from './snapshot-numbers.ts';
import { SHORT_SAMPLE } from './snapshot-sample.ts';
import { expectedAt, layoutOf, textOf, valuesOf } from './snapshot-shape.ts';

// Of a snapshot that is laid out as nearly all are, its values alone are kept: bits of the hashes, numbers by half bytes, and the
// rest by what most orders have in common. Of the rest each has a line of its own: no value in a JSON text has an end of a line.

/** The form's number. */
export const VALUES = 3;
const HASHES = hashForm(11, ['(?<=^|[\\n,])', '(?=[\\n,]|$)']);
/** As much memory as a few hundred characters take. */
const PACKING = { level: 6, memLevel: 5, windowBits: 12, chunkSize: 1024 };
const UNPACKING = { chunkSize: 2048 };
/** The form, how many lines the order has, and in two bytes how many the hashes take. */
const HEAD = 4;
const [MOST_LINES, MOST_BYTES] = [0xff, 0xffff];

/** What a packed snapshot is put together of. */
interface Parts {
  readonly lines: number;
  readonly hashes: string;
  readonly numbers: Uint8Array;
  /** What many orders have, what was hashed, and what is an order's own and no number. */
  readonly rest: string;
}

/** What other orders have instead, and what one has that is as most are: never changed, for without it nothing can be read. */
let kept: Buffer | undefined;
const dictionary = (): Buffer =>
  (kept ??= Buffer.from(
    `New\nPick\nPack\nPending\nOn Hold\nCancelled\nfalse\nPayPal\nCash\nBank Deposit\neBay\n${partsOf(SHORT_SAMPLE.split('\n').at(-1) ?? '')?.rest}`,
  ));

/** @returns undefined where it is laid out otherwise, or does not come back as it was */
export function packValues(text: string): Buffer | undefined {
  const parts = partsOf(text);
  if (parts === undefined || putTogether(parts) !== text) return undefined;
  const { lines, hashes, numbers, rest } = parts;
  const bits = bitsOf(hashes);
  if (lines > MOST_LINES || bits.length > MOST_BYTES) return undefined;
  const packed = deflateRawSync(rest, { dictionary: dictionary(), ...PACKING });
  return Buffer.concat([Buffer.of(VALUES, lines, bits.length & 0xff, bits.length >> 8), bits, numbers, packed]);
}

function partsOf(text: string): Parts | undefined {
  const found = valuesOf(text);
  if (found === undefined) return undefined;
  const { values, lines } = found;
  const [plain, hashed]: [string[], string[]] = [[], []];
  const own = new NumbersOut();
  for (const [place, kind] of layoutOf(lines).kinds.entries()) {
    const value = values[place] ?? '';
    if (kind === 'plain') plain.push(value);
    else if (kind === 'hashed') hashed.push(value);
    else if (kind === 'salt') for (const part of partsOfSalt(value)) own.put(part);
    else own.put(value === expectedAt(place, kind, values) ? undefined : value);
  }
  const { hashes, text: marks } = lift(hashed.join('\n'), HASHES);
  return { lines, hashes, numbers: own.bytes(), rest: [...plain, marks, ...own.texts].join('\n') };
}

/** @throws Error for what was not packed so */
export function unpackValues(bytes: Buffer): string {
  const lines = bytes.readUInt8(1);
  const end = HEAD + bytes.readUInt16LE(2);
  const behind = bytes.subarray(end);
  const length = NumbersIn.lengthOf(behind, layoutOf(lines).own);
  const rest = inflateRawSync(behind.subarray(length), { dictionary: dictionary(), ...UNPACKING }).toString();
  return putTogether({ lines, hashes: bytes.toString('base64url', HEAD, end), numbers: behind, rest });
}

function putTogether({ lines, hashes, numbers, rest }: Parts): string {
  const layout = layoutOf(lines);
  const parts = rest.split('\n');
  const behind = layout.plain + layout.hashed;
  const hashed = put({ text: parts.slice(layout.plain, behind).join('\n'), hashes }, HASHES).split('\n');
  const own = new NumbersIn(numbers, parts.slice(behind));
  let [plainTaken, hashedTaken] = [0, 0];
  const values: string[] = [];
  for (const [place, kind] of layout.kinds.entries()) {
    if (kind === 'plain') {
      values.push(parts[plainTaken] ?? '');
      plainTaken += 1;
    } else if (kind === 'hashed') {
      values.push(hashed[hashedTaken] ?? '');
      hashedTaken += 1;
    } else if (kind === 'salt') values.push(`${own.take() ?? ''}${own.take() ?? ''}`);
    else values.push(own.take() ?? expectedAt(place, kind, values) ?? '');
  }
  return textOf(values, lines);
}

/** The number that it ends in, apart. */
function partsOfSalt(salt: string): [string, string] {
  const [number = ''] = /\d*$/.exec(salt) ?? [];
  return [salt.slice(0, salt.length - number.length), number];
}
