import type { LedgerRecord } from '../../ledger/ledger.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Backlog } from './backlog.ts';
import { type RunContext, type StoreRun, selected, stopIfAsked } from './context.ts';
import { loadCustomers } from './load-customers.ts';
import { loadOrders } from './load-orders.ts';
import { loadPayments } from './load-payments.ts';
import { loadProducts } from './load-products.ts';

/** As many orders as one look-up takes. */
const CHUNK = 100;

type Load = (context: RunContext, store: StoreRun, records: readonly LedgerRecord[]) => Promise<void>;

/**
 * Loads what is staged, store after store, while extraction goes on; returns when both have ended. One loader for all
 * stores: two of them could make one person's account twice.
 * @throws ConsolidatorError where the primary fails as a whole; payments alone may stop, which is given back
 */
export async function loadStaged(context: RunContext, backlog: Backlog): Promise<ConsolidatorError | undefined> {
  const loader = new StagedLoader(context);
  for (;;) {
    const change = backlog.change();
    const extracting = backlog.extracting;
    let loaded = 0;
    for (const store of context.stores) {
      const count = await loader.nextOrders(store);
      backlog.taken(count);
      loaded += count;
    }
    if (loaded > 0) continue;
    if (!extracting) break;
    await change;
  }
  for (const store of context.stores) await loader.rest(store);
  return loader.paymentsStopped;
}

class StagedLoader {
  paymentsStopped: ConsolidatorError | undefined;
  readonly #context: RunContext;
  /** Those that a step of this run left staged: they are the next run's, or this loop would never end. */
  readonly #tried = new Map<string, Set<string>>();

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** One chunk of orders with what belongs to them. @returns how many there were */
  async nextOrders(store: StoreRun): Promise<number> {
    if (!selected(this.#context, store, 'orders')) return 0;
    const orders = await this.#next(store, 'orders', loadOrders);
    if (orders.length > 0 && selected(this.#context, store, 'payments')) {
      const ids = orders.map(({ sourceId }) => sourceId);
      const payments = await this.#context.ledger.stagedOf(store.fixed.store, 'payments', ids);
      await this.#load(store, 'payments', payments, (...all) => this.#payments(...all));
    }
    return orders.length;
  }

  /** What no order brought along: late payments, and all customers and products where they are wanted. */
  async rest(store: StoreRun): Promise<void> {
    const steps: readonly (readonly [EntityName, Load])[] = [
      ['products', loadProducts],
      ['customers', loadCustomers],
      ['payments', (...all) => this.#payments(...all)],
    ];
    for (const [entity, load] of steps) {
      if (!selected(this.#context, store, entity)) continue;
      while ((await this.#next(store, entity, load)).length > 0);
    }
  }

  async #payments(context: RunContext, store: StoreRun, records: readonly LedgerRecord[]): Promise<void> {
    if (this.paymentsStopped !== undefined) return;
    try {
      await loadPayments(context, store, records);
    } catch (error) {
      if (!(error instanceof ConsolidatorError) || error.code !== 'payment-reference-unreadable') throw error;
      this.paymentsStopped = error;
      context.progress({ kind: 'problem', store: store.fixed.store, message: error.message });
    }
  }

  async #next(store: StoreRun, entity: EntityName, load: Load): Promise<LedgerRecord[]> {
    const { ledger, narrowing } = this.#context;
    const tried = this.#triedOf(store, entity);
    const staged = await ledger.staged(store.fixed.store, entity, CHUNK + tried.size);
    const only = narrowing.orders;
    const records = staged
      .filter(({ sourceId, parent }) => {
        const order = entity === 'payments' ? (parent ?? '') : sourceId;
        return !tried.has(sourceId) && (only === undefined || only.includes(order));
      })
      .slice(0, CHUNK);
    await this.#load(store, entity, records, load);
    return records;
  }

  async #load(store: StoreRun, entity: EntityName, records: readonly LedgerRecord[], load: Load): Promise<void> {
    if (records.length === 0) return;
    const context = this.#context;
    stopIfAsked(context);
    await load(context, store, records);
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
