import { isDeepStrictEqual } from 'node:util';
import type { EntityName, RecordKey } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { AuditEvent } from '../record.ts';
import type { Outcome, RecordState } from '../record-state.ts';
import { BY_A_PERSON } from '../run-entry.ts';
import type {
  LedgerChanges,
  LedgerStorage,
  NewAuditEntry,
  NewIntent,
  RecordChange,
  Stored,
  StoredIntent,
} from '../storage/storage.ts';
import type { Answer, Effect, Occasion, RecordEvent, Surroundings } from '../transitions/event.ts';
import { keyOf } from '../transitions/parts.ts';
import { transition } from '../transitions/transition.ts';
import { foldCase } from './fold-case.ts';
import { filtersOf, nameOf } from './record-names.ts';

const targetOf = (entity: EntityName, targetId: string): string => `${entity}\n${foldCase(targetId)}`;

/**
 * The records that one step is about, as they were read and as they are to be. Events happen here one after the other, each
 * seeing what the ones before it have made; what has come of all of them is stored at once.
 */
export class Workspace implements Surroundings {
  readonly occasion: Occasion;
  readonly #storage: LedgerStorage;
  readonly #read = new Map<string, Stored<RecordState> | undefined>();
  readonly #records = new Map<string, RecordState>();
  readonly #byTarget = new Map<string, Set<string>>();
  readonly #intents = new Map<number, { readonly before: Stored<StoredIntent>; now: StoredIntent }>();
  readonly #intentsOf = new Map<string, number[]>();
  readonly #newIntents = new Map<string, NewIntent>();
  readonly #counted: { readonly key: RecordKey; readonly outcome: Outcome | null }[] = [];
  readonly #audit: NewAuditEntry[] = [];
  readonly #countIn: number;
  readonly #forgotten = new Map<string, RecordKey>();
  #redacts = false;

  /** @param countIn the run whose counts show what happens, where that is not the one in which it happens */
  constructor(storage: LedgerStorage, occasion: Occasion, countIn = occasion.run) {
    this.#storage = storage;
    this.occasion = occasion;
    this.#countIn = countIn;
  }

  find(key: RecordKey): RecordState | undefined {
    return this.#records.get(nameOf(key));
  }

  ownerOf(key: RecordKey, targetId: string): RecordState | undefined {
    const own = nameOf(key);
    for (const name of this.#byTarget.get(targetOf(key.entity, targetId)) ?? []) {
      const record = this.#records.get(name);
      if (name !== own && record !== undefined && record.state !== 'linked') return record;
    }
    return undefined;
  }

  /** Reads these records, and what their events may ask for beside them. */
  async fetch(keys: readonly RecordKey[]): Promise<void> {
    await this.#fetchKeys(keys);
    const known = keys.flatMap((key) => this.find(key) ?? []);
    const waiting = known.flatMap((one) => (one.state === 'quarantined' && one.replaces.length > 0 ? [one] : []));
    const replaced = waiting.flatMap(({ store, entity, replaces }) =>
      replaces.flatMap(({ sourceId }) => (sourceId === null ? [] : [{ store, entity, sourceId }])),
    );
    if (replaced.length > 0) await this.#fetchKeys(replaced);
    const shared = [...this.#records.values()].flatMap(({ state, entity, targetId }) =>
      state === 'linked' && targetId !== null ? [{ entity, targetId }] : [],
    );
    const standing = waiting.flatMap(({ entity, replaces }) => replaces.map(({ targetId }) => ({ entity, targetId })));
    await this.fetchOwners([...shared, ...standing]);
  }

  async fetchAll(found: readonly Stored<RecordState>[]): Promise<void> {
    this.#take(found);
    await this.fetch(found.map(({ value }) => keyOf(value)));
  }

  async fetchOwners(targets: readonly { readonly entity: EntityName; readonly targetId: string }[]): Promise<void> {
    // A copy has one record at most that answers for it.
    const open = targets.filter(({ entity, targetId }) => !this.#hasOwner(entity, targetId));
    if (open.length === 0) return;
    const anyOf = [...Map.groupBy(open, ({ entity }) => entity)].map(([entity, some]) => ({
      entity,
      targetIds: [...new Set(some.map(({ targetId }) => targetId))],
    }));
    this.#take(await this.#storage.records({ anyOf }));
  }

  #hasOwner(entity: EntityName, targetId: string): boolean {
    const names = this.#byTarget.get(targetOf(entity, targetId)) ?? new Set();
    return [...names].some((name) => this.#records.get(name)?.state !== 'linked');
  }

  async #fetchKeys(keys: readonly RecordKey[]): Promise<void> {
    const missing = keys.filter((key) => !this.#read.has(nameOf(key)));
    if (missing.length === 0) return;
    this.#take(await this.#storage.records({ anyOf: filtersOf(missing) }));
    for (const key of missing) if (!this.#read.has(nameOf(key))) this.#read.set(nameOf(key), undefined);
  }

  #take(found: readonly Stored<RecordState>[]): void {
    for (const one of found) {
      const name = nameOf(one.value);
      if (this.#read.get(name) !== undefined) continue;
      this.#read.set(name, one);
      this.#put(name, one.value);
    }
  }

  #put(name: string, record: RecordState): void {
    const before = this.#records.get(name);
    this.#records.set(name, record);
    if (before?.targetId === record.targetId) return;
    if (typeof before?.targetId === 'string')
      this.#byTarget.get(targetOf(before.entity, before.targetId))?.delete(name);
    if (record.targetId === null) return;
    const target = targetOf(record.entity, record.targetId);
    this.#byTarget.set(target, (this.#byTarget.get(target) ?? new Set()).add(name));
  }

  /** Something happens to a record, with all that follows from it. @throws ConsolidatorError `internal` */
  happen(key: RecordKey, event: RecordEvent): Answer {
    const result = transition(key, this.find(key), event, this.occasion, this);
    if (result.kind === 'refused') throw mistake(key, result.words);
    if (result.kind === 'stayed') return result.answer;
    this.#put(nameOf(key), result.record);
    for (const effect of result.effects) this.#follow(key, effect);
    return result.answer ?? 'done';
  }

  #follow(key: RecordKey, effect: Effect): void {
    switch (effect.kind) {
      case 'audit':
        this.audit(key, effect);
        return;
      case 'count':
        this.#counted.push({ key, outcome: effect.outcome });
        return;
      case 'forget-drafts':
        this.#redacts = true;
        this.#forgotten.set(nameOf(key), keyOf(key));
        return;
      case 'redacted':
        this.#redacts = true;
        return;
      case 'tell':
        this.happen(effect.key, effect.event);
    }
  }

