import type { RecordKey } from '../../model/entities.ts';
import type { RecordState } from '../record-state.ts';
import type { RecordQuery } from './record-query.ts';
import type { LedgerChanges, Stored } from './storage.ts';

/** Those of some chunks of orders and of what belongs to them; one that waits is a few kilobytes large. */
const MOST = 500;

/**
 * Records as they stand in the ledger, which were read or written a moment ago: each step of a copy asks, record by record,
 * for what the step before it has left. They are known until anybody else writes to it.
 */
export class RecentRecords {
  readonly #records = new Map<string, Stored<RecordState>>();
  readonly #versionNow: () => unknown;
  #version: unknown;

  /** @param version another one as soon as anybody else has written */
  constructor(version: () => unknown) {
    this.#versionNow = version;
  }

  /** @returns undefined where the ledger has to be asked */
  find(query: RecordQuery): Stored<RecordState>[] | undefined {
    this.#forgetIfOutdated();
    const names = namesIn(query);
    if (names === undefined) return undefined;
    const found: Stored<RecordState>[] = [];
    for (const name of names) {
      const record = this.#records.get(name);
      if (record === undefined) return undefined;
      found.push(record);
    }
    return found;
  }

  /** What the ledger has just shown. */
  keep(found: readonly Stored<RecordState>[]): void {
    for (const record of found.slice(-MOST)) {
      const name = nameOf(record.value);
      // Those that were shown last are the last to go.
      this.#records.delete(name);
      this.#records.set(name, record);
    }
    for (const name of this.#records.keys()) {
      if (this.#records.size <= MOST) break;
      this.#records.delete(name);
    }
  }

  /** What has just been put into it. */
  put({ records = [] }: LedgerChanges): void {
    this.keep(records.map(({ before, after }) => ({ revision: (before?.revision ?? 0) + 1, value: after })));
  }

  forget(): void {
    this.#records.clear();
  }

  #forgetIfOutdated(): void {
    const version = this.#versionNow();
    if (version !== this.#version) this.forget();
    this.#version = version;
  }
}

/** In the order in which the ledger would give them. @returns undefined for a query that is not by source ids alone */
function namesIn({ anyOf: [filter, ...others], ...more }: RecordQuery): string[] | undefined {
  if (filter === undefined || others.length > 0 || Object.keys(more).length > 0) return undefined;
  const { store, entity, sourceIds, ...narrower } = filter;
  if (store === undefined || entity === undefined || sourceIds === undefined) return undefined;
  if (Object.keys(narrower).length > 0) return undefined;
  return [...new Set(sourceIds)].sort().map((sourceId) => nameOf({ store, entity, sourceId }));
}

export function nameOf({ store, entity, sourceId }: RecordKey): string {
  return `${store}\n${entity}\n${sourceId}`;
}
