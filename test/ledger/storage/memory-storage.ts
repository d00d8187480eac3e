import { randomUUID } from 'node:crypto';
import type { DayRange, DaySums } from '../../../src/ledger/day-sums.ts';
import type { LedgerExamination } from '../../../src/ledger/examination.ts';
import type { StateName } from '../../../src/ledger/record.ts';
import type { RecordState } from '../../../src/ledger/record-state.ts';
import type { RunEntry, Standing } from '../../../src/ledger/run-entry.ts';
import { BY_A_PERSON } from '../../../src/ledger/run-entry.ts';
import type { RecordQuery } from '../../../src/ledger/storage/record-query.ts';
import {
  type Applied,
  IDENTITY,
  type IntentQuery,
  type KeptAuditEntry,
  type LedgerChanges,
  type LedgerStorage,
  type Note,
  type NoteChange,
  type NoteQuery,
  type RunGroup,
  type RunOutcome,
  type RunQuery,
  type Stored,
  type StoredIntent,
  type Watermark,
  type WatermarkKey,
} from '../../../src/ledger/storage/storage.ts';
import { summedOf } from '../../../src/ledger/verbs/view.ts';
import type { EntityName, RecordKey } from '../../../src/model/entities.ts';
import { ZERO } from '../../../src/model/money.ts';
import type { Instant } from '../../../src/model/time.ts';
import { type Inside, meets } from './meets.ts';

export const nameOf = ({ store, entity, sourceId }: RecordKey): string => JSON.stringify([store, entity, sourceId]);
const watermarkOf = ({ store, entity, name }: WatermarkKey): string => JSON.stringify([store, entity, name]);
const by = (name: (record: RecordState) => string) => (a: Stored<RecordState>, b: Stored<RecordState>) =>
  name(a.value) < name(b.value) ? -1 : 1;

/** A ledger's storage in plain maps: what the port asks for can be done without any database. */
export class MemoryStorage implements LedgerStorage, Inside {
  readonly name = 'memory';
  readonly all = new Map<string, Stored<RecordState>>();
  readonly counted = new Map<string, RunOutcome>();
  readonly #intents = new Map<number, Stored<StoredIntent>>();
  readonly #audit: KeptAuditEntry[] = [];
  readonly #runs: RunEntry[] = [];
  readonly #watermarks = new Map<string, Watermark>();
  readonly #notes = new Map<string, Note>();

  constructor() {
    this.#putNote({ scope: IDENTITY, name: 'installation', value: randomUUID().replaceAll('-', '').slice(0, 12) });
  }

