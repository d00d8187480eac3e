import type { RecordKey } from '../../model/entities.ts';
import type { RecordState } from '../record-state.ts';
import type { RecordQuery } from './record-query.ts';
import type { LedgerChanges, Stored } from './storage.ts';

/**
 * Those of the chunks of orders that are under way and of what belongs to them, so that each is read from the ledger once;
 * one that waits is a few kilobytes large.
 */
export const MOST = 1_000;

/**
 * Records as they stand in the ledger, which were read or written a moment ago: each step of a copy asks, record by record,
 * for what the step before it has left. They are known until anybody else writes to it.
 */
export class RecentRecords {
  /** Undefined: there is none of that name. */
  readonly #records = new Map<string, Stored<RecordState> | undefined>();
  readonly #versionNow: () => unknown;
  readonly #most: number;
  #version: unknown;

  /** @param version another one as soon as anybody else has written @param most so many records */
  constructor(version: () => unknown, most = MOST) {
    this.#versionNow = version;
    this.#most = most;
  }

  /** @returns undefined where the ledger has to be asked */
  find(query: RecordQuery): Stored<RecordState>[] | undefined {
    this.#forgetIfOutdated();
    const names = namesIn(query);
    if (names === undefined) return undefined;
    return this.named(names);
  }

  /** @param names as `nameOf` gives them @returns those of them that there are, in that order; undefined where the ledger has to be asked */
  named(names: readonly string[]): Stored<RecordState>[] | undefined {
    const found: Stored<RecordState>[] = [];
    for (const name of names) {
      const record = this.#records.get(name);
      if (record !== undefined) found.push(record);
      else if (!this.#records.has(name)) return undefined;
    }
    return found;
  }

  /**
   * What the ledger has just shown.
   * @param query that was asked: what it names and was not found is not there
   * @param stands whether what was shown of that name is so still; left out: of all
   */
  keep(
    found: readonly Stored<RecordState>[],
    query?: RecordQuery,
    stands: (name: string) => boolean = () => true,
  ): void {
    const names = query === undefined ? undefined : namesIn(query);
    const shown = new Set(found.map(({ value }) => nameOf(value)));
    if (names !== undefined && names.length > found.length && names.length <= this.#most)
      for (const name of names) if (!shown.has(name) && stands(name)) this.#keep(name, undefined);
    for (const record of found.slice(-this.#most))
      if (stands(nameOf(record.value))) this.#keep(nameOf(record.value), record);
    for (const name of this.#records.keys()) {
      if (this.#records.size <= this.#most) break;
      this.#records.delete(name);
    }
  }

  /** Those that were shown last are the last to go. */
  #keep(name: string, record: Stored<RecordState> | undefined): void {
    this.#records.delete(name);
    this.#records.set(name, record);
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
export function namesIn({ anyOf: [filter, ...others], ...more }: RecordQuery): string[] | undefined {
  if (filter === undefined || others.length > 0 || Object.keys(more).length > 0) return undefined;
  const { store, entity, sourceIds, ...narrower } = filter;
  if (store === undefined || entity === undefined || sourceIds === undefined) return undefined;
  if (Object.keys(narrower).length > 0) return undefined;
  return [...new Set(sourceIds)].sort().map((sourceId) => nameOf({ store, entity, sourceId }));
}

export function nameOf({ store, entity, sourceId }: RecordKey): string {
  return `${store}\n${entity}\n${sourceId}`;
}
