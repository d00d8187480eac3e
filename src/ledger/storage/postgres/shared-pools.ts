import type { Pool } from 'pg';
import type { PostgresAddress } from '../../../model/postgres-address.ts';

/** A pool that several use, each with as many connections as it would have by itself. */
export interface LentPool {
  readonly pool: Pool;
  /** Whoever else uses it goes on. */
  giveBack(): void;
}

interface Shared {
  readonly pool: Pool;
  users: number;
}

/**
 * A backend knows the tables and functions of each ledger that it was asked about, and grows with them: it is let go of after so many
 * seconds, though it is in use all the time.
 */
const LIFETIME_SECONDS = 120;

let sharers = 0;
const pools = new Map<string, Shared>();

/**
 * From then on all that this process opens in one database stands on the same connections: for a process that runs many pipelines, one
 * after the other, to which each new connection is a sign-in of several milliseconds on both sides.
 * @returns ends it, and closes what is left
 */
export function sharePools(): () => Promise<void> {
  sharers += 1;
  return async () => {
    sharers -= 1;
    if (sharers > 0) return;
    const left = [...pools.values()];
    pools.clear();
    await Promise.all(left.map(({ pool, users }) => (users === 0 ? pool.end() : undefined)));
  };
}

/**
 * @param kind users of one kind share a pool: those that wait for an answer as long, and hold a connection for the same
 * @param connections by which it grows for this user
 * @returns undefined where nothing is shared in this process
 */
export function lendPool(
  address: PostgresAddress,
  { kind, connections }: { readonly kind: string; readonly connections: number },
  make: () => Pool,
): LentPool | undefined {
  if (sharers === 0) return undefined;
  const { host, port, user, password, database, tls, rootCertificate } = address;
  const key = JSON.stringify([host, port, user, password, database, tls, rootCertificate, kind]);
  const shared = pools.get(key) ?? newlyShared(make);
  pools.set(key, shared);
  shared.users += 1;
  shared.pool.options.max += connections;
  return {
    pool: shared.pool,
    giveBack() {
      shared.users -= 1;
      shared.pool.options.max -= connections;
      // It was to end meanwhile, and waited for its last user.
      if (shared.users === 0 && pools.get(key) !== shared) void shared.pool.end();
    },
  };
}

function newlyShared(make: () => Pool): Shared {
  const pool = make();
  pool.options.maxLifetimeSeconds = LIFETIME_SECONDS;
  // It grows with those that use it.
  pool.options.max = 0;
  return { pool, users: 0 };
}
