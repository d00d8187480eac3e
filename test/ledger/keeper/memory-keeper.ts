import { createHash, randomUUID } from 'node:crypto';
import {
  type Backup,
  type BackupKind,
  type BackupName,
  type Concerns,
  type CopiesWithout,
  KEPT,
  type LedgerContent,
  type LedgerDigest,
  PERSONAL_DAYS,
  type Redacted,
  type YoungerThan,
} from '../../../src/ledger/backup.ts';
import type { LedgerSpot } from '../../../src/ledger/claim.ts';
import type { KeptLedger, KeptPath, LedgerKeeper, Opening, Replacement } from '../../../src/ledger/keeper.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { RecordState } from '../../../src/ledger/record-state.ts';
import { BY_A_PERSON } from '../../../src/ledger/run-entry.ts';
import { ledgerOn } from '../../../src/ledger/verbs/ledger-on.ts';
import { ConsolidatorError } from '../../../src/model/errors.ts';
import { daysBefore, instantOfMilliseconds } from '../../../src/model/time.ts';
import { MemoryStorage } from '../storage/memory-storage.ts';

type Held = MemoryStorage | 'damaged';
type Put = Omit<Backup, 'address' | 'bytes'> & { readonly held: Held; readonly isWhole: boolean };

/** What a server would hold: a ledger, what is to replace it, and backups; `elsewhere` is a person's own. */
export class Shelf {
  ledger: Held | undefined;
  readonly beside = new Map<string, Held>();
  readonly elsewhere = new Map<string, Held>();
  backups: Put[] = [];

  at(address: string): Held | undefined {
    return this.elsewhere.get(address) ?? this.backups.find(({ name }) => address === `shelf/${name}`)?.held;
  }
}

const spots = new WeakMap<MemoryStorage, string>();
function spotOf(storage: MemoryStorage): string {
  const spot = spots.get(storage) ?? randomUUID();
  spots.set(storage, spot);
  return spot;
}

function readable(held: Held | undefined): MemoryStorage {
  if (held === undefined) throw new ConsolidatorError('ledger-missing', 'There is none.');
  if (held === 'damaged') throw new ConsolidatorError('ledger-damaged', 'It is damaged.');
  return held;
}

const isCopied = ({ state }: RecordState): boolean => state === 'loaded' || state === 'linked';

async function contentOf(held: Held | undefined): Promise<LedgerContent> {
  const storage = readable(held);
  const installation = storage.identity().find(({ name }) => name === 'installation')?.value ?? '';
  const copies = [...storage.all.values()].filter(({ value }) => isCopied(value)).length;
  return { installation, schema: 1, copies, runs: (await storage.runs({ limit: 1e6 })).length };
}

function onMemory(storage: MemoryStorage, { now = Date.now }: Opening): Ledger {
  return ledgerOn(storage, storage.identity(), () => instantOfMilliseconds(now()));
}

abstract class Kept implements KeptLedger {
  readonly name = 'memory';
  abstract held: Held | undefined;

  async exists(): Promise<boolean> {
    return this.held !== undefined;
  }

  async open(opening: Opening = {}): Promise<Ledger> {
    this.held ??= new MemoryStorage();
    return onMemory(readable(this.held), opening);
  }

  content(): Promise<LedgerContent> {
    return contentOf(this.held);
  }

  async digest(): Promise<LedgerDigest> {
    const { all } = readable(this.held);
    const sha256 = createHash('sha256')
      .update(JSON.stringify([...all]))
      .digest('hex');
    return { sha256, rows: { note: 0, watermark: 0, run: 0, record: all.size, intent: 0, audit: 0, outcome: 0 } };
  }

  async spot(): Promise<LedgerSpot> {
    return { path: 'memory', inode: spotOf(readable(this.held)) };
  }
}

/** A ledger's keeper without any file: what the port asks for can be done without one. */
export class MemoryKeeper extends Kept implements LedgerKeeper {
  readonly backupsAt = 'shelf';
  readonly keepsDailyBackups = true;
  readonly #shelf: Shelf;

  constructor(shelf: Shelf) {
    super();
    this.#shelf = shelf;
  }

  get held(): Held | undefined {
    return this.#shelf.ledger;
  }

  set held(held: Held | undefined) {
    this.#shelf.ledger = held;
  }

  openToLook(opening: Opening = {}): Promise<Ledger> {
    return this.open(opening);
  }

  async openCopy(opening: Opening = {}): Promise<Ledger> {
    return onMemory(this.held === undefined ? new MemoryStorage() : readable(this.held).copy(), opening);
  }

  async decisions(): Promise<number> {
    return (await decided(readable(this.held))).length;
  }

  async standsAt({ inode }: LedgerSpot): Promise<boolean> {
    return spotOf(readable(this.held)) === inode;
  }

  async backUp(kind: BackupKind, now: number): Promise<BackupName> {
    try {
      return this.put(kind, now, readable(this.held).copy());
    } catch (cause) {
      throw new ConsolidatorError('backup-failed', 'No backup.', { cause });
    }
  }

  put(kind: BackupKind, now: number, held: Held): BackupName {
    const shelf = this.#shelf;
    const name = `${kind} ${shelf.backups.length} of ${now}`;
    const made: Put = { name, kind, at: instantOfMilliseconds(now), held, isWhole: true };
    const whole = [made, ...shelf.backups.filter(({ isWhole }) => isWhole)].sort((a, b) => (a.at < b.at ? 1 : -1));
    const beyond = new Set(whole.filter((one) => one.kind === kind).slice(KEPT[kind]));
    shelf.backups = whole.filter((one) => !beyond.has(one));
    return { name, address: `shelf/${name}` };
  }

