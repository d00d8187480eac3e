import { natureOf } from './ack-errors.ts';
import type { NetoClient, RequestOptions } from './client.ts';
import { asArray, isRecord, text, textOf } from './read-fields.ts';
import type { Reply } from './reply.ts';
import { kindOf as recordsOf } from './seen-in-reply.ts';

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
  /** From sending to the end of the answer; undefined where nothing was sent. */
  readonly milliseconds?: number | undefined;
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
  const kind = kindOf(reply, ids.length, records.length);
  tellWrite(client, entity, {
    kind,
    errors: reply.errors,
    sent: records.length,
    named: ids.length,
    adds: /^Add/.test(action),
  });
  return { kind, ids, warnings: reply.warnings, errors: reply.errors, milliseconds: reply.milliseconds };
}

const words = { lasting: 'known-words', passing: 'passing-words', unclear: 'unknown-words' } as const;

/** What an answer to a write shows of how the store takes writes (reference, section 5: U3, U4, U18). */
function tellWrite(
  client: NetoClient,
  entity: string,
  {
    kind,
    errors,
    sent,
    named,
    adds,
  }: {
    readonly kind: WriteReply['kind'];
    readonly errors: readonly string[];
    readonly sent: number;
    readonly named: number;
    readonly adds: boolean;
  },
): void {
  const seenIn = recordsOf(entity);
  if (kind === 'accepted') client.tell?.({ habit: 'writeSize', value: sent, in: seenIn });
  if (kind === 'accepted' && adds && entity === 'Rma')
    client.tell?.({ habit: 'returnAnswer', value: named > 0 ? 'names-it' : 'names-nothing', in: seenIn });
  if (kind !== 'accepted' && sent > 1)
    client.tell?.({ habit: 'faultyBatch', value: kind === 'partial' ? 'in-part' : 'as-a-whole', in: seenIn });
  if (kind !== 'refused') return;
  const [first] = errors;
  const value = first === undefined ? 'no-words' : words[natureOf(first)];
  client.tell?.({ habit: 'refusal', value, in: seenIn });
}

function kindOf({ ack, errors }: Reply, taken: number, sent: number): WriteReply['kind'] {
  if (ack === 'error') return taken > 0 ? 'partial' : 'refused';
  if (errors.length > 0) return 'partial';
  return ack === 'warning' && taken < sent ? 'partial' : 'accepted';
}
