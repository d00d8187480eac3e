import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { selected, stopIfAsked } from '../context/context.ts';
import { isAskedOrder } from '../context/narrowing.ts';
import { loadEachAlone } from '../context/one-record.ts';
import type { OrderRun, WriteGates } from '../context/parts.ts';
import type { Backlog } from '../extract/backlog.ts';
import { stopsEntity } from './altered-references.ts';
import { limitedOrders } from './limited-orders.ts';
import { openIntents, settlePending } from './settle-pending.ts';
import { loadStages, type Stage } from './stages.ts';

/** As many orders as one look-up takes. */
const CHUNK = 100;
/** Looks at what is still unknown at the end of the run: a primary may show what it holds only some reads later. */
const LAST_LOOKS = 3;

/**
 * Loads what is staged, store after store, while extraction goes on; returns when both have ended. One loader for all
 * stores: two of them could make one person's account twice. In between and at the end, writes of unknown outcome are
 * looked at again, so that a run leaves none open that could be settled.
 * @returns what went wrong with one store or with payments alone, while the rest went on
 * @throws ConsolidatorError where the primary fails as a whole
 */
export async function loadStaged(context: OrderRun & WriteGates, backlog: Backlog): Promise<ConsolidatorError[]> {
  const loader = new StagedLoader(context);
  try {
    await loadAll(context, backlog, loader);
  } finally {
    // Nothing is written any more when this returns.
    await loader.belongingsEnded();
  }
  return loader.problems;
}

async function loadAll(context: OrderRun & WriteGates, backlog: Backlog, loader: StagedLoader): Promise<void> {
  const interval = (context.pipeline.load.settleAfterSeconds * 1000) / 2;
  let looked = context.now();
  for (;;) {
    const change = backlog.change();
    const extracting = backlog.extracting;
    if (context.now() - looked >= interval) {
      await loader.settle();
      looked = context.now();
    }
    await context.takeDecisions();
    // Which of many are taken is decided when all are read.
    const loaded = extracting && context.narrowing.limit !== undefined ? 0 : await loader.loadNext(backlog);
    if (loaded > 0) continue;
    if (!extracting) break;
    if (context.narrowing.limit === undefined) backlog.empty();
    await change;
  }
  await loader.loadRemaining();
  for (let look = 0; look < LAST_LOOKS && (await openIntents(context)).length > 0; look += 1) {
    if ((await loader.settle()) === 0) continue;
    while ((await loader.loadNext(backlog)) > 0);
    await loader.loadRemaining();
  }
}

class StagedLoader {
  readonly problems: ConsolidatorError[] = [];
  /** What of an entity is in the primary can't be told apart there. */
  readonly #stopped = new Set<EntityName>();
  readonly #failed = new Set<string>();
  readonly #context: OrderRun & WriteGates;
  readonly #stages = loadStages();
  /** What belongs to the last chunk of orders: copied while the next one's orders are. */
  #belongingsUnderWay: Promise<void> = Promise.resolve();
  /** Those that a step of this run left staged: they are the next run's, or this loop would never end. */
  readonly #tried = new Map<string, Set<string>>();

  constructor(context: OrderRun & WriteGates) {
    this.#context = context;
  }

