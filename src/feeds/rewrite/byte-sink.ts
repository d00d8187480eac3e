/** Collects the output of one window of input; grows where the ids of a window grow more than usual. */
export class ByteSink {
  #bytes: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  copy(from: Buffer, start: number, end: number): void {
    if (end <= start) return;
    this.reserve(end - start);
    from.copy(this.#bytes, this.#length, start, end);
    this.#length += end - start;
  }

  /** Makes room, and gives the buffer to write into at `length`. */
  reserve(size: number): Buffer {
    if (this.#length + size > this.#bytes.length) {
      const larger = Buffer.allocUnsafe((this.#length + size) * 2);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  get length(): number {
    return this.#length;
  }

  advance(size: number): void {
    this.#length += size;
  }

  /** What was collected; valid until the next `clear`. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }
}
