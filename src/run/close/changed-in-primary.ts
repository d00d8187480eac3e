import { upperKey } from '../../model/text-key.ts';
import { addSeconds, type Instant } from '../../model/time.ts';
import { headsPerPage, listOrders } from '../../neto/orders.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';

/** Seconds that a change may show later than it was made. */
const OVERLAP = 3600;

/** The orders that the primary lists as changed, asked once for all looks that look back to the same moment. */
export class ChangedInPrimary {
  readonly #context: ReadingRun & DailyWork;
  readonly #listed = new Map<Instant, ReadonlySet<string>>();

  constructor(context: ReadingRun & DailyWork) {
    this.#context = context;
  }

  /**
   * @returns ids in upper case; undefined where this run has no requests left for it
   * @throws ConsolidatorError where the primary can't be read
   */
  async since(since: Instant): Promise<ReadonlySet<string> | undefined> {
    const known = this.#listed.get(since);
    if (known !== undefined) return known;
    const { daily, primary } = this.#context;
    const step = await daily.step({ clients: [primary], kind: 'listing' }, () => this.#list(since));
    if (step !== undefined) this.#listed.set(since, step.result);
    return step?.result;
  }

  async #list(since: Instant): Promise<ReadonlySet<string>> {
    const { primary, signal } = this.#context;
    const ids = new Set<string>();
    const window = { updatedFrom: addSeconds(since, -OVERLAP), pageSize: headsPerPage(primary) };
    for await (const { orders } of listOrders(primary, window, { signal })) {
      for (const { id } of orders) ids.add(upperKey(id));
    }
    return ids;
  }
}
