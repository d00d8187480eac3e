import type { RecordState } from '../../record-state.ts';
import { MOST, RecentRecords } from '../recent-records.ts';
import type { RecordQuery } from '../record-query.ts';
import type { IntentQuery, LedgerChanges, Stored, StoredIntent } from '../storage.ts';
import { KnownIntents } from './known-intents.ts';
import { KnownTargets } from './known-targets.ts';

/** Each time that the database is asked costs a way there and back: several chunks are under way while further ones are read. */
const RECORDS = 4 * MOST;

/** Whether anybody else has written to a ledger between two steps of a process, which each say how many there have been by then. */
export function othersHaveWritten(before: number | undefined, now: number): boolean {
  return before !== undefined && now !== before + 1;
}

/**
 * What a writer has read or written of its ledger a moment ago: records, which of them a target id belongs to, and their intents.
 * It is to be asked only by who holds the lease, since nobody else writes then, and is forgotten once anybody else did.
 */
export class WritersMemory {
  readonly #records = new RecentRecords(() => undefined, RECORDS);
  readonly #targets = new KnownTargets(RECORDS);
  readonly #intents = new KnownIntents(RECORDS);

  /** @returns undefined where the ledger has to be asked */
  records(query: RecordQuery): Stored<RecordState>[] | undefined {
    const known = this.#records.find(query);
    if (known !== undefined) return known;
    const names = this.#targets.find(query);
    return names === undefined ? undefined : this.#records.named(names)?.sort(byKey);
  }

  keepRecords(query: RecordQuery, found: readonly Stored<RecordState>[]): void {
    this.#records.keep(found, query);
    this.#targets.keep(query, found);
  }

  /** @returns undefined where the ledger has to be asked */
  intents(query: IntentQuery): Stored<StoredIntent>[] | undefined {
    return this.#intents.find(query);
  }

  keepIntents(query: IntentQuery, found: readonly Stored<StoredIntent>[]): void {
    this.#intents.keep(query, found);
  }

  /** What has just been put into the ledger. @param intents the ids of the new ones */
  put(changes: LedgerChanges, intents: readonly number[]): void {
    this.#records.put(changes);
    this.#targets.put(changes);
    this.#intents.put(changes, intents);
  }

  forget(): void {
    this.#records.forget();
    this.#targets.forget();
    this.#intents.forget();
  }
}

function byKey({ value: one }: Stored<RecordState>, { value: other }: Stored<RecordState>): number {
  if (one.store !== other.store) return one.store < other.store ? -1 : 1;
  if (one.entity !== other.entity) return one.entity < other.entity ? -1 : 1;
  return one.sourceId < other.sourceId ? -1 : 1;
}
