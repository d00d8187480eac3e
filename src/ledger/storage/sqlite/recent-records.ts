import type { RecordKey } from '../../../model/entities.ts';
import type { RecordState } from '../../record-state.ts';
import type { RecordQuery } from '../record-query.ts';
import type { LedgerChanges, Stored } from '../storage.ts';
import { dataVersion } from './data-version.ts';
import type { Statements } from './statements.ts';

/** Those of some chunks of orders and of what belongs to them; one that waits is a few kilobytes large. */
const MOST = 500;

/**
 * Records as they stand in the file, which were read or written a moment ago: each step of a copy asks, record by record,
 * for what the step before it has left. They are known until anybody else writes to the file, which SQLite tells.
 */
export class RecentRecords {
  readonly #statements: Statements;
  readonly #records = new Map<string, Stored<RecordState>>();
  readonly #isAlone: boolean;
  #version: unknown;

  /** @param isAlone nobody else's changes are seen, whatever they write */
  constructor(statements: Statements, isAlone: boolean) {
    this.#statements = statements;
    this.#isAlone = isAlone;
  }

  /** @returns undefined where the file has to be asked */
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

  /** What the file has just shown. */
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

  /** What has just been put into the file. */
  put({ records = [] }: LedgerChanges): void {
    this.keep(records.map(({ before, after }) => ({ revision: (before?.revision ?? 0) + 1, value: after })));
  }

  forget(): void {
    this.#records.clear();
  }

  #forgetIfOutdated(): void {
    if (this.#isAlone) return;
    const version = dataVersion(this.#statements);
    if (version !== this.#version) this.forget();
    this.#version = version;
  }
}

/** In the order in which the file would give them. @returns undefined for a query that is not by source ids alone */
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
