import path from 'node:path';
import { ConsolidatorError } from '../../../model/errors.ts';
import { inSchema, type PostgresAddress } from '../../../model/postgres-address.ts';
import { daysBefore } from '../../../model/time.ts';
import {
  type Backup,
  type BackupKind,
  type BackupName,
  type Concerns,
  type CopiesWithout,
  type LedgerContent,
  PERSONAL_DAYS,
  type Redacted,
  type YoungerThan,
} from '../../backup.ts';
import type { LedgerSpot } from '../../claim.ts';
import type { KeptPath, LedgerKeeper, Opening, Replacement } from '../../keeper.ts';
import type { Ledger } from '../../ledger.ts';
import type { LedgerFiles } from '../ledger-files.ts';
import { fillCarried, readCarried } from './carry.ts';
import { Database } from './database.ts';
import type { HeldLease } from './held-lease.ts';
import { KeptSchema, type LedgerOn } from './kept-schema.ts';
import { concernedIn, contentOf, decisionsIn, holdsPersonal, oidOf, spotOf, youngerThan } from './look-into.ts';
import { makeTables, versionOf } from './open-schema.ts';
import { PostgresStorage } from './postgres-storage.ts';
import { quoted } from './quoted.ts';
import { copySchema, dropSchema, listBackups, makeBackup, pruneBackups, replaceSchema, takeOut } from './schema-backups.ts'; // biome-ignore format: one line

/** What is to replace a ledger lies in a schema of these ends. */
const BESIDE = { restoring: '_restoring', rebuilding: '_rebuilding' } as const;

/** Keeps a pipeline's ledger in one schema of a PostgreSQL database; what a person wants elsewhere is carried into a file. */
export class PostgresKeeper extends KeptSchema implements LedgerKeeper {
  readonly backupsAt: string;
  readonly keepsDailyBackups = false;
  readonly #ledgerOn: LedgerOn;
  readonly #files: LedgerFiles;

  constructor(address: PostgresAddress, ledgerOn: LedgerOn, files: LedgerFiles, lease?: HeldLease) {
    super(address, ledgerOn, lease);
    this.backupsAt = `schemas beside ${address.name}`;
    this.#ledgerOn = ledgerOn;
    this.#files = files;
  }

  /** An earlier version is read as it is: so far they differ in nothing that is looked at. */
  async openToLook(opening: Opening = {}): Promise<Ledger> {
    const database = await Database.open(this.address);
    try {
      if ((await versionOf(database)) !== undefined) return await this.ledgerIn(new PostgresStorage(database), opening);
    } catch (error) {
      await database.close();
      throw error;
    }
    await database.close();
    return this.open(opening);
  }

  async openCopy(opening: Opening = {}): Promise<Ledger> {
    const storage = await this.within(async (database) => {
      const isThere = (await oidOf(database)) !== undefined;
      return this.#files.toTryOut(isThere ? readCarried(database) : undefined, this.name);
    });
    return this.ledgerIn(storage, opening);
  }

  decisions(): Promise<number> {
    return this.within(decisionsIn);
  }

  async standsAt({ path: place, inode }: LedgerSpot): Promise<boolean> {
    return place === this.name && (await this.within(oidOf)) === inode;
  }

  backUp(kind: BackupKind, now: number): Promise<BackupName> {
    return this.within(async (database) => {
      const { name, address } = await makeBackup(database, this.address, kind, now);
      await pruneBackups(database, this.address, kind);
      return { name, address };
    });
  }

  async backUpTo(to: string, folder: string): Promise<void> {
    const file = path.resolve(folder, to);
    if (!(await this.exists()))
      throw new ConsolidatorError('ledger-missing', `There is no ledger at ${this.name} yet.`);
    await this.within((database) => this.#files.write(file, readCarried(database)));
  }

  backups(): Promise<readonly Backup[]> {
    return this.within((database) => listBackups(database, this.address));
  }

  async findBackup(given: string, folder: string): Promise<string> {
    const own = (await this.backups()).find(({ name, address }) => given === name || given === address);
    if (own !== undefined) return own.address;
    const file = path.resolve(folder, given);
    if (this.#files.exists(file)) return file;
    const message = `There is no file at ${file}, and no such backup among the ${this.backupsAt}.`;
    throw new ConsolidatorError('not-found', message, {
      remedy: '`doctor --restore` lists the backups that there are.',
    });
  }

  async checkBackup(address: string): Promise<LedgerContent> {
    const schema = await this.#ownSchema(address);
    return schema === undefined ? this.#files.content(address) : this.within(contentOf, inSchema(this.address, schema));
  }

  async redactBackups(now: number): Promise<Redacted> {
    const before = daysBefore(now, PERSONAL_DAYS);
    const old = (await this.backups()).filter(({ at }) => at < before);
    return this.#redactEach(old, async (database) => ((await holdsPersonal(database)) ? 'all' : undefined));
  }

  async forgetInBackups(concerns: Concerns): Promise<Redacted> {
    return this.#redactEach(await this.backups(), async (database) => {
      const keys = await concernedIn(database, concerns);
      return keys.length === 0 ? undefined : keys;
    });
  }