  audit(key: RecordKey, { event, detail }: { readonly event: AuditEvent; readonly detail: string }): void {
    this.#audit.push({ key: keyOf(key), entry: { ...this.occasion, event, detail } });
  }

  takeIntents(intents: readonly Stored<StoredIntent>[]): void {
    for (const one of intents) {
      const { id, key } = one.value;
      if (this.#intents.has(id)) continue;
      this.#intents.set(id, { before: one, now: one.value });
      this.#intentsOf.set(nameOf(key), [...(this.#intentsOf.get(nameOf(key)) ?? []), id]);
    }
  }

  intent(id: number): StoredIntent | undefined {
    return this.#intents.get(id)?.now;
  }

  intentsOf(key: RecordKey): StoredIntent[] {
    return (this.#intentsOf.get(nameOf(key)) ?? []).flatMap((id) => this.intent(id) ?? []);
  }

  changeIntent(changed: StoredIntent): void {
    const known = this.#intents.get(changed.id);
    if (known !== undefined) known.now = changed;
  }

  addIntent(intent: NewIntent): void {
    this.#newIntents.set(`${nameOf(intent.key)}\n${intent.action}`, intent);
  }

  hasNewIntent(key: RecordKey, action: string): boolean {
    return this.#newIntents.has(`${nameOf(key)}\n${action}`);
  }

  /** All that has come of it, with what it was computed from. */
  async changes(): Promise<LedgerChanges> {
    const records: RecordChange[] = [];
    const unchanged: { readonly key: RecordKey; readonly revision: number }[] = [];
    for (const [name, before] of this.#read) {
      const value = this.#records.get(name);
      if (value === undefined) continue;
      if (before !== undefined && isSame(before.value, value))
        unchanged.push({ key: keyOf(value), revision: before.revision });
      else records.push({ before, after: value });
    }
    const intents = [...this.#intents.values()].flatMap(({ before, now }) =>
      now === before.value ? [] : [{ revision: before.revision, value: now, draftBefore: before.value.draft }],
    );
    return {
      ...{
        records,
        unchanged,
        intents,
        newIntents: [...this.#newIntents.values()],
        audit: this.#audit,
        redacts: this.#redacts,
      },
      ...{ forgetDraftsOf: [...this.#forgotten.values()], outcomes: await this.#outcomes() },
    };
  }

  /** A copy that this run made, or changed, counts as such, also where it is found unchanged afterwards. */
  async #outcomes(): Promise<NonNullable<LedgerChanges['outcomes']>> {
    const run = this.#countIn;
    // What a person decides between two runs counts in none.
    if (run === BY_A_PERSON || this.#counted.length === 0) return [];
    const isWeak = this.#counted.filter(({ outcome }) => outcome === 'unchanged').map(({ key }) => key);
    const known = isWeak.length === 0 ? [] : await this.#storage.outcomes(run, isWeak);
    const now = new Map(known.map(({ key, outcome }) => [nameOf(key), outcome]));
    const keys = new Map<string, RecordKey>();
    for (const { key, outcome } of this.#counted) {
      const name = nameOf(key);
      keys.set(name, keyOf(key));
      const before = now.get(name);
      if (outcome !== 'unchanged' || (before !== 'created' && before !== 'updated')) now.set(name, outcome);
    }
    return [...keys].map(([name, key]) => ({ run, key, outcome: now.get(name) ?? null }));
  }
}

/** Field by field, since hardly any differs in more than the plain ones. */
function isSame(one: RecordState, other: RecordState): boolean {
  if (one === other) return true;
  const its = fieldsOf(other);
  const own = fieldsOf(one);
  let more = 0;
  for (const name in own) {
    more += 1;
    const value = own[name];
    if (value !== its[name] && !(typeof value === 'object' && isDeepStrictEqual(value, its[name]))) return false;
  }
  for (const _ in its) more -= 1;
  return more === 0;
}

function fieldsOf(record: RecordState): Readonly<Record<string, unknown>> {
  return record as unknown as Readonly<Record<string, unknown>>;
}

function mistake({ store, entity, sourceId }: RecordKey, words: string): ConsolidatorError {
  return new ConsolidatorError('internal', `${store} ${entity} ${sourceId} ${words}.`, { record: sourceId, store });
}
