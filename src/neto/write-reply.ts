import type { NetoClient, RequestOptions } from './client.ts';
import { asArray, isRecord, text, textOf } from './read-fields.ts';
import type { Reply } from './reply.ts';

export interface WriteReply {
  /**
   * - `accepted`: the store says it took everything, perhaps with warnings.
   * - `partial`: an Ack of Error with some records, a Warning with fewer than were sent (quirk 35), or errors beside any
   *   other Ack: look up what is there.
   * - `refused`: an Ack of Error without a record.
   */
  readonly kind: 'accepted' | 'partial' | 'refused';
  /** As the reply gives them, in its order; nothing ties them to the input (reference, section 1.5). */
  readonly ids: readonly string[];
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

interface WriteTarget {
  readonly action: string;
  /** The record list's name, in request and reply: `Order`. */
  readonly entity: string;
  /** The field of the reply's records that names them: `OrderID`. */
  readonly idField: string;
}

/**
 * Sends records to a writing action, once.
 * @throws ConsolidatorError with retry `safe` when nothing can have reached the store, `after-look-up` otherwise
 */
export async function write(
  client: NetoClient,
  { action, entity, idField }: WriteTarget,
  records: readonly Readonly<Record<string, unknown>>[],
  options: RequestOptions = {},
): Promise<WriteReply> {
  if (records.length === 0) return { kind: 'accepted', ids: [], warnings: [], errors: [] };
  const reply = await client.request(action, { [entity]: records }, options);
  // An Ack of Error may come with an empty record element (reference, section 1.5); an id was seen bare (quirk 2).
  const ids = asArray(reply.body[entity])
    .map((record) => (isRecord(record) ? text(record, idField) : textOf(record)))
    .filter((id) => id !== '');
  return { kind: kindOf(reply, ids.length, records.length), ids, warnings: reply.warnings, errors: reply.errors };
}

function kindOf({ ack, errors }: Reply, taken: number, sent: number): WriteReply['kind'] {
  if (ack === 'error') return taken > 0 ? 'partial' : 'refused';
  if (errors.length > 0) return 'partial';
  return ack === 'warning' && taken < sent ? 'partial' : 'accepted';
}
