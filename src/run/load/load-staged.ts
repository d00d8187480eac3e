import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { StoreRun } from '../../session/store-run.ts';
import { selected, stopIfAsked } from '../context/context.ts';
import { loadEachAlone } from '../context/one-record.ts';
import type { OrderRun, WriteGates } from '../context/parts.ts';
import type { Backlog } from '../extract/backlog.ts';
import { stopsEntity } from './altered-references.ts';
import { limitedOrders } from './limited-orders.ts';
import { loadCustomers } from './load-customers.ts';
import { loadOrders } from './load-orders.ts';
import { loadPayments } from './load-payments.ts';
import { loadProducts } from './load-products.ts';
import { loadRmas } from './load-rmas.ts';
import { openIntents, settlePending } from './settle-pending.ts';

/** As many orders as one look-up takes. */
const CHUNK = 100;
/** Looks at what is still unknown at the end of the run: a primary may show what it holds only some reads later. */
const LAST_LOOKS = 3;

type Load = (context: OrderRun & WriteGates, store: StoreRun, records: readonly LedgerRecord[]) => Promise<void>;

/**
 * Loads what is staged, store after store, while extraction goes on; returns when both have ended. One loader for all
 * stores: two of them could make one person's account twice. In between and at the end, writes of unknown outcome are
 * looked at again, so that a run leaves none open that could be settled.
 * @returns what went wrong with one store or with payments alone, while the rest went on
 * @throws ConsolidatorError where the primary fails as a whole
 */
export async function loadStaged(context: OrderRun & WriteGates, backlog: Backlog): Promise<ConsolidatorError[]> {
  const loader = new StagedLoader(context);
  const interval = (context.pipeline.load.settleAfterSeconds * 1000) / 2;
  let looked = context.now();
  for (;;) {
    const change = backlog.change();
    const extracting = backlog.extracting;
    if (context.now() - looked >= interval) {
      await loader.settle();
      looked = context.now();
    }
    // Which of many are taken is decided when all are read.
    const loaded = extracting && context.narrowing.limit !== undefined ? 0 : await loader.ordersOfAll(backlog);
    if (loaded > 0) continue;
    if (!extracting) break;
    await change;
  }
  await loader.restOfAll();
  for (let look = 0; look < LAST_LOOKS && (await openIntents(context)).length > 0; look += 1) {
    if ((await loader.settle()) === 0) continue;
    while ((await loader.ordersOfAll(backlog)) > 0);
    await loader.restOfAll();
  }
  return loader.problems;
}

class StagedLoader {
  readonly problems: ConsolidatorError[] = [];
  /** What of an entity is in the primary can't be told apart there. */
  readonly #stopped = new Set<EntityName>();
  readonly #failed = new Set<string>();
  readonly #context: OrderRun & WriteGates;
  /** Those that a step of this run left staged: they are the next run's, or this loop would never end. */
  readonly #tried = new Map<string, Set<string>>();

  constructor(context: OrderRun & WriteGates) {
    this.#context = context;
  }

  /** A chunk of each store's orders. @returns how many there were */
  async ordersOfAll(backlog: Backlog): Promise<number> {
    let loaded = 0;
    for (const store of this.#context.stores) {
      if (!this.#context.gates.isOpen(store.fixed.store)) continue;
      const count = (await this.#within(store, () => this.#nextOrders(store))) ?? 0;
      backlog.taken(count);
      loaded += count;
    }
    return loaded;
  }

  async restOfAll(): Promise<void> {
    for (const store of this.#context.stores) {
      if (this.#context.gates.isOpen(store.fixed.store)) await this.#within(store, () => this.#rest(store));
    }
  }

  /**
   * Looks at writes of unknown outcome; what waited for those that are settled now need not wait any longer.
   * @returns how many are settled
   */
  async settle(): Promise<number> {
    const settled = await settlePending(this.#context);
    const { ledger, run, stores } = this.#context;
    if (settled > 0) for (const { fixed, rulesHash } of stores) await ledger.restage(run, fixed.store, rulesHash);
    return settled;
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

  /** One chunk of orders with what belongs to them. @returns how many there were */
  async #nextOrders(store: StoreRun): Promise<number> {
    if (!selected(this.#context, store, 'orders')) return 0;
    const orders = await this.#next(store, 'orders', loadOrders);
    if (orders.length > 0 && selected(this.#context, store, 'payments')) {
      const ids = orders.map(({ sourceId }) => sourceId);
      const payments = await this.#context.ledger.stagedOf(store.fixed.store, 'payments', ids);
      await this.#load(store, 'payments', payments, this.#unlessStopped('payments', loadPayments));
    }
    return orders.length;
  }

  /** What no order brought along: late payments, and all customers and products where they are wanted. */
  async #rest(store: StoreRun): Promise<void> {
    const steps: readonly (readonly [EntityName, Load])[] = [
      ['products', loadProducts],
      ['customers', loadCustomers],
      ['payments', this.#unlessStopped('payments', loadPayments)],
      ['rmas', this.#unlessStopped('rmas', loadRmas)],
    ];
    for (const [entity, load] of steps) {
      if (!selected(this.#context, store, entity)) continue;
      while ((await this.#next(store, entity, load)).length > 0);
    }
  }

  #unlessStopped(entity: EntityName, load: Load): Load {
    return async (context, store, records) => {
      if (this.#stopped.has(entity)) return;
      try {
        await load(context, store, records);
      } catch (error) {
        if (!stopsEntity(error)) throw error;
        this.#stopped.add(entity);
        this.problems.push(error);
        context.progress({ kind: 'problem', store: store.fixed.store, code: error.code, message: error.message });
      }
    };
  }

  async #next(store: StoreRun, entity: EntityName, load: Load): Promise<LedgerRecord[]> {
    const records = await this.#due(store, entity);
    await this.#load(store, entity, records, load);
    return records;
  }

  /** A chunk of what is staged and wanted, however much stands before it that is not. */
  async #due(store: StoreRun, entity: EntityName): Promise<LedgerRecord[]> {
    const { ledger, narrowing } = this.#context;
    const only = (await limitedOrders(this.#context, store)) ?? (narrowing.orders && new Set(narrowing.orders));
    const tried = this.#triedOf(store, entity);
    const due: LedgerRecord[] = [];
    for (let after = ''; due.length < CHUNK; ) {
      const staged = await ledger.staged(store.fixed.store, entity, CHUNK, after);
      const last = staged.at(-1);
      if (last === undefined) break;
      after = last.sourceId;
      for (const record of staged) {
        const wanted = only?.has(record.parent ?? record.sourceId) ?? true;
        if (wanted && !tried.has(record.sourceId)) due.push(record);
      }
    }
    return due.slice(0, CHUNK);
  }

  async #load(store: StoreRun, entity: EntityName, records: readonly LedgerRecord[], load: Load): Promise<void> {
    if (records.length === 0) return;
    const context = this.#context;
    stopIfAsked(context);
    await loadEachAlone(context, records, (some) => load(context, store, some));
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
