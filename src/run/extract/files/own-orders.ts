import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { rewriteOrderId } from '../../../model/order-id.ts';
import type { StoreRun } from '../../../session/store-run.ts';

/** Whose orders a file holds: one of the store's own prefixes is enough to take it for its. */
export class OwnOrders {
  readonly #store: StoreRun;
  #known = false;
  #other: string | undefined;

  constructor(store: StoreRun) {
    this.#store = store;
  }

  add(id: string): void {
    if (this.#known) return;
    if (rewriteOrderId(id, this.#store.fixed.prefix).kind === 'rewritten') this.#known = true;
    else this.#other ??= id;
  }

  /** @throws ConsolidatorError `feed-of-another-store` where all ids are of other prefixes */
  refuseOthers({ file }: FeedFile): void {
    if (this.#known || this.#other === undefined) return;
    const { fixed } = this.#store;
    const prefixes = Object.keys(fixed.prefix).map((prefix) => JSON.stringify(prefix));
    throw new ConsolidatorError(
      'feed-of-another-store',
      `${file}: no order in it has an id with a prefix that ${fixed.store} is known for: found ${this.#other} and the like; expected ${prefixes.join(' or ')} and digits. Nothing of it was taken. Look whether it is another store's file; if ${fixed.store} uses that prefix, add it to its \`prefix\` with a target of its own.`,
      { store: fixed.store },
    );
  }
}
