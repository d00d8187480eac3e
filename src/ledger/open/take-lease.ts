import type { PostgresAddress } from '../../model/postgres-address.ts';
import type { Lease, LeaseWish } from '../lease.ts';

/**
 * Takes the lease of a ledger in PostgreSQL. Loaded only where there is one.
 * @throws ConsolidatorError `pipeline-locked`, naming who has it; `stopped`; `ledger-unwritable`
 */
export async function takeLease(address: PostgresAddress, wish: LeaseWish): Promise<Lease> {
  const { takeLeaseSoon } = await import('../storage/postgres/take-lease-soon.ts');
  return takeLeaseSoon(address, wish);
}
