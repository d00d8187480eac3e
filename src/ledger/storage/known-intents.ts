import type { RecordKey } from '../../model/entities.ts';
import { nameOf } from './recent-records.ts';
import type { IntentQuery, LedgerChanges, NewIntent, Stored, StoredIntent } from './storage.ts';

/**
 * All intents that some records ever had, as a writer has read or written them a moment ago. A record of which a part is known
 * is not among them.
 */
export class KnownIntents {
  readonly #of = new Map<string, readonly Stored<StoredIntent>[]>();
  readonly #records = new Map<number, string>();
  readonly #most: number;

  /** @param most of so many records */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * @param isOpen whether a step about that record is under way, of whose intents nobody knows then
   * @returns undefined where the ledger has to be asked
   */
  find(query: IntentQuery, isOpen: (name: string) => boolean = () => false): Stored<StoredIntent>[] | undefined {
    if ('openOf' in query)
      return this.#all(query.openOf.map(nameOf), isOpen)?.filter(({ value }) => value.outcome === null);
    if ('of' in query) return this.#all(query.of.map(nameOf), isOpen);
    if ('ofThoseWith' in query)
      return this.#all(
        query.ofThoseWith.map((id) => this.#records.get(id)),
        isOpen,
      );
    if (!('ids' in query)) return undefined;
    const wanted = new Set(query.ids);
    return this.#all(
      query.ids.map((id) => this.#records.get(id)),
      isOpen,
    )?.filter(({ value }) => wanted.has(value.id));
  }

  /** In the order in which they were recorded. */
  #all(names: readonly (string | undefined)[], isOpen: (name: string) => boolean): Stored<StoredIntent>[] | undefined {
    const found: Stored<StoredIntent>[] = [];
    for (const name of new Set(names)) {
      const some = name === undefined || isOpen(name) ? undefined : this.#of.get(name);
      if (some === undefined) return undefined;
      found.push(...some);
    }
    return found.sort((a, b) => a.value.id - b.value.id);
  }

  /** What the ledger has just shown of such a query. @param stands whether what was shown of that record is so still */
  keep(
    query: IntentQuery,
    found: readonly Stored<StoredIntent>[],
    stands: (name: string) => boolean = () => true,
  ): void {
    if (!('of' in query || 'ofThoseWith' in query)) return;
    const of = Map.groupBy(found, ({ value }) => nameOf(value.key));
    if ('of' in query) for (const key of query.of) if (!of.has(nameOf(key))) of.set(nameOf(key), []);
    for (const [name, some] of of) if (stands(name)) this.#keep(name, some);
    this.#letGo();
  }

  /** What has just been put into it. @param ids of the new intents, in their order */
  put(
    { records = [], intents = [], newIntents = [], forgetDraftsOf = [] }: LedgerChanges,
    ids: readonly number[],
  ): void {
    for (const { before, after } of records) if (before === undefined) this.#keep(nameOf(after), []);
    for (const { revision, value } of intents)
      this.#change(nameOf(value.key), (some) =>
        some.map((one) => (one.value.id === value.id ? { revision: revision + 1, value } : one)),
      );
    for (const [place, intent] of newIntents.entries()) {
      const made = recorded(intent, ids[place] ?? 0);
      // Whoever looked on another connection may have seen it before its writer was told.
      this.#change(nameOf(intent.key), (some) => [...some.filter(({ value }) => value.id !== made.value.id), made]);
    }
    // What is settled is hardly asked for again.
    for (const key of forgetDraftsOf) this.#drop(nameOf(key));
    this.#letGo();
  }

  forget(): void {
    this.#of.clear();
    this.#records.clear();
  }

  #change(name: string, change: (some: readonly Stored<StoredIntent>[]) => readonly Stored<StoredIntent>[]): void {
    const some = this.#of.get(name);
    if (some !== undefined) this.#keep(name, change(some));
  }

  #keep(name: string, some: readonly Stored<StoredIntent>[]): void {
    this.#of.delete(name);
    this.#of.set(name, some);
    for (const { value } of some) this.#records.set(value.id, name);
  }

  #drop(name: string): void {
    for (const { value } of this.#of.get(name) ?? []) this.#records.delete(value.id);
    this.#of.delete(name);
  }

  #letGo(): void {
    for (const name of this.#of.keys()) {
      if (this.#of.size <= this.#most) break;
      this.#drop(name);
    }
  }
}

function recorded({ key, ...intent }: NewIntent, id: number): Stored<StoredIntent> {
  const { store, entity, sourceId }: RecordKey = key;
  const untold = { lookUps: 0, firstLookUp: null, lastLookUp: null, firstLookUpThere: null, refusal: null };
  return { revision: 1, value: { id, key: { store, entity, sourceId }, ...intent, outcome: null, ...untold } };
}
