import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isRecordFault } from '../../model/record-fault.ts';
import { type SpanFacts, withinSpan } from '../../model/spans.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { selected, stopIfAsked } from '../context/context.ts';
import { isAskedOrder } from '../context/narrowing.ts';
import { loadEachAlone } from '../context/one-record.ts';
import type { OrderRun, WriteGates } from '../context/parts.ts';
import type { Backlog } from '../extract/backlog.ts';
import { stopsEntity } from './altered-references.ts';
import { openChunkLine } from './chunk-line.ts';
import { limitedOrders } from './limited-orders.ts';
import type { LeftToApprove } from './load-orders.ts';
import { settlePending } from './settle-pending.ts';
import { type InChunks, loadStages, type Stage } from './stages.ts';

/** Orders are added, then approved; what belongs to them comes last. They are prepared before they enter the line. */
const STATION = { add: 0, approve: 1, belongings: 2 } as const;

interface Chunk {
  readonly store: StoreRun;
  readonly stage: Stage;
  readonly records: readonly LedgerRecord[];
}

/** Loads what is staged, chunk by chunk, several of them beside each other (`chunk-line.ts`). */
export class StagedLoader {
  readonly problems: ConsolidatorError[] = [];
  /** What of an entity is in the primary can't be told apart there. */
  readonly #stopped = new Set<EntityName>();
  readonly #failed = new Set<string>();
  readonly #context: OrderRun & WriteGates;
  readonly #stages = loadStages();
  readonly #line = openChunkLine(Object.keys(STATION).length);
  /** Those of which a record has made the work fail: they are loaded once more when nothing else is under way. */
  readonly #faulty: Chunk[] = [];
  /** What is under way, by store and entity. */
  readonly #taken = new Map<string, Set<string>>();
  /** By store and entity: up to where all that is staged was begun, so that it is not read over and over. */
  readonly #lookedTo = new Map<string, string>();
  /** Those that a step of this run left staged: they are the next run's, or this loop would never end. */
  readonly #tried = new Map<string, Set<string>>();

  constructor(context: OrderRun & WriteGates) {
    this.#context = context;
  }

  /** Whether chunks are under way. */
  get isBusy(): boolean {
    return this.#line.isBusy;
  }

