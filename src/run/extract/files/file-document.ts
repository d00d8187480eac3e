import type { QuarantinedRecord } from '../../../entities/reading/extracted-record.ts';
import { baseName } from '../../../feeds/base-name.ts';
import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import { isShortenedNumber, shortened, shortenedKeyIn } from '../../../feeds/shortened-number.ts';
import { FieldProblem, type RawRecord } from '../../../neto/read-fields.ts';

/** @throws FieldProblem where a key is a number that a spreadsheet has shortened */
export function refuseShortened(content: RawRecord): void {
  const found = shortenedKeyIn(content);
  if (found !== undefined) throw new FieldProblem(`${found.field} ${shortened(found.text)}`);
}

/** Why a record in the shape of the API can't be taken, with its place. @throws what is no fault of the record */
export function quarantinedDocument(error: unknown, { file }: FeedFile, line: number, id: string): QuarantinedRecord {
  if (!(error instanceof FieldProblem)) throw error;
  return {
    sourceId: id === '' || isShortenedNumber(id) ? `line ${line} of ${baseName(file)}` : id,
    reason: 'row-unreadable',
    message: `${file}:${line}: ${error.message}.`,
  };
}