  /** Another one that holds what this one holds now. */
  copy(): MemoryStorage {
    const copy = new MemoryStorage();
    for (const [name, one] of this.all) copy.all.set(name, one);
    for (const [name, one] of this.counted) copy.counted.set(name, one);
    for (const [id, intent] of this.#intents) copy.#intents.set(id, intent);
    for (const [name, watermark] of this.#watermarks) copy.#watermarks.set(name, watermark);
    for (const [name, note] of this.#notes) copy.#notes.set(name, note);
    copy.#audit.push(...this.#audit);
    copy.#runs.push(...this.#runs);
    return copy;
  }

  identity(): Note[] {
    return [...this.#notes.values()].filter(({ scope }) => scope === IDENTITY);
  }

  async records({ anyOf, order = 'key', after = '', limit = Number.POSITIVE_INFINITY }: RecordQuery) {
    const found = [...this.all.values()].filter(
      ({ value }) => anyOf.some((filter) => meets(value, filter, this)) && (after === '' || value.sourceId > after),
    );
    found.sort(by(nameOf));
    if (order === 'latest') found.sort((a, b) => b.value.changedAt.localeCompare(a.value.changedAt)).sort(byOrigin);
    return found.slice(0, limit);
  }

  async summedRecords(query: RecordQuery) {
    return (await this.records(query)).map(({ value }) => summedOf(value));
  }

  async sourceIds(query: RecordQuery): Promise<string[]> {
    return (await this.records(query)).map(({ value }) => value.sourceId);
  }

  async count(query: RecordQuery): Promise<number> {
    return (await this.records(query)).length;
  }

  async daySums({ from, before }: DayRange): Promise<DaySums<RecordState>> {
    const some = [...this.all.values()].flatMap(({ value }) => {
      const { bookedOn } = value.facts;
      const isSettled = value.state !== 'staged' && value.state !== 'writing';
      return isSettled && bookedOn !== null && bookedOn >= from && bookedOn < before ? [{ value, bookedOn }] : [];
    });
    const isPlain = ({ value: { accepted, acceptedAs, state, targetId } }: (typeof some)[number]): boolean =>
      accepted === null && acceptedAs === null && (state !== 'skipped' || targetId === null);
    return {
      apart: some.filter((one) => !isPlain(one)).map(({ value }) => value),
      sums: some.filter(isPlain).map(({ value, bookedOn }) => {
        const { store, entity, state, amount, facts } = value;
        const reason = 'reason' in value ? value.reason : null;
        return { store, entity, bookedOn, state, reason, count: 1, amount: amount ?? ZERO, tax: facts.tax ?? ZERO };
      }),
    };
  }

  async countByState(): Promise<Standing[]> {
    const groups = Map.groupBy([...this.all.values()].sort(by(nameOf)), ({ value }) =>
      JSON.stringify([value.store, value.entity, value.state]),
    );
    return [...groups].sort().flatMap(([, some]) => {
      const [first] = some;
      if (first === undefined) return [];
      const { store, entity, state } = first.value;
      return [{ store, entity, state, count: some.length }];
    });
  }

  async entitiesIn(store: string, state: StateName): Promise<EntityName[]> {
    const found = [...this.all.values()].filter(({ value }) => value.store === store && value.state === state);
    return [...new Set(found.map(({ value }) => value.entity))].sort();
  }

  async intents(query: IntentQuery): Promise<Stored<StoredIntent>[]> {
    const among = (keys: readonly RecordKey[], one: StoredIntent) =>
      keys.some((key) => nameOf(key) === nameOf(one.key));
    const isMeant = (one: StoredIntent): boolean => {
      if ('ids' in query) return query.ids.includes(one.id);
      if ('open' in query) return one.outcome === null;
      if ('openOf' in query) return one.outcome === null && among(query.openOf, one);
      if ('of' in query) return among(query.of, one);
      if ('ofThoseWith' in query)
        return among(
          query.ofThoseWith.flatMap((id) => this.#intents.get(id)?.value.key ?? []),
          one,
        );
      if ('run' in query) return one.run === query.run;
      const { store, entity, outcome, since } = query;
      return one.key.store === store && one.key.entity === entity && one.outcome === outcome && one.at >= since;
    };
    return [...this.#intents.values()].filter(({ value }) => isMeant(value));
  }

  async history(keys: readonly RecordKey[]): Promise<KeptAuditEntry[]> {
    const names = new Set(keys.map(nameOf));
    return this.#audit.filter(({ key }) => names.has(nameOf(key)));
  }

  async decisions(limit: number): Promise<KeptAuditEntry[]> {
    return this.#audit
      .filter(({ entry }) => entry.run === BY_A_PERSON)
      .toReversed()
      .slice(0, limit);
  }

  async runs({ before = Number.POSITIVE_INFINITY, id, limit }: RunQuery): Promise<RunEntry[]> {
    const found = this.#runs.filter((run) => run.id < before && (id === undefined || run.id === id));
    return found.reverse().slice(0, limit);
  }

  async beginRun({ at, narrowed }: { readonly at: Instant; readonly narrowed: boolean }): Promise<number> {
    const id = this.#runs.length + 1;
    this.#runs.push({ id, startedAt: at, endedAt: null, status: 'running', narrowed, summary: null });
    for (const { value } of this.all.values())
      if (value.state === 'staged' || value.state === 'writing')
        this.#count({ run: id, key: keyOf(value), outcome: null });
    return id;
  }

  async finishRun(run: number, { at, status, summary }: Parameters<LedgerStorage['finishRun']>[1]): Promise<void> {
    const known = this.#runs[run - 1];
    if (known !== undefined) this.#runs[run - 1] = { ...known, endedAt: at, status, summary };
  }

  async outcomes(run: number, keys: readonly RecordKey[]): Promise<RunOutcome[]> {
    return keys.flatMap((key) => this.counted.get(countedAs(run, key)) ?? []);
  }

  async groupsOfRun(run: number): Promise<RunGroup[]> {
    return [...this.counted.values()]
      .filter((one) => one.run === run)
      .sort((a, b) => (nameOf(a.key) < nameOf(b.key) ? -1 : 1))
      .map(({ key: { store, entity, sourceId }, outcome }) => {
        const record = this.all.get(nameOf({ store, entity, sourceId }))?.value;
        const reason = record !== undefined && 'reason' in record ? record.reason : null;
        const { amount = null, accepted = null, acceptedAs = null } = record ?? {};
        return { store, entity, outcome, reason, amount, accepted, acceptedAs, count: 1 };
      });
  }

  async watermark(key: WatermarkKey): Promise<Instant | null> {
    return this.#watermarks.get(watermarkOf(key))?.upTo ?? null;
  }

  async watermarks(store: string): Promise<Watermark[]> {
    return [...this.#watermarks.values()].filter((one) => one.store === store);
  }

  async notes({ scope, names, labels, limit = Number.POSITIVE_INFINITY }: NoteQuery): Promise<Note[]> {
    const own = [...this.#notes.values()].filter((note) => note.scope === scope);
    own.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (names !== undefined) return own.filter(({ name }) => names.includes(name));
    if (labels === undefined) return own;
    return [...new Set(labels)].flatMap((label) => own.filter((note) => note.label === label).slice(0, limit));
  }

  async apply(changes: LedgerChanges): Promise<Applied> {
    if (this.#isOutdated(changes)) return { kind: 'outdated' };
    for (const { before, after } of changes.records ?? [])
      this.all.set(nameOf(after), { revision: (before?.revision ?? 0) + 1, value: after });
    for (const { revision, value } of changes.intents ?? [])
      this.#intents.set(value.id, { revision: revision + 1, value });
    for (const key of changes.forgetDraftsOf ?? []) this.#forgetDrafts(key);
    const intents = (changes.newIntents ?? []).map((intent) => this.#addIntent(intent));
    for (const outcome of changes.outcomes ?? []) this.#count(outcome);
    for (const key of changes.uncounted?.keys ?? []) this.counted.delete(countedAs(changes.uncounted?.run ?? 0, key));
    this.#audit.push(...(changes.audit ?? []));
    for (const { before: _, after, ...key } of changes.watermarks ?? []) {
      if (after === null) this.#watermarks.delete(watermarkOf(key));
      else this.#watermarks.set(watermarkOf(key), { ...key, upTo: after });
    }
    for (const note of changes.notes ?? []) this.#putNote(note);
    return { kind: 'applied', intents };
  }

  #isOutdated({
    records = [],
    unchanged = [],
    intents = [],
    newIntents = [],
    watermarks = [],
    notes = [],
  }: LedgerChanges) {
    const revisionOf = (key: RecordKey): number => this.all.get(nameOf(key))?.revision ?? 0;
    return (
      records.some(({ before, after }) => revisionOf(after) !== (before?.revision ?? 0)) ||
      unchanged.some(({ key, revision }) => revisionOf(key) !== revision) ||
      intents.some(({ revision, value }) => this.#intents.get(value.id)?.revision !== revision) ||
      watermarks.some((one) => (this.#watermarks.get(watermarkOf(one))?.upTo ?? null) !== one.before) ||
      notes.some(({ scope, name, before }) => before !== undefined && this.#noteOf(scope, name) !== before) ||
      newIntents.some(({ key, action }) => this.#hasOpen(key, action)) ||
      this.#isDoubled(records.map(({ after }) => after))
    );
  }

  #hasOpen(key: RecordKey, action: string): boolean {
    return [...this.#intents.values()].some(
      ({ value }) => value.outcome === null && value.action === action && nameOf(value.key) === nameOf(key),
    );
  }

  /** A target id is never the copy of two records. */
  #isDoubled(puts: readonly RecordState[]): boolean {
    const now = new Map([...this.all].map(([name, { value }]) => [name, value]));
    for (const put of puts) now.set(nameOf(put), put);
    const targets = [...now.values()].flatMap(({ entity, state, targetId }) =>
      state === 'linked' || targetId === null ? [] : [`${entity} ${targetId.toLowerCase()}`],
    );
    return new Set(targets).size !== targets.length;
  }

  #addIntent(intent: NonNullable<LedgerChanges['newIntents']>[number]): number {
    const id = this.#intents.size + 1;
    const looks = { lookUps: 0, firstLookUp: null, lastLookUp: null, firstLookUpThere: null };
    this.#intents.set(id, { revision: 1, value: { ...intent, id, outcome: null, refusal: null, ...looks } });
    return id;
  }

  #forgetDrafts(key: RecordKey): void {
    for (const [id, { revision, value }] of this.#intents)
      if (nameOf(value.key) === nameOf(key) && (value.draft !== null || value.refusal !== null))
        this.#intents.set(id, { revision: revision + 1, value: { ...value, draft: null, refusal: null } });
  }

  #count(outcome: RunOutcome): void {
    this.counted.set(countedAs(outcome.run, outcome.key), outcome);
  }

  #noteOf(scope: string, name: string): string | null {
    return this.#notes.get(JSON.stringify([scope, name]))?.value ?? null;
  }

  #putNote({ scope, name, label = '', value }: NoteChange): void {
    const at = JSON.stringify([scope, name]);
    if (value === null) this.#notes.delete(at);
    else this.#notes.set(at, { scope, name, label, value });
  }

  async examine(): Promise<LedgerExamination> {
    const orphans = [...this.all.values()].filter(
      ({ value: { store, entity, state, parent } }) =>
        entity === 'payments' &&
        state === 'loaded' &&
        (this.all.get(nameOf({ store, entity: 'orders', sourceId: parent ?? '' }))?.value.targetId ?? null) === null,
    ).length;
    return {
      ...{ integrity: [], schemaVersion: 1, knownSchemaVersion: 1, bytes: 0 },
      orphans: orphans === 0 ? [] : [{ what: 'copied payments whose order is not copied', count: orphans }],
      openRuns: this.#runs.filter(({ status }) => status === 'running').length,
    };
  }

  async close(): Promise<void> {}
}

function byOrigin(a: Stored<RecordState>, b: Stored<RecordState>): number {
  return a.value.origin < b.value.origin ? -1 : a.value.origin > b.value.origin ? 1 : 0;
}

const keyOf = ({ store, entity, sourceId }: RecordKey): RecordKey => ({ store, entity, sourceId });

export const countedAs = (run: number, key: RecordKey): string => `${run} ${nameOf(key)}`;
