import type { NetoClient, RequestOptions } from './client.ts';
import { areRecords, asArray, type RawRecord } from './read-fields.ts';
import type { Reply } from './reply.ts';
import { storeError } from './transport-errors.ts';

export interface Rows {
  readonly rows: readonly RawRecord[];
  readonly currentTime: Reply['currentTime'];
  /** From sending to the end of the answer. */
  readonly milliseconds?: number | undefined;
}

export interface RowsRead {
  readonly action: string;
  /** The record list's name in the reply: `Order`. A reply without it has no records (reference, section 4, quirk 3). */
  readonly entity: string;
  /** The singular name inside a list of lists: `PaymentMethod`. */
  readonly wrapper?: string | undefined;
}

/** Sends a read and gives back its records. @throws ConsolidatorError `answer-unexpected` where the list holds no records */
export async function readRows(
  client: NetoClient,
  { action, entity, wrapper }: RowsRead,
  body: Readonly<Record<string, unknown>>,
  options: RequestOptions = {},
): Promise<Rows> {
  const reply = await client.request(action, body, options);
  const elements = asArray(reply.body[entity], wrapper);
  // Taken for an empty list, text in its place would make everything look absent.
  if (!areRecords(elements)) {
    throw storeError('answer-unexpected', client.store, `${entity} in the answer to ${action} is no list of records.`);
  }
  const rows = elements.every(holdsSomething) ? elements : elements.filter(holdsSomething);
  return { rows, currentTime: reply.currentTime, milliseconds: reply.milliseconds };
}

/** An empty list may come as one record whose fields are all empty (reference, section 4, quirk 4). */
function holdsSomething(row: RawRecord): boolean {
  for (const name in row) {
    const value = row[name];
    if (value !== '' && value !== null) return true;
  }
  return false;
}