  /** A chunk of each store's orders, or of whatever else is loaded while it is read, is begun. @returns how many there were */
  async loadNext(backlog: Backlog): Promise<number> {
    let loaded = await this.#loadFaulty();
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
    await this.#line.ended();
    // The last ones may have been put aside when there was nothing more to begin.
    await this.#loadFaulty();
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
    await this.#line.ended();
    const settled = await settlePending(this.#context);
    const { ledger, run, stores } = this.#context;
    if (settled > 0) for (const { fixed, rulesHash } of stores) await ledger.restage(run, fixed.store, rulesHash);
    return settled;
  }

  /** Waits for what is under way, whatever comes of it. */
  stopped(): Promise<void> {
    return this.#line.stopped();
  }

  /** A secondary that fails while its records are being loaded does not hold up the others. */
  async #within<T>(store: StoreRun, work: () => Promise<T>): Promise<T | undefined> {
    const { store: name } = store.fixed;
    if (this.#failed.has(name) || this.#context.stoppedStores.has(name)) return undefined;
    return this.#withinBegun(store, work);
  }

  /** The same for what is to be finished although something else of its store has failed. */
  async #withinBegun<T>(store: StoreRun, work: () => Promise<T>): Promise<T | undefined> {
    const { store: name } = store.fixed;
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

  async #nextChunk(store: StoreRun): Promise<number> {
    let count = 0;
    for (const stage of this.#stages) {
      const { inChunks } = stage;
      if (inChunks === undefined || !selected(this.#context, store, stage.entity)) continue;
      if (!(await inChunks.mayOverlap(this.#context, store))) await this.#ordersEnded();
      const records = await this.#due(store, stage.entity);
      if (records.length > 0) await this.#begin({ store, stage, records }, inChunks);
      count += records.length;
    }
    return count;
  }

  #ordersEnded(): Promise<void> {
    return this.#line.ended(STATION.add, STATION.approve);
  }

  /** Prepares a chunk, while the one before is added, another one approved, and what belongs to a third is copied. */
  async #begin(chunk: Chunk, { begin }: InChunks): Promise<void> {
    const { store, stage, records } = chunk;
    stopIfAsked(this.#context);
    const taken = this.#takenOf(store, stage.entity);
    for (const { sourceId } of records) taken.add(sourceId);
    const before = {
      approved: () => this.#ordersEnded(),
      approvedWhileAdding: () => this.#line.ended(STATION.approve, STATION.approve),
    };
    const add = await this.#unlessFaulty(chunk, 'prepare', () => begin(this.#context, store, records, before));
    if (add !== undefined) await this.#line.enter(STATION.add, () => this.#add(chunk, add));
  }

  async #add(chunk: Chunk, add: () => Promise<LeftToApprove>): Promise<void> {
    const approve = await this.#within(chunk.store, () => this.#unlessFaulty(chunk, 'add', add));
    if (approve !== undefined) await this.#line.enter(STATION.approve, () => this.#approve(chunk, approve));
  }

  async #approve(chunk: Chunk, approve: LeftToApprove): Promise<void> {
    const { store, stage, records } = chunk;
    const isFaulty = await this.#withinBegun(store, async () => {
      const done = await this.#unlessFaulty(chunk, 'approve', async () => {
        await approve();
        return true;
      });
      return done === undefined;
    });
    if (isFaulty === true) return;
    await this.#loaded(chunk);
    await this.#line.enter(STATION.belongings, async () => {
      await this.#within(store, () => this.#belongings(store, stage, records));
    });
  }

  /** @returns undefined where one of its records has made it fail */
  async #unlessFaulty<T>(chunk: Chunk, step: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await withinSpan('load', { ...factsOf(chunk), step }, work);
    } catch (error) {
      if (!isRecordFault(error)) throw error;
      this.#faulty.push(chunk);
      return undefined;
    }
  }

  /** Each with nothing else under way, so that the one that makes it fail is found. @returns how many records these are */
  async #loadFaulty(): Promise<number> {
    let count = 0;
    for (const chunk of this.#faulty.splice(0)) {
      const { store, stage, records } = chunk;
      await this.#line.ended();
      await this.#within(store, async () => {
        // What was added by then, and not approved, is approved now.
        await settlePending(this.#context);
        const ids = records.map(({ sourceId }) => sourceId);
        const now = await this.#context.ledger.known(store.fixed.store, stage.entity, ids);
        // What a part of the work settled, or sent, is not begun a second time.
        const left = [...now.values()].filter(({ state }) => state === 'staged');
        await loadEachAlone(this.#context, left, (some) => this.#unlessStopped(stage, store, some));
        await this.#loaded(chunk);
        await this.#belongings(store, stage, records);
      });
      count += records.length;
    }
    return count;
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
    for (const stage of this.#stages.filter(({ inChunks }) => inChunks === undefined)) {
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
    const { ledger, narrowing, chunk } = this.#context;
    const only = await this.#only(store);
    const tried = this.#triedOf(store, entity);
    const taken = this.#takenOf(store, entity);
    const isDue = ({ parent, sourceId }: LedgerRecord): boolean => {
      const order = parent ?? sourceId;
      const wanted = (only?.has(order) ?? true) && isAskedOrder(narrowing, order);
      return wanted && !tried.has(sourceId) && !taken.has(sourceId);
    };
    const name = `${store.fixed.store} ${entity}`;
    const from = this.#lookedTo.get(name) ?? '';
    const due: LedgerRecord[] = [];
    for (let after = from; due.length < chunk; ) {
      const staged = await ledger.staged(store.fixed.store, entity, chunk, after);
      const last = staged.at(-1);
      if (last !== undefined) due.push(...staged.filter(isDue));
      after = last?.sourceId ?? after;
      if (staged.length < chunk) break;
    }
    due.splice(chunk);
    const isFull = due.length === chunk;
    this.#lookedTo.set(name, isFull ? (due.at(-1)?.sourceId ?? '') : '');
    // What was staged meanwhile may stand before it.
    return isFull || from === '' ? due : this.#due(store, entity);
  }

  /** The source ids of the orders that a run takes which chooses them itself, with what belongs to them; undefined for all. */
  async #only(store: StoreRun): Promise<ReadonlySet<string> | undefined> {
    const { narrowing, readNow } = this.#context;
    if (narrowing.latest !== undefined) return readNow.get(store.fixed.store) ?? new Set();
    return limitedOrders(this.#context, store);
  }

  async #load(store: StoreRun, stage: Stage, records: readonly LedgerRecord[]): Promise<void> {
    if (records.length === 0) return;
    stopIfAsked(this.#context);
    await withinSpan('load', { ...factsOf({ store, stage, records }), step: 'whole' }, () =>
      loadEachAlone(this.#context, records, (some) => this.#unlessStopped(stage, store, some)),
    );
    await this.#loaded({ store, stage, records });
  }

  async #loaded({ store, stage: { entity }, records }: Chunk): Promise<void> {
    const { ledger, progress } = this.#context;
    const ids = records.map(({ sourceId }) => sourceId);
    const after = await ledger.known(store.fixed.store, entity, ids);
    const tried = this.#triedOf(store, entity);
    for (const before of records) {
      const now = after.get(before.sourceId);
      // Another version, which was read meanwhile, was not tried yet.
      if (now?.state === 'staged' && now.hash === before.hash && now.parent === before.parent) tried.add(now.sourceId);
    }
    const taken = this.#takenOf(store, entity);
    for (const id of ids) taken.delete(id);
    progress({ kind: 'settled', store: store.fixed.store, entity, count: ids.length });
  }

  #takenOf(store: StoreRun, entity: EntityName): Set<string> {
    return setOf(this.#taken, `${store.fixed.store} ${entity}`);
  }

  #triedOf(store: StoreRun, entity: EntityName): Set<string> {
    return setOf(this.#tried, `${store.fixed.store} ${entity}`);
  }
}

function factsOf({ store, stage, records }: Chunk): SpanFacts {
  return { store: store.fixed.store, entity: stage.entity, records: records.length };
}

function setOf(sets: Map<string, Set<string>>, name: string): Set<string> {
  const set = sets.get(name) ?? new Set<string>();
  sets.set(name, set);
  return set;
}
