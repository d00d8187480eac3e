import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ConsolidatorError } from '../model/errors.ts';
import { type Codec, htmlAnswer, isHtml } from './codec.ts';

/** No answer of the API nests deeper than ten levels. */
const DEEPEST = 64;

const parser = new XMLParser({
  // Its defaults turn SKU 00123 into 123.
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  trimValues: false,
  htmlEntities: true,
});

/** The other form of the API. The root element of answers varies, so `readReply` takes it off by any name (U38). */
export const xmlCodec: Codec = {
  contentType: 'application/xml',
  accept: 'application/xml',
  encode: (action, body) => `<?xml version="1.0" encoding="utf-8"?>\n${writeElement(action, body)}`,
  decode(text, hide) {
    const trimmed = text.trim();
    if (isHtml(trimmed)) throw htmlAnswer(trimmed, hide);
    // The parser takes a body cut off after an open tag without an error: the validator goes first.
    const verdict = XMLValidator.validate(trimmed);
    if (isCut(trimmed, verdict)) {
      throw new ConsolidatorError(
        'answer-truncated',
        `the answer ends in the middle, after ${text.length} characters.`,
      );
    }
    if (isDeep(trimmed)) throw notXml(`more than ${DEEPEST} levels deep`);
    if (verdict !== true) throw notXml(`line ${verdict.err.line}`);
    try {
      return withoutIndentation(parser.parse(trimmed));
    } catch {
      // The parser's own message may quote the text, which may hold a shopper's data.
      throw notXml(`${text.length} characters`);
    }
  },
};

/** Counted in the text: the parser itself calls itself once a level. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [tag] of text.matchAll(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<[^!?][^>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.startsWith('<!') && !tag.endsWith('/>')) depth += 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function notXml(where: string): ConsolidatorError {
  return new ConsolidatorError('not-xml', `the answer is not well-formed XML (${where}).`);
}

/** For tags left open the validator has two messages: one for a single tag, one that lists them. */
function isCut(text: string, verdict: ReturnType<typeof XMLValidator.validate>): boolean {
  if (text === '') return true;
  if (!text.startsWith('<')) return false;
  return !text.endsWith('>') || (verdict !== true && /^(Unclosed tag|Invalid '\[)/.test(verdict.err.msg));
}

/** The blanks between elements are no data; those inside an element without children are. */
function withoutIndentation(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIndentation);
  if (typeof value === 'string') return value.trim() === '' ? '' : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '#text')
      .map(([name, inner]) => [name, withoutIndentation(inner)]),
  );
}

/** A repeated element is the array (reference, section 1.1). */
function writeElement(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((element) => writeElement(name, element)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeText(String(value))}</${name}>`;
  const inner = Object.entries(value).map(([key, element]) => writeElement(key, element));
  return `<${name}>${inner.join('')}</${name}>`;
}

function escapeText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters XML cannot hold
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // A bare carriage return would be read back as a line feed.
      .replace(/\r/g, '&#13;')
  );
}
