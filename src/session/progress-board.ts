import { placeOf } from '../entities/kinds.ts';
import type { EntityName } from '../model/entities.ts';
import type { ProgressEvent } from './progress.ts';

export interface Row {
  readonly store: string;
  readonly entity: EntityName;
  /** Ids that the store listed; 0 where they are not listed first. */
  expected: number;
  read: number;
  settled: number;
}

export interface Waiting {
  readonly reason: 'rate-limit' | '429' | 'retry';
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** How far a run is: the sum of what it has told. */
export class ProgressBoard {
  phase: 'begin' | 'settle' | 'extract' | 'load' | 'close' = 'begin';
  readonly rows: Row[] = [];
  readonly requests = new Map<string, number>();
  readonly extracted = new Set<string>();
  readonly problems = new Map<string, string>();
  readonly #waits = new Map<string, Waiting>();
  readonly #now: () => number;
  readonly #startedAt: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now();
  }

  take(event: ProgressEvent): void {
    switch (event.kind) {
      case 'phase':
        this.phase = event.phase;
        break;
      case 'expected':
        this.#row(event.store, event.entity).expected += event.count;
        break;
      case 'read':
        this.#row(event.store, event.entity).read += event.count;
        break;
      case 'settled':
        this.#row(event.store, event.entity).settled += event.count;
        break;
      case 'counted': {
        const { read, settled } = event;
        // All ids that were listed have been read, or are in no number of the run.
        Object.assign(this.#row(event.store, event.entity), { read, settled, expected: read });
        break;
      }
      case 'extracted':
        this.extracted.add(event.store);
        break;
      case 'problem':
        this.problems.set(event.store, event.message);
        break;
      case 'wait': {
        const { store, milliseconds, reason } = event.wait;
        this.#waits.set(store, { reason, until: this.#now() + milliseconds });
        break;
      }
      case 'request':
        this.requests.set(event.request.store, (this.requests.get(event.request.store) ?? 0) + 1);
    }
  }

  /** Stores that are being waited for at this moment, and why. */
  waits(): [string, Waiting][] {
    return [...this.#waits].filter(([, { until }]) => until > this.#now());
  }

  /** Orders settled in a second, over the whole run so far. */
  rate(): number {
    const seconds = (this.#now() - this.#startedAt) / 1000;
    return seconds < 1 ? 0 : this.#orders('settled') / seconds;
  }

  /** Seconds until the orders known so far are settled; undefined while nothing can be told. */
  secondsLeft(): number | undefined {
    const rate = this.rate();
    return rate === 0 ? undefined : Math.ceil(Math.max(0, this.#orders('expected') - this.#orders('settled')) / rate);
  }

  #orders(what: 'expected' | 'settled'): number {
    return this.rows.filter(({ entity }) => entity === 'orders').reduce((sum, row) => sum + row[what], 0);
  }

  #row(store: string, entity: EntityName): Row {
    const known = this.rows.find((row) => row.store === store && row.entity === entity);
    if (known !== undefined) return known;
    const row = { store, entity, expected: 0, read: 0, settled: 0 };
    this.rows.push(row);
    this.rows.sort((a, b) => a.store.localeCompare(b.store) || placeOf(a.entity) - placeOf(b.entity));
    return row;
  }
}
