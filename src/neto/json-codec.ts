import { ConsolidatorError } from '../model/errors.ts';
import type { Codec } from './codec.ts';
import { refuseDeep } from './depth.ts';
import { htmlAnswer, isHtml } from './html-answer.ts';

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
