import type { PostgresAddress } from '../../../model/postgres-address.ts';
import { type Instant, instantOfMilliseconds } from '../../../model/time.ts';
import type { LedgerContent, LedgerDigest } from '../../backup.ts';
import type { LedgerSpot } from '../../claim.ts';
import type { KeptLedger, Opening } from '../../keeper.ts';
import type { Ledger } from '../../ledger.ts';
import { digestOf } from '../carried-rows.ts';
import { IDENTITY, type LedgerStorage, type Note } from '../storage.ts';
import { readCarried } from './carry.ts';
import { Database } from './database.ts';
import type { HeldLease } from './held-lease.ts';
import { contentOf, oidOf, spotOf } from './look-into.ts';
import { bringUpToDate } from './open-schema.ts';
import { PostgresStorage } from './postgres-storage.ts';

/** The verbs on a storage, which are no business of what keeps it. */
export type LedgerOn = (storage: LedgerStorage, identity: readonly Note[], now: () => Instant, who?: string) => Ledger;

/** A ledger in one schema of a PostgreSQL database. */
export class KeptSchema implements KeptLedger {
  readonly name: string;
  protected readonly address: PostgresAddress;
  protected readonly lease: HeldLease | undefined;
  readonly #ledgerOn: LedgerOn;

  /** @param lease by which it is written; left out: it is only looked into */
  constructor(address: PostgresAddress, ledgerOn: LedgerOn, lease?: HeldLease) {
    this.name = address.name;
    this.address = address;
    this.lease = lease;
    this.#ledgerOn = ledgerOn;
  }

  async exists(): Promise<boolean> {
    return this.within(async (database) => (await oidOf(database)) !== undefined);
  }

  async open(opening: Opening = {}): Promise<Ledger> {
    const database = await Database.open(this.address);
    try {
      await bringUpToDate(database, this.lease);
      return await this.ledgerIn(new PostgresStorage(database, this.lease), opening);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  content(): Promise<LedgerContent> {
    return this.within(contentOf);
  }

  digest(): Promise<LedgerDigest> {
    return this.within((database) => digestOf(readCarried(database)));
  }

  async spot(): Promise<LedgerSpot> {
    return { path: this.name, ...(await this.within(spotOf)) };
  }

  protected async within<T>(use: (database: Database) => Promise<T>, address = this.address): Promise<T> {
    const database = await Database.open(address);
    try {
      return await use(database);
    } finally {
      await database.close();
    }
  }

  protected async ledgerIn(storage: LedgerStorage, { now = Date.now, who }: Opening): Promise<Ledger> {
    const identity = await storage.notes({ scope: IDENTITY });
    return this.#ledgerOn(storage, identity, () => instantOfMilliseconds(now()), who);
  }
}
