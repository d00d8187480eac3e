import { type Hide, quote } from '../model/secrets.ts';
import { xeroError } from './errors.ts';
import { parseExactly } from './exact-json.ts';
import type { Answer } from './transport.ts';

/**
 * Makes data of an answer of status 200, in the order: JSON at all, whole, "OK", with what was asked for. Anything else is
 * no answer, and never "none".
 * @param list the name of the list that has to be there
 * @throws ConsolidatorError that a repeat may cure
 */
export function readReply(
  { text, headers }: Answer,
  list: string,
  hide: Hide,
): { readonly rows: readonly unknown[]; readonly envelope: Readonly<Record<string, unknown>> } {
  const trimmed = text.trim();
  if (/^<(!doctype|html|\?xml|\w)/i.test(trimmed)) {
    const sentence = `it answered with a page instead of data (${quote(titleOf(trimmed), hide)}).`;
    throw xeroError('html-answer', sentence, { retry: 'safe' });
  }
  if (trimmed === '') throw xeroError('answer-truncated', 'the answer is empty.', { retry: 'safe' });
  const body = parsed(trimmed, String(headers['content-type'] ?? ''));
  const rows = isRecord(body) ? body[list] : undefined;
  if (!isRecord(body) || !Array.isArray(rows) || (body['Status'] !== undefined && body['Status'] !== 'OK')) {
    throw xeroError('answer-unexpected', `the answer has no list of ${list}.`, { retry: 'safe' });
  }
  return { rows, envelope: body };
}

function parsed(text: string, contentType: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    // The parser's own message quotes the text, which may hold a customer's data: it is not passed on.
    if (/json/i.test(contentType) || /^[{[]/.test(text))
      throw xeroError('answer-truncated', `the answer ends in the middle, after ${text.length} characters.`, {
        retry: 'safe',
      });
    throw xeroError('not-json', `the answer is not JSON (${text.length} characters).`, { retry: 'safe' });
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function titleOf(page: string): string {
  return /<title[^>]*>([^<]*)/i.exec(page)?.[1]?.trim() ?? 'without a title';
}