  /** A chunk of each store's orders, or of whatever else is loaded while it is read. @returns how many there were */
  async loadNext(backlog: Backlog): Promise<number> {
    let loaded = 0;
    for (const store of this.#context.stores) {
      if (!this.#context.gates.isOpen(store.fixed.store)) continue;
      const count = (await this.#within(store, () => this.#nextChunk(store))) ?? 0;
      backlog.taken(count);
      loaded += count;
    }
    return loaded;
  }

  /** What none of these brought along: late payments, and all customers and products where they are wanted. */
  async loadRemaining(): Promise<void> {
    await this.#belongingsUnderWay;
    for (const store of this.#context.stores) {
      if (this.#context.gates.isOpen(store.fixed.store)) await this.#within(store, () => this.#rest(store));
    }
  }

  /**
   * Looks at writes of unknown outcome; what waited for those that are settled now need not wait any longer.
   * @returns how many are settled
   */
  async settle(): Promise<number> {
    // What is just being written is not yet of unknown outcome.
    await this.#belongingsUnderWay;
    const settled = await settlePending(this.#context);
    const { ledger, run, stores } = this.#context;
    if (settled > 0) for (const { fixed, rulesHash } of stores) await ledger.restage(run, fixed.store, rulesHash);
    return settled;
  }

  /** Waits for what is under way, whatever comes of it. */
  async belongingsEnded(): Promise<void> {
    await this.#belongingsUnderWay.catch(() => {});
  }

  /** A secondary that fails while its records are being loaded does not hold up the others. */
  async #within<T>(store: StoreRun, work: () => Promise<T>): Promise<T | undefined> {
    const { store: name } = store.fixed;
    if (this.#failed.has(name) || this.#context.stoppedStores.has(name)) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.store !== name) throw error;
      // What a guard stops is the run, not this store's part of it.
      if (error.code === 'stopped' || error.code === 'guard-stopped') throw error;
      this.#failed.add(name);
      this.problems.push(error);
      this.#context.progress({ kind: 'problem', store: name, code: error.code, message: error.message });
      return undefined;
    }
  }

  /** With what belongs to it. @returns how many there were */
  async #nextChunk(store: StoreRun): Promise<number> {
    let count = 0;
    for (const stage of this.#stages.filter(({ whileReading }) => whileReading)) {
      if (!selected(this.#context, store, stage.entity)) continue;
      const records = await this.#next(store, stage);
      if (records.length > 0) await this.#begin(store, () => this.#belongings(store, stage, records));
      count += records.length;
    }
    return count;
  }

  /** At most one chunk behind. @throws what the chunk before came to */
  async #begin(store: StoreRun, work: () => Promise<void>): Promise<void> {
    await this.#belongingsUnderWay;
    this.#belongingsUnderWay = this.#within(store, work);
    // It is told where it is waited for.
    this.#belongingsUnderWay.catch(() => {});
  }

  async #belongings(store: StoreRun, { entity }: Stage, parents: readonly LedgerRecord[]): Promise<void> {
    const ids = parents.map(({ sourceId }) => sourceId);
    for (const stage of this.#stages.filter(({ withParents, belongsTo }) => withParents && belongsTo === entity)) {
      if (!selected(this.#context, store, stage.entity)) continue;
      await this.#load(store, stage, await this.#context.ledger.stagedOf(store.fixed.store, stage.entity, ids));
    }
  }

  async #rest(store: StoreRun): Promise<void> {
    const { ledger } = this.#context;
    let staged = await ledger.stagedEntities(store.fixed.store);
    for (const stage of this.#stages.filter(({ whileReading }) => !whileReading)) {
      if (!selected(this.#context, store, stage.entity) || !staged.has(stage.entity)) continue;
      while ((await this.#next(store, stage)).length > 0);
      // Loading some of one entity may stage some of another.
      staged = await ledger.stagedEntities(store.fixed.store);
    }
  }

  /** Where an entity's records can't be told apart in the primary, it alone stops. */
  async #unlessStopped({ entity, load }: Stage, store: StoreRun, records: readonly LedgerRecord[]): Promise<void> {
    const context = this.#context;
    if (this.#stopped.has(entity)) return;
    try {
      await load(context, store, records);
    } catch (error) {
      if (!stopsEntity(error)) throw error;
      this.#stopped.add(entity);
      this.problems.push(error);
      context.progress({ kind: 'problem', store: store.fixed.store, code: error.code, message: error.message });
    }
  }

  async #next(store: StoreRun, stage: Stage): Promise<LedgerRecord[]> {
    const records = await this.#due(store, stage.entity);
    await this.#load(store, stage, records);
    return records;
  }

  /** A chunk of what is staged and wanted, however much stands before it that is not. */
  async #due(store: StoreRun, entity: EntityName): Promise<LedgerRecord[]> {
    const { ledger, narrowing } = this.#context;
    const only = await this.#only(store);
    const tried = this.#triedOf(store, entity);
    const due: LedgerRecord[] = [];
    for (let after = ''; due.length < CHUNK; ) {
      const staged = await ledger.staged(store.fixed.store, entity, CHUNK, after);
      const last = staged.at(-1);
      if (last === undefined) break;
      after = last.sourceId;
      for (const record of staged) {
        const order = record.parent ?? record.sourceId;
        const wanted = (only?.has(order) ?? true) && isAskedOrder(narrowing, order);
        if (wanted && !tried.has(record.sourceId)) due.push(record);
      }
      if (staged.length < CHUNK) break;
    }
    return due.slice(0, CHUNK);
  }

  /** The source ids of the orders that a run takes which chooses them itself, with what belongs to them; undefined for all. */
  async #only(store: StoreRun): Promise<ReadonlySet<string> | undefined> {
    const { narrowing, readNow } = this.#context;
    if (narrowing.latest !== undefined) return readNow.get(store.fixed.store) ?? new Set();
    return limitedOrders(this.#context, store);
  }

  async #load(store: StoreRun, stage: Stage, records: readonly LedgerRecord[]): Promise<void> {
    if (records.length === 0) return;
    const context = this.#context;
    const { entity } = stage;
    stopIfAsked(context);
    await loadEachAlone(context, records, (some) => this.#unlessStopped(stage, store, some));
    const ids = records.map(({ sourceId }) => sourceId);
    const after = await context.ledger.known(store.fixed.store, entity, ids);
    const tried = this.#triedOf(store, entity);
    for (const { sourceId, state } of after.values()) if (state === 'staged') tried.add(sourceId);
    context.progress({ kind: 'settled', store: store.fixed.store, entity, count: ids.length });
  }

  #triedOf(store: StoreRun, entity: EntityName): Set<string> {
    const name = `${store.fixed.store} ${entity}`;
    const tried = this.#tried.get(name) ?? new Set<string>();
    this.#tried.set(name, tried);
    return tried;
  }
}
