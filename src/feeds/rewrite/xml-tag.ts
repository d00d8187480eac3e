/** A tag as it stands in the bytes. Places are indexes into them. */
export interface XmlTag {
  readonly kind: 'open' | 'close' | 'empty';
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  /** The index after `>`. */
  readonly end: number;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const noAttributes: XmlTag['attributes'] = [];

/**
 * Reads the tag that begins with the `<` at `start`.
 * @returns undefined where it does not end before `end`; text that says what is wrong where it is no tag
 */
export function readXmlTag(bytes: Buffer, start: number, end: number): XmlTag | string | undefined {
  const closing = bytes[start + 1] === SLASH;
  const nameStart = start + (closing ? 2 : 1);
  let index = nameStart;
  while (index < end && isNameByte(bytes[index] as number)) index += 1;
  if (index >= end) return undefined;
  if (index === nameStart || isDigit(bytes[nameStart] as number))
    return 'a "<" that begins no tag; in text it is written &lt;';
  const name = bytes.toString('latin1', nameStart, index);
  if (bytes[index] === GREATER)
    return { kind: closing ? 'close' : 'open', name, attributes: noAttributes, end: index + 1 };

  const attributes: { name: string; start: number; end: number }[] = [];
  for (;;) {
    while (index < end && isBlank(bytes[index] as number)) index += 1;
    if (index >= end) return undefined;
    const byte = bytes[index] as number;
    if (byte === GREATER) return { kind: closing ? 'close' : 'open', name, attributes, end: index + 1 };
    if (byte === SLASH && !closing) {
      if (index + 1 >= end) return undefined;
      return bytes[index + 1] === GREATER
        ? { kind: 'empty', name, attributes, end: index + 2 }
        : `a stray "/" in the tag <${name}>`;
    }
    if (closing) return `more than a name in the closing tag </${name}>`;
    const attribute = readAttribute(bytes, index, end);
    if (attribute === undefined) return undefined;
    if (attribute === null) return `an attribute without name="value" in the tag <${name}>`;
    attributes.push(attribute);
    index = attribute.end + 1;
  }
}

function readAttribute(bytes: Buffer, start: number, end: number) {
  let index = start;
  while (index < end && isNameByte(bytes[index] as number)) index += 1;
  const name = bytes.toString('latin1', start, index);
  while (index < end && isBlank(bytes[index] as number)) index += 1;
  if (index >= end) return undefined;
  if (name === '' || bytes[index] !== EQUALS) return null;
  index += 1;
  while (index < end && isBlank(bytes[index] as number)) index += 1;
  if (index >= end) return undefined;
  const quote = bytes[index];
  if (quote !== 0x22 && quote !== 0x27) return null;
  const close = bytes.indexOf(quote, index + 1);
  if (close === -1 || close >= end) return undefined;
  const less = bytes.indexOf(LESS, index + 1);
  return less !== -1 && less < close ? null : { name, start: index + 1, end: close };
}

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e;
}

/** Letters, digits, `_ : - .` and whatever is not ASCII. */
function isNameByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    isDigit(byte) ||
    byte === 0x5f ||
    byte === 0x3a ||
    byte >= 0x80
  );
}
