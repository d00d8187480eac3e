import type { Ledger } from '../../ledger/ledger.ts';
import type { ChartSlots } from './chart-slots.ts';

/** Milliseconds: a person's decision between two runs shows after that, at the latest. */
const HOLDS = 300_000;
/** Ranges of months that are kept; the oldest gives way. */
const MOST = 40;

/** Charts that were drawn lately: of a large shop they take seconds to sum up, and change with each run alone. */
export class ChartCache {
  readonly #kept = new Map<string, { readonly stamp: string; readonly until: number; readonly chart: ChartSlots }>();

  /** @param range which pipeline, and which months @param now milliseconds since 1970 */
  async of(
    range: readonly string[],
    ledger: Pick<Ledger, 'runs'>,
    now: number,
    make: () => Promise<ChartSlots>,
  ): Promise<ChartSlots> {
    const key = JSON.stringify(range);
    const [last] = await ledger.runs(1);
    const stamp = JSON.stringify([last?.id, last?.endedAt]);
    const kept = this.#kept.get(key);
    // While a run goes on, all of it changes.
    if (kept !== undefined && kept.stamp === stamp && now < kept.until && last?.endedAt !== null) return kept.chart;
    const chart = await make();
    this.#kept.delete(key);
    this.#kept.set(key, { stamp, until: now + HOLDS, chart });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
    return chart;
  }
}
