import { StringDecoder } from 'node:string_decoder';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The text of an answer, as it comes in pieces. UTF-8, which nearly all are, is read piece by piece: each is dropped at once,
 * and no block of memory is taken for all of them, of which the C library would keep holes between what stays.
 */
export class AnswerText {
  readonly #charset: string;
  readonly #decoder: StringDecoder | undefined;
  readonly #bytes: Buffer[] = [];
  #text = '';

  /** @param charset as the store names it; one that nobody knows is taken for UTF-8 */
  constructor(charset: string) {
    this.#charset = charset;
    this.#decoder = isUtf8(charset) ? new StringDecoder('utf8') : undefined;
  }

  put(piece: Buffer): void {
    if (this.#decoder === undefined) this.#bytes.push(piece);
    else this.#text += this.#decoder.write(piece);
  }

  /** Once: when all have come. */
  whole(): string {
    if (this.#decoder === undefined) return new TextDecoder(this.#charset).decode(Buffer.concat(this.#bytes));
    const text = this.#text + this.#decoder.end();
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  }

  drop(): void {
    this.#bytes.length = 0;
    this.#text = '';
  }
}

function isUtf8(charset: string): boolean {
  try {
    return new TextDecoder(charset).encoding === 'utf-8';
  } catch {
    return true;
  }
}
