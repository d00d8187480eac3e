import { order as orders } from '../../entities/order/definition.ts';
import type { Order } from '../../model/order.ts';
import { takesAPlace, wasTried } from '../context/takes-a-place.ts';
import { type PageOfOrders, readOrdersInFull, stageOrders } from './extract-orders.ts';
import { stage } from './stage-page.ts';
import { readFrom, type StoreWindow } from './store-window.ts';

/** How many times as many orders are asked for where the first ones listed were not enough. */
const MORE = 4;

/**
 * So many orders of a store that may be copied, and no more, however many stand before them that the rules leave out, or that were
 * decided before. What is left out is told as in any run; what lies behind is neither read nor staged.
 * @returns the source ids of those read
 */
export async function readUpToLimit(window: StoreWindow, limit: number): Promise<string[]> {
  const { context, store, beginning, time } = window;
  const { ledger, signal } = context;
  const { name, read } = orders;
  const reader = store.source.reader(read);
  const from = (await readFrom(window, name)) ?? read.windows.begins(beginning);
  const places = new Places(window, limit);
  const listed = new Set<string>();
  for (let asked = limit; places.areFree; asked *= MORE) {
    const { ids, quarantined } = await reader.changed({ from, ...time, limit: asked }, { signal });
    await stage(window, name, { records: [], quarantined });
    await places.fill(ids.filter((id) => !listed.has(id)));
    for (const id of ids) listed.add(id);
    if (ids.length + quarantined.length < asked) break;
  }
  if (places.areFree) {
    const again = await ledger.idsToReadAgain(store.fixed.store, name, store.rulesHash);
    await places.fill(again.filter((id) => !listed.has(id)));
  }
  await places.fillWithTried();
  return places.read;
}

class Places {
  readonly read: string[] = [];
  readonly #window: StoreWindow;
  readonly #tried: string[] = [];
  #free: number;

  constructor(window: StoreWindow, limit: number) {
    this.#window = window;
    this.#free = limit;
  }

  get areFree(): boolean {
    return this.#free > 0;
  }

  async fill(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const take = (page: PageOfOrders) => this.#take(page);
    this.read.push(...(await readOrdersInFull(this.#window, ids, { take, isEnough: () => !this.areFree })));
  }

  /** Where there is nothing else to take. */
  async fillWithTried(): Promise<void> {
    if (!this.areFree || this.#tried.length === 0) return;
    const take = (page: PageOfOrders) => this.#stage(page.orders, page);
    this.read.push(...(await readOrdersInFull(this.#window, this.#tried, { take, isEnough: () => !this.areFree })));
  }

  /** As many of a page as there are places: which of them take one, the ledger says when they are staged. */
  async #take(page: PageOfOrders): Promise<string[]> {
    const { context, store } = this.#window;
    const { ledger } = context;
    const name = store.fixed.store;
    const known = await ledger.known(
      name,
      orders.name,
      page.orders.map(({ id }) => id),
    );
    const isCandidate = (order: Order): boolean => takesAPlace(order, store.fixed, known.get(order.id));
    const leftOut = page.orders.filter((order) => !isCandidate(order));
    await stageOrders(this.#window, leftOut, page);
    const candidates = page.orders.filter(isCandidate);
    const isTried = ({ id }: Order): boolean => wasTried(known.get(id));
    this.#tried.push(...candidates.filter(isTried).map(({ id }) => id));
    const untried = candidates.filter((order) => !isTried(order));
    return [...leftOut.map(({ id }) => id), ...(await this.#stage(untried, page))];
  }

  async #stage(candidates: readonly Order[], page: PageOfOrders): Promise<string[]> {
    const { context, store } = this.#window;
    const taken: string[] = [];
    for (let at = 0; at < candidates.length && this.areFree; ) {
      const some = candidates.slice(at, at + this.#free);
      at += some.length;
      await stageOrders(this.#window, some, page);
      const ids = some.map(({ id }) => id);
      const now = await context.ledger.known(store.fixed.store, orders.name, ids);
      // What stands as it was decided before has nothing to be taken for.
      this.#free -= ids.filter((id) => now.get(id)?.state === 'staged').length;
      taken.push(...ids);
    }
    return taken;
  }
}
