/** Bytes of a piece in which texts stand; one that is longer has a piece of its own. */
const PIECE = 64 * 1024;
/** Before each text stands its length, and whether each of its characters takes two bytes. */
const HEAD = 4;
const WIDE = 0x8000_0000;
const LEAST_SLOTS = 256;

/**
 * Texts by number: each different one has the next number when it is put, the first one 0. They stand as bytes outside of the
 * heap, one behind the other, in a fifth of what a `Map` of as many strings takes, and nobody looks through them when garbage is
 * collected: for what a run keeps of each of its records. Nothing is ever taken out.
 */
export class TextTable {
  readonly #pieces: Buffer[] = [];
  /** Bytes that are taken of the last piece. */
  #taken = PIECE;
  #starts = new Uint32Array(LEAST_SLOTS / 2);
  #hashes = new Uint32Array(LEAST_SLOTS / 2);
  /** Number + 1 where the hash of a text leads, 0 where there is none; at least half of them are free. */
  #slots = new Uint32Array(LEAST_SLOTS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns the number of this text, which it has from now on */
  put(text: string): number {
    const bytes = bytesOf(text);
    const hash = hashOf(bytes);
    const slot = this.#slotOf(bytes, hash);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    const number = this.#size;
    if (number === this.#starts.length) this.#grow();
    this.#starts[number] = this.#append(bytes);
    this.#hashes[number] = hash;
    this.#size += 1;
    this.#slots[this.#freeSlot(hash)] = number + 1;
    return number;
  }

  /** @returns undefined where this text was never put */
  find(text: string): number | undefined {
    const bytes = bytesOf(text);
    const known = this.#slots[this.#slotOf(bytes, hashOf(bytes))] ?? 0;
    return known > 0 ? known - 1 : undefined;
  }

  has(text: string): boolean {
    return this.find(text) !== undefined;
  }

  /** @param number below `size` */
  at(number: number): string {
    const bytes = this.#bytesAt(number);
    return isWide(bytes) ? bytes.toString('utf16le', HEAD) : bytes.toString('latin1', HEAD);
  }

  /** All of them, in the order in which they were put. */
  *[Symbol.iterator](): Generator<string> {
    for (let number = 0; number < this.#size; number += 1) yield this.at(number);
  }

  /** Where this text stands, or would stand. */
  #slotOf(bytes: Buffer, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot] ?? 0;
      if (known === 0) return slot;
      if (this.#hashes[known - 1] === hash && bytes.equals(this.#bytesAt(known - 1))) return slot;
    }
  }

  #freeSlot(hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  /** With the head. */
  #bytesAt(number: number): Buffer {
    const start = this.#starts[number] ?? 0;
    const piece = this.#pieces[Math.floor(start / PIECE)] ?? Buffer.alloc(0);
    const at = start % PIECE;
    return piece.subarray(at, at + HEAD + (piece.readUInt32LE(at) & ~WIDE));
  }

  #append(bytes: Buffer): number {
    if (this.#taken + bytes.length > PIECE) {
      this.#pieces.push(Buffer.allocUnsafeSlow(Math.max(PIECE, bytes.length)));
      this.#taken = 0;
    }
    const place = this.#pieces.length - 1;
    const at = this.#taken;
    const piece = this.#pieces[place] ?? bytes;
    bytes.copy(piece, at);
    this.#taken += bytes.length;
    return place * PIECE + at;
  }

  #grow(): void {
    this.#starts = doubled(this.#starts);
    this.#hashes = doubled(this.#hashes);
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let number = 0; number < this.#size; number += 1)
      this.#slots[this.#freeSlot(this.#hashes[number] ?? 0)] = number + 1;
  }
}

/** Texts are compared as they are, also half of a pair that stands for one character. */
function bytesOf(text: string): Buffer {
  const isWide = hasWide(text);
  const length = isWide ? 2 * text.length : text.length;
  const bytes = Buffer.allocUnsafe(HEAD + length);
  bytes.writeUInt32LE(isWide ? length + WIDE : length, 0);
  bytes.write(text, HEAD, isWide ? 'utf16le' : 'latin1');
  return bytes;
}

function hasWide(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0xff) return true;
  return false;
}

function isWide(bytes: Buffer): boolean {
  return bytes.readUInt32LE(0) >= WIDE;
}

/** FNV-1a; texts that differ may have the same one. */
function hashOf(bytes: Buffer): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function doubled(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}
