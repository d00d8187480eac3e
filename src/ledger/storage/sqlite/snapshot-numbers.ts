/** Half a byte for each character of a number, a day or a moment. */
const CHARACTERS = '0123456789.-:T';
/** A value that is no such thing, and the end of one that is. */
const [TEXT, END] = [14, 15];
const NUMBER = /^[\d.:TZ-]+$/;

/** Values one after the other: numbers by half bytes, among which each of the others has a mark. */
export class NumbersOut {
  readonly #halves: number[] = [];
  /** What is no number. */
  readonly texts: string[] = [];

  /** @param value undefined where whoever reads it knows it already */
  put(value: string | undefined): void {
    if (value !== undefined && !NUMBER.test(value)) {
      this.#halves.push(TEXT);
      this.texts.push(value);
      return;
    }
    // A moment has both letters, always in this order.
    for (const one of value ?? '') this.#halves.push(CHARACTERS.indexOf(one === 'Z' ? 'T' : one));
    this.#halves.push(END);
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(Math.ceil(this.#halves.length / 2));
    for (const [place, half] of this.#halves.entries())
      bytes.writeUInt8(bytes.readUInt8(place >> 1) | (place % 2 === 0 ? half << 4 : half), place >> 1);
    return bytes;
  }
}

export class NumbersIn {
  readonly #bytes: Uint8Array;
  readonly #texts: readonly string[];
  #half = 0;
  #text = 0;

  constructor(bytes: Uint8Array, texts: readonly string[]) {
    this.#bytes = bytes;
    this.#texts = texts;
  }

  /** @returns undefined for what is known already @throws Error behind the last one */
  take(): string | undefined {
    let value = '';
    for (let half = this.#next(); half !== END; half = this.#next()) {
      if (half === TEXT) {
        this.#text += 1;
        return this.#texts[this.#text - 1] ?? '';
      }
      const one = CHARACTERS[half] ?? '';
      value += one === 'T' && value.includes('T') ? 'Z' : one;
    }
    return value === '' ? undefined : value;
  }

  #next(): number {
    const byte = this.#bytes[this.#half >> 1];
    if (byte === undefined) throw new Error('A packed snapshot ends within its numbers');
    this.#half += 1;
    return this.#half % 2 === 1 ? byte >> 4 : byte & 15;
  }

  /** How many bytes so many values take. */
  static lengthOf(bytes: Uint8Array, values: number): number {
    const numbers = new NumbersIn(bytes, []);
    for (let taken = 0; taken < values; taken += 1) numbers.take();
    return Math.ceil(numbers.#half / 2);
  }
}
