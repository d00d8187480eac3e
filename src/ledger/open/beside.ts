import type { PostgresAddress } from '../../model/postgres-address.ts';
import type { Beside } from '../beside.ts';

/**
 * What lies beside the ledger of this address. Loaded only where there is one.
 * @param waits milliseconds before a lost connection is made again, each time; a few seconds in all when left out
 * @throws ConsolidatorError `ledger-unwritable` where the driver is missing; so do its methods where the database can't be asked
 */
export async function besideOf(address: PostgresAddress, waits?: readonly number[]): Promise<Beside> {
  const { besideSchema } = await import('../storage/postgres/beside-schema.ts');
  return besideSchema(address, waits);
}
