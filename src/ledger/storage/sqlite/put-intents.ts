import type { RecordKey } from '../../../model/entities.ts';
import { BY_A_PERSON } from '../../run-entry.ts';
import type {
  IntentChange,
  KeptAuditEntry,
  LedgerChanges,
  NewAuditEntry,
  NewIntent,
  StoredIntent,
} from '../storage.ts';
import { intentOutcomeCode, secondsOf, secondsOrNull } from './codes.ts';
import { TARGET_UNLESS_THE_RECORDS } from './intent-target.ts';
import { DRAFT_VERSION } from './other-rows.ts';
import { Outdated } from './outdated.ts';
import type { Statements } from './statements.ts';
import type { Words } from './words.ts';

// Intents and the audit have their numbers from one row, and so one order. What the audit tells of an intent, that it was meant
// and how it ended, is what its own row says: such an entry is no row of the audit, where it can be made of the intent's
// letter by letter.

/** @returns the ids of the new intents @throws Outdated */
export function putIntentsAndAudit(statements: Statements, words: Words, changes: LedgerChanges): number[] {
  const { audit = [], newIntents = [], intents = [], forgetDraftsOf = [] } = changes;
  // Of what is tried out there are no intents, and nothing to be told by them.
  const entries = new Entries(newIntents.length + intents.length === 0 ? [] : audit);
  const begins = newIntents.map((intent) => entries.take(beginOf(intent)));
  const ends = intents.map(({ value }) => entries.take(endOf(value)));
  const untold = begins.filter((place) => place === undefined).length;
  let last = reserve(statements, audit.length + untold);
  const first = last - audit.length - untold + 1;
  const idAt = (place: number): number => first + place;
  for (const [number, intent] of intents.entries()) {
    const place = ends[number];
    const entry = place === undefined ? undefined : audit[place]?.entry;
    putIntent(statements, words, intent, entry === undefined ? undefined : { entry, id: idAt(place ?? 0) });
  }
  if (forgetDraftsOf.length > 0 && hasDrafts(statements))
    for (const key of forgetDraftsOf) forgetDrafts(statements, words, key);
  const made = newIntents.map((intent, number) => {
    const place = begins[number];
    const id = place === undefined ? last-- : idAt(place);
    addIntent(statements, words, intent, { id, isTold: place !== undefined });
    return id;
  });
  for (const place of entries.left(audit)) addToAudit(statements, words, audit[place], idAt(place));
  return made;
}

interface Told {
  readonly key: RecordKey;
  readonly event: string;
  readonly detail: string;
  /** Left out where any will do. */
  readonly at?: string;
  readonly run?: number;
}

function beginOf({ key, run, at, action, targetId }: NewIntent): Told {
  return { key, event: 'intent', detail: `${action} ${targetId}`, at, run };
}

function endOf({ key, outcome, action }: StoredIntent): Told | undefined {
  if (outcome !== 'step-done' && outcome !== 'loaded') return undefined;
  return { key, event: outcome, detail: outcome === 'step-done' ? action : '' };
}

/** What is to be told, each of which stands for one intent at most. */
class Entries {
  readonly #audit: readonly NewAuditEntry[];
  readonly #byText = new Map<string, number[]>();
  readonly #taken = new Set<number>();

  constructor(audit: readonly NewAuditEntry[]) {
    this.#audit = audit;
    for (const [place, { key, entry }] of audit.entries()) {
      // What a person decided is looked for in the audit itself.
      if (entry.run === BY_A_PERSON || entry.who !== undefined) continue;
      const name = nameOf({ key, event: entry.event, detail: entry.detail });
      this.#byText.set(name, [...(this.#byText.get(name) ?? []), place]);
    }
  }

  take(told: Told | undefined): number | undefined {
    if (told === undefined) return undefined;
    const places = this.#byText.get(nameOf(told)) ?? [];
    const place = places.find((one) => !this.#taken.has(one) && this.#fits(one, told));
    if (place !== undefined) this.#taken.add(place);
    return place;
  }

  #fits(place: number, { at, run }: Told): boolean {
    const entry = this.#audit[place]?.entry;
    return (at === undefined || entry?.at === at) && (run === undefined || entry?.run === run);
  }

