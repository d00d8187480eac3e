import type { Books } from '../books/books.ts';
import { textAnswer } from '../reply/answer.ts';
import { RefusedRequest } from '../reply/refused-request.ts';

const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?$/;

/** What has changed since, to the second (reference, section 3.1). @throws RefusedRequest */
export function isModifiedSince<Row>(
  { updatedAt }: { updatedAt(row: Row): number | undefined },
  { switches }: Books,
  header: string | undefined,
): ((row: Row) => boolean) | undefined {
  if (header === undefined) return undefined;
  const since = instantOf(header);
  if (since === undefined) {
    if (switches.malformedModifiedSince === 'ignored') return undefined;
    throw new RefusedRequest(textAnswer(412, 'The If-Modified-Since header could not be read'));
  }
  const second = Math.floor(since / 1000);
  return (row) => {
    const at = updatedAt(row);
    if (at === undefined) return true;
    const changed = Math.floor(at / 1000);
    return changed > second || (changed === second && switches.modifiedSinceBoundary === 'inclusive');
  };
}

/** Xero's own form, or that of HTTP. */
function instantOf(header: string): number | undefined {
  const text = header.trim();
  if (FORM.test(text)) return Date.parse(text.endsWith('Z') ? text : `${text}Z`);
  if (!/ GMT$/.test(text)) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}
