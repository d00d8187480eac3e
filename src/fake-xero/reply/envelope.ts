import type { Books } from '../books/books.ts';
import { dateOfInstant } from '../dates.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import type { Json, JsonObject } from './json.ts';

export interface Pagination {
  readonly page: number;
  readonly pageSize: number;
  readonly pageCount: number;
  readonly itemCount: number;
}

/** `{ Id, Status: "OK", …, Invoices: […] }`, the same for one record as for many (reference, section 3.1). */
export function envelope(books: Books, name: string, rows: readonly JsonObject[], pagination?: Pagination): Answer {
  const body: Record<string, Json | undefined> = {
    Id: books.newId('reply'),
    Status: 'OK',
    ProviderName: 'Store Consolidator',
    DateTimeUTC: dateOfInstant(books.now(), books.switches.envelopeOffset === 'present'),
    pagination: pagination === undefined ? undefined : { ...pagination },
    [name]: rows,
  };
  return jsonAnswer(200, body);
}