  async backUpTo(to: string): Promise<void> {
    const storage = readable(this.held);
    if (this.#shelf.elsewhere.has(to)) throw new ConsolidatorError('file-unwritable', 'Something is there.');
    this.#shelf.elsewhere.set(to, storage.copy());
  }

  async backups(): Promise<readonly Backup[]> {
    return this.#shelf.backups
      .filter(({ isWhole }) => isWhole)
      .map(({ name, kind, at }) => ({ name, address: `shelf/${name}`, kind, at, bytes: 1 }));
  }

  async findBackup(given: string): Promise<string> {
    const found = [given, `shelf/${given}`].find((address) => this.#shelf.at(address) !== undefined);
    if (found === undefined) throw new ConsolidatorError('not-found', 'There is none.');
    return found;
  }

  checkBackup(address: string): Promise<LedgerContent> {
    return contentOf(this.#shelf.at(address));
  }

  async redactBackups(now: number): Promise<Redacted> {
    const redacted: string[] = [];
    for (const { held, at, name } of this.#shelf.backups)
      if (at < daysBefore(now, PERSONAL_DAYS) && (await redact(readable(held)))) redacted.push(`shelf/${name}`);
    return { redacted, removed: [] };
  }

  async forgetInBackups(concerns: Concerns): Promise<Redacted> {
    const redacted: string[] = [];
    for (const { held, name } of this.#shelf.backups)
      if (await redact(readable(held), concerns)) redacted.push(`shelf/${name}`);
    return { redacted, removed: [] };
  }

  async forgetInCopies(): Promise<CopiesWithout> {
    return { redacted: [], clean: [], others: [] };
  }

  async backupsThatHold(concerns: Concerns): Promise<readonly string[]> {
    const all = await Promise.all(
      this.#shelf.backups.map(async ({ held, name }) => {
        const copy = readable(held).copy();
        return (await redact(copy, concerns)) ? [`shelf/${name}`] : [];
      }),
    );
    return all.flat();
  }

  async restoring(address: string): Promise<Replacement> {
    return new MemoryReplacement(this, this.#shelf, await this.findBackup(address));
  }

  rebuilding(): Replacement {
    return new MemoryReplacement(this, this.#shelf, undefined);
  }

  async discardLeftovers(): Promise<void> {
    this.#shelf.beside.clear();
  }

  paths(): readonly KeptPath[] {
    return [];
  }
}

class MemoryReplacement extends Kept implements Replacement {
  readonly #keeper: MemoryKeeper;
  readonly #shelf: Shelf;
  readonly #from: string | undefined;
  readonly #place: string;

  constructor(keeper: MemoryKeeper, shelf: Shelf, from: string | undefined) {
    super();
    this.#keeper = keeper;
    this.#shelf = shelf;
    this.#from = from;
    this.#place = from === undefined ? 'rebuilding' : 'restoring';
  }

  get held(): Held | undefined {
    return this.#shelf.beside.get(this.#place);
  }

  set held(held: Held | undefined) {
    if (held === undefined) this.#shelf.beside.delete(this.#place);
    else this.#shelf.beside.set(this.#place, held);
  }

  async make(): Promise<void> {
    this.held = this.#from === undefined ? undefined : readable(this.#shelf.at(this.#from)).copy();
  }

  async loses(): Promise<YoungerThan> {
    const present = readable(this.#shelf.ledger);
    const older = readable(this.held);
    const runs = await present.runs({ limit: 1e6 });
    const since = runs.slice(0, runs.length - (await older.runs({ limit: 1e6 })).length);
    const copies: Record<string, number> = {};
    for (const [name, { value }] of present.all) {
      const before = older.all.get(name)?.value;
      if (isCopied(value) && (before === undefined || !isCopied(before)))
        copies[value.entity] = (copies[value.entity] ?? 0) + 1;
    }
    const decisions = (await decided(present)).length - (await decided(older)).length;
    const [lastRun, firstRun] = [since.at(0)?.startedAt ?? null, since.at(-1)?.startedAt ?? null];
    return { runs: since.length, firstRun, lastRun, copies, decisions };
  }

  async putInPlace(now: number): Promise<BackupName | undefined> {
    const { ledger } = this.#shelf;
    const kept = ledger === undefined ? undefined : this.#keeper.put('replaced', now, ledger);
    this.#shelf.ledger = this.held;
    this.held = undefined;
    return kept;
  }

  async discard(): Promise<void> {
    this.held = undefined;
  }
}

async function decided(storage: MemoryStorage): Promise<string[]> {
  const names: string[] = [];
  for (const [name, { value }] of storage.all) {
    const { store, entity, sourceId } = value;
    const entries = await storage.history([{ store, entity, sourceId }]);
    if (entries.some(({ entry: { run, event } }) => run === BY_A_PERSON && event !== 'purged')) names.push(name);
  }
  return names;
}

/** @returns whether there was anything to take out */
async function redact(storage: MemoryStorage, only?: Concerns): Promise<boolean> {
  const records = [...storage.all.values()].flatMap((before) => {
    const { value } = before;
    if (!('content' in value) || value.content.kind !== 'whole') return [];
    const { store, entity, sourceId, content: own, message } = value;
    if (only?.({ store, entity, sourceId }, `${own.payload}\n${message ?? ''}`) === false) return [];
    const content = { kind: value.state === 'quarantined' ? 'gone' : 'undelivered' } as const;
    const found = only === undefined ? {} : { message: null };
    const after: RecordState =
      value.state === 'writing'
        ? { ...value, state: 'staged', targetId: null, content, ...found }
        : { ...value, content, ...found };
    return [{ before, after }];
  });
  await storage.apply({ records });
  return records.length > 0;
}
