import { ConsolidatorError } from '../model/errors.ts';
import { type Codec, htmlAnswer, isHtml } from './codec.ts';

/** No answer of the API nests deeper than ten levels. */
const DEEPEST = 64;

export const jsonCodec: Codec = {
  contentType: 'application/json',
  accept: 'application/json',
  encode: (_action, body) => JSON.stringify(body),
  decode(text, hide) {
    return refuseDeep(parse(text, hide));
  },
};

function parse(text: string, hide: Parameters<Codec['decode']>[1]): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const trimmed = text.trim();
    if (isHtml(trimmed)) throw htmlAnswer(trimmed, hide);
    if (trimmed === '' || isCut(trimmed, cause)) {
      throw new ConsolidatorError(
        'answer-truncated',
        `the answer ends in the middle, after ${text.length} characters.`,
      );
    }
    // The parser's own message quotes the text, which may hold a shopper's data: it is not passed on.
    throw new ConsolidatorError('not-json', `the answer is not JSON (${text.length} characters).`);
  }
}

/** V8 tells a text that ends too early from one that is wrong in the middle only by its message. */
function isCut(text: string, cause: unknown): boolean {
  if (!/^[{[]/.test(text) || !(cause instanceof Error)) return false;
  return /end of JSON input|Unterminated/.test(cause.message) || !/[}\]]$/.test(text);
}

/**
 * Refuses an answer that is nested beyond all sense before anything walks over it: each walk calls itself once a level.
 * @throws ConsolidatorError `answer-unexpected`
 */
function refuseDeep(decoded: unknown): unknown {
  if (typeof decoded === 'object' && decoded !== null && isDeeper(decoded, DEEPEST)) {
    const message = `the answer is nested more than ${DEEPEST} levels deep; an answer of the Neto API is not.`;
    throw new ConsolidatorError('answer-unexpected', message);
  }
  return decoded;
}

/** Calls itself no deeper than that. The places of a list are no names, which would each be made a text. */
function isDeeper(value: object, levels: number): boolean {
  if (levels < 0) return true;
  if (Array.isArray(value)) {
    for (const inner of value as unknown[])
      if (typeof inner === 'object' && inner !== null && isDeeper(inner, levels - 1)) return true;
    return false;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) {
    const inner = members[name];
    if (typeof inner === 'object' && inner !== null && isDeeper(inner, levels - 1)) return true;
  }
  return false;
}