  async #redactEach(
    backups: readonly Backup[],
    whose: (database: Database) => Promise<'all' | Awaited<ReturnType<typeof concernedIn>> | undefined>,
  ): Promise<Redacted> {
    const redacted: string[] = [];
    for (const { name, address } of backups)
      await this.within(
        async (database) => {
          const keys = await whose(database);
          if (keys === undefined) return;
          await takeOut(database, keys === 'all' ? undefined : keys);
          redacted.push(address);
        },
        inSchema(this.address, name),
      );
    return { redacted, removed: [] };
  }

  async backupsThatHold(concerns: Concerns): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { name, address } of await this.backups()) {
      const keys = await this.within((database) => concernedIn(database, concerns), inSchema(this.address, name));
      if (keys.length > 0) found.push(address);
    }
    return found;
  }

  async forgetInCopies(files: readonly string[], concerns: Concerns, write: boolean): Promise<CopiesWithout> {
    const { installation } = await this.content();
    return this.#files.forgetIn(files, installation, concerns, write);
  }

  async restoring(address: string): Promise<Replacement> {
    const schema = await this.#ownSchema(address);
    // Says what is wrong with it before anything is made.
    if (schema === undefined) this.#files.content(address);
    const make = async (database: Database): Promise<void> => {
      if (schema !== undefined)
        return database.transaction((ask) => copySchema(ask, quoted(schema), database.schema), 'one moment');
      await database.transaction(async (ask) => {
        await makeTables(ask, database.schema);
        await fillCarried(ask, this.#files.read(address), database.schema);
      });
    };
    return new PostgresReplacement(this.address, 'restoring', make, this.#ledgerOn, this.lease);
  }

  rebuilding(): Replacement {
    return new PostgresReplacement(this.address, 'rebuilding', async () => {}, this.#ledgerOn, this.lease);
  }

  discardLeftovers(): Promise<void> {
    return this.within(async (database) => {
      for (const end of Object.values(BESIDE)) await dropSchema(database, this.address.schema + end, this.lease);
    });
  }

  paths(): readonly KeptPath[] {
    return [];
  }

  async #ownSchema(address: string): Promise<string | undefined> {
    return (await this.backups()).find((one) => one.address === address)?.name;
  }
}

/** A ledger in a schema beside the one that it is to replace. */
class PostgresReplacement extends KeptSchema implements Replacement {
  readonly #ledger: PostgresAddress;
  readonly #make: (database: Database) => Promise<void>;

  /** @param make puts into the schema what it is made of; it is empty then */
  constructor(
    ledger: PostgresAddress,
    why: keyof typeof BESIDE,
    make: (database: Database) => Promise<void>,
    ledgerOn: LedgerOn,
    lease: HeldLease | undefined,
  ) {
    super(inSchema(ledger, ledger.schema + BESIDE[why]), ledgerOn, lease);
    this.#ledger = ledger;
    this.#make = make;
  }

  async make(): Promise<void> {
    await this.discard();
    await this.within(this.#make);
  }

  /** Where it is to stand. */
  override async spot(): Promise<LedgerSpot> {
    const { name, schema } = this.#ledger;
    return { path: name, ...(await this.within((database) => spotOf(database, schema))) };
  }

  loses(): Promise<YoungerThan> {
    return this.within((database) => youngerThan(database, quoted(this.address.schema)), this.#ledger);
  }

  putInPlace(now: number): Promise<BackupName | undefined> {
    return this.within(async (database) => {
      const kept = await replaceSchema(database, this.#ledger, this.address.schema, { now, lease: this.lease });
      if (kept === undefined) return undefined;
      await pruneBackups(database, this.#ledger, 'replaced');
      return { name: kept, address: inSchema(this.#ledger, kept).name };
    }, this.#ledger);
  }

  discard(): Promise<void> {
    return this.within((database) => dropSchema(database, this.address.schema, this.lease));
  }
}
