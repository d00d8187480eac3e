import type { StoreConnection } from '../../config/pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { probeOrder } from '../../neto/orders.ts';
import type { CheckContext } from './check-context.ts';

export interface Working {
  readonly client: NetoClient;
  /** Whether it shows an order. */
  readonly found: boolean;
}

/** What came of both forms of a key. */
export interface KeyForms {
  /** As the connection has it. */
  readonly own: Working | ConsolidatorError;
  /** Without its user name; undefined where it has none, or the store can't be reached at all. */
  readonly other: Working | ConsolidatorError | undefined;
}

/**
 * Tries a key with its user name and without: a user-based key needs one, and the store-wide key is refused with one.
 * @throws ConsolidatorError `stopped`
 */
export async function tryKeyForms(
  trying: Pick<CheckContext, 'open' | 'signal'>,
  connection: StoreConnection,
  placedFrom: Instant,
): Promise<KeyForms> {
  const own = await probe(trying, connection, placedFrom);
  // A second form exists only for a key that has a user name beside it.
  const isUnreachable = own instanceof ConsolidatorError && own.code !== 'key-refused' && own.code !== 'http-refused';
  const other =
    (connection.username ?? '') === '' || isUnreachable
      ? undefined
      : await probe(trying, { ...connection, username: undefined }, placedFrom);
  return { own, other };
}

async function probe(
  { open, signal }: Pick<CheckContext, 'open' | 'signal'>,
  connection: StoreConnection,
  placedFrom: Instant,
): Promise<Working | ConsolidatorError> {
  const client = open(connection);
  try {
    const { found } = await probeOrder(client, { placedFrom }, { signal });
    return { client, found };
  } catch (error) {
    if (error instanceof ConsolidatorError && error.code !== 'stopped') return error;
    throw error;
  }
}