  left(audit: readonly NewAuditEntry[]): number[] {
    return [...audit.keys()].filter((place) => !this.#taken.has(place));
  }
}

function nameOf({ key: { store, entity, sourceId }, event, detail }: Pick<Told, 'key' | 'event' | 'detail'>): string {
  return [store, entity, sourceId, event, detail].join('\n');
}

/** @returns the last of so many new numbers */
function reserve(statements: Statements, count: number): number {
  if (count === 0) return 0;
  const row = statements.get(
    'INSERT INTO main.told (one, last) VALUES (1, ?1) ON CONFLICT DO UPDATE SET last = last + ?1 RETURNING last',
    count,
  );
  return Number(row?.['last']);
}

/** The bits that an intent's outcome, whether it is told, and its revision are made of. */
export function saidCode({
  outcome,
  isTold,
  revision,
}: Pick<StoredIntent, 'outcome'> & { readonly isTold: boolean; readonly revision: number }): number {
  return (intentOutcomeCode(outcome) ?? 0) + TOLD * Number(isTold) + REVISION * revision;
}
const [TOLD, REVISION] = [8, 16];

function addIntent(
  statements: Statements,
  words: Words,
  { run, key, action, targetId, at, draft }: NewIntent,
  { id, isTold }: { readonly id: number; readonly isTold: boolean },
): void {
  const { changes } = statements.run(
    `INSERT INTO main.intent (id, run, record, action, target_id, at, said)
       SELECT ?, ?, id, ?, ${TARGET_UNLESS_THE_RECORDS}, ?, ? FROM main.record WHERE store = ? AND entity = ? AND source_id = ?`,
    ...[id, run, words.keep(action), targetId, targetId, secondsOf(at)],
    ...[saidCode({ outcome: null, isTold, revision: 1 }), ...valuesOf(words, key)],
  );
  if (changes !== 1) throw new Outdated();
  if (draft === null) return;
  statements.run('INSERT INTO main.draft (intent, draft, version) VALUES (?, ?, ?)', id, draft, DRAFT_VERSION);
}

const OF_RECORD = 'record = (SELECT id FROM main.record WHERE store = ? AND entity = ? AND source_id = ?)';

function putIntent(
  statements: Statements,
  words: Words,
  { revision, value, draftBefore }: IntentChange,
  end: { readonly entry: { readonly at: StoredIntent['at']; readonly run: number }; readonly id: number } | undefined,
): void {
  const { id, outcome, draft, refusal, lookUps, firstLookUp, lastLookUp, firstLookUpThere } = value;
  const set = end === undefined ? '' : ', ended_in = ?, ended_after = ?, ended_told = ?';
  const ended =
    end === undefined
      ? []
      : [
          end.entry.run === value.run ? null : end.entry.run,
          secondsOf(end.entry.at) - secondsOf(value.at),
          end.id - id,
        ];
  const { changes } = statements.run(
    `UPDATE main.intent SET said = (said & ${TOLD}) + ?${set} WHERE ${OF_RECORD} AND id = ? AND revision = ?`,
    saidCode({ outcome, isTold: false, revision: revision + 1 }),
    ...[...ended, ...valuesOf(words, value.key), id, revision],
  );
  if (changes !== 1) throw new Outdated();
  // What was said of it goes only with its draft.
  const isAsBefore = draft !== null && draft === draftBefore && refusal === null;
  if (draft === null && refusal === null) statements.run('DELETE FROM main.draft WHERE intent = ?', id);
  else if (!isAsBefore)
    statements.run(
      'INSERT OR REPLACE INTO main.draft (intent, draft, version, refusal) VALUES (?, ?, ?, ?)',
      ...[id, draft, draft === null ? null : DRAFT_VERSION, refusal],
    );
  const looks = [firstLookUp, lastLookUp, firstLookUpThere].map(secondsOrNull);
  if (lookUps === 0 && looks.every((one) => one === null)) return;
  statements.run(
    'INSERT OR REPLACE INTO main.look_up (intent, count, first, last, first_there) VALUES (?, ?, ?, ?, ?)',
    ...[id, lookUps, ...looks],
  );
}

function hasDrafts(statements: Statements): boolean {
  return statements.get('SELECT 1 FROM main.draft LIMIT 1') !== undefined;
}

function forgetDrafts(statements: Statements, words: Words, key: RecordKey): void {
  const found = statements.all(
    `SELECT draft.intent AS id, record.id AS record FROM main.record JOIN main.intent ON intent.record = record.id JOIN main.draft ON draft.intent = intent.id
       WHERE record.store = ? AND record.entity = ? AND record.source_id = ?`,
    ...valuesOf(words, key),
  );
  for (const { id, record } of found) {
    statements.run('DELETE FROM main.draft WHERE intent = ?', Number(id));
    statements.run(
      `UPDATE main.intent SET said = said + ${REVISION} WHERE record = ? AND id = ?`,
      Number(record),
      Number(id),
    );
  }
}

export function addToAudit(statements: Statements, words: Words, told: KeptAuditEntry | undefined, id: number): void {
  if (told === undefined) return;
  const { key, entry } = told;
  statements.run(
    'INSERT INTO main.audit (id, at, run, store, entity, source_id, event, detail, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[id, secondsOf(entry.at), entry.run, words.keep(key.store), words.keep(key.entity), key.sourceId],
    ...[words.keep(entry.event), entry.detail, entry.who ?? null],
  );
}

export function valuesOf(words: Words, { store, entity, sourceId }: RecordKey): [number, number, string] {
  return [words.idOf(store), words.idOf(entity), sourceId];
}
