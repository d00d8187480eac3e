import { ConsolidatorError } from '../model/errors.ts';
import { type Hide, quote } from '../model/secrets.ts';

/** One way to write requests and read answers: JSON, or XML where a store needs it. */
export interface Codec {
  readonly contentType: string;
  readonly accept: string;
  encode(action: string, body: unknown): string;
  /**
   * @param hide goes over everything of the text that an error quotes
   * @throws ConsolidatorError `answer-truncated`, `html-answer`, `not-json` or `not-xml`, without a store's name
   */
  decode(text: string, hide?: Hide): unknown;
}

/** An HTML page where data was expected: wrong address, login page, maintenance (reference, section 4, quirk 30). */
export function isHtml(text: string): boolean {
  return /^\s*<(!doctype\s+html|html|head|body)[\s>]/i.test(text);
}

/** Only the page's title is quoted: the rest may hold a shopper's data. */
export function htmlAnswer(text: string, hide: Hide = (title) => title): ConsolidatorError {
  const title = quote(/<title[^>]*>([^<]*)/i.exec(text)?.[1] ?? '', hide, 80);
  const named = title === '' ? 'an HTML page without a title' : `an HTML page titled "${title}"`;
  return new ConsolidatorError(
    'html-answer',
    `the answer is ${named} instead of data. Check the address: it must be the store itself, without a path.`,
  );
}
