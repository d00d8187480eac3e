import { createHash } from 'node:crypto';
import type { Loaded, RecordState } from '../../src/ledger/record-state.ts';
import { openDatabase } from '../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../src/ledger/storage/sqlite/sqlite-storage.ts';
import type { LedgerChanges, LedgerStorage, NewAuditEntry, NewIntent, Note } from '../../src/ledger/storage/storage.ts';
import type { RecordKey } from '../../src/model/entities.ts';
import { addSeconds, type Instant, type LocalDate } from '../../src/model/time.ts';

/** Records that a step stores at once. */
const BATCH = 2_000;
/** Records that count in one run. */
const IN_ONE_RUN = 20_000;
/** Later than any number of the benchmark's own. */
const FIRST = 1_000_000;
/** Where a ledger that has grown keeps its highest number. */
const GROWN = 'benchmark';
/** So long before what it is made of: longer than anything is looked at again. */
const YEARS = 2;
const YEAR = 365 * 86_400;

/** What stands in it of itself is of its first run. */
const FIRST_RUN = 1;

/** What the steps of one entity's copy are called. */
const STEPS: Readonly<Record<string, readonly string[]>> = { orders: ['add', 'approve'] };

interface Template {
  readonly records: readonly Loaded[];
  readonly notes: readonly Note[];
}

/**
 * Makes a ledger larger, by records that are as those which a run has made, with all that belongs to them: ids of their own,
 * from two years before, each with its intents, its part of the audit, its outcome in a run, and the notes of its kind. They go
 * through the ledger's own storage, in batches.
 * @param records how many there are to be in the end
 */
export async function growLedger(file: string, records: number): Promise<void> {
  const database = openDatabase(file);
  // Nobody needs it after a power cut.
  database.exec('PRAGMA synchronous = OFF');
  const storage = new SqliteStorage(database, file);
  try {
    const [template, present] = [await templateOf(storage), await storage.count({ anyOf: [{}] })];
    let made = present;
    const [last] = await storage.notes({ scope: GROWN, names: [GROWN] });
    let number = Number(last?.value ?? FIRST);
    while (made < records) {
      const at = addSeconds(
        template.records[0]?.changedAt ?? ('2026-07-01T00:00:00Z' as Instant),
        -YEARS * YEAR + made,
      );
      const run = await storage.beginRun({ at, narrowed: false });
      for (let counted = 0; counted < IN_ONE_RUN && made < records; ) {
        const clones: Loaded[] = [];
        const notes: Note[] = [];
        // Each round is the whole template under other numbers, so that payments have their orders.
        while (clones.length < BATCH && made + clones.length < records) {
          number += template.records.length;
          const round = new Round(number, run);
          clones.push(...template.records.slice(0, records - made - clones.length).map((one) => round.record(one)));
          notes.push(...template.notes.map((note) => round.note(note)));
        }
        await store(storage, run, clones, notes);
        made += clones.length;
        counted += clones.length;
      }
      await apply(storage, { notes: [{ scope: GROWN, name: GROWN, value: String(number + FIRST / 100) }] });
      await storage.finishRun(run, { at: addSeconds(at, 600), status: 'good', summary: '{}' });
    }
  } finally {
    await storage.close();
  }
}

async function templateOf(storage: LedgerStorage): Promise<Template> {
  const all: Loaded[] = [];
  for (const { store, entity } of await storage.countByState()) {
    // Products are few in any shop, however long it has been there.
    if (entity === 'products') continue;
    const anyOf = [{ store, entity, states: ['loaded'], inRun: { run: FIRST_RUN, outcome: 'created' } }] as const;
    const some = await storage.records({ anyOf });
    all.push(...some.flatMap(({ value }) => (isLoaded(value) ? [value] : [])));
  }
  // Payments come after the orders that they are of.
  const records = all.sort((a, b) => Number(a.entity === 'payments') - Number(b.entity === 'payments'));
  if (records.length === 0) throw new Error('A ledger grows out of what it has copied, and it has copied nothing');
  const scopes = ['transaction', ...(await storage.notes({ scope: 'store' })).map(({ value }) => `contact/${value}`)];
  const notes = (await Promise.all(scopes.map((scope) => storage.notes({ scope })))).flat();
  return { records, notes: notes.filter(({ name }) => !/\d{7}/.test(name)).slice(0, Math.ceil(records.length / 3)) };
}

const isLoaded = (record: RecordState): record is Loaded => record.state === 'loaded';

/** The template once more, under other numbers. */
class Round {
  readonly #number: number;
  readonly #run: number;
  #hashes = 0;

  constructor(number: number, run: number) {
    this.#number = number;
    this.#run = run;
  }

  record(record: Loaded): Loaded {
    const { facts, changedInSource, changedAt, parent } = record;
    const snapshot = record.readAs === null ? null : this.#snapshot(record.readAs, record.sourceId);
    return {
      ...record,
      ...{ sourceId: this.#id(record.sourceId), targetId: this.#id(record.targetId) },
      ...{ hash: this.#hash(22), parent: parent === null ? null : this.#id(parent) },
      facts: { ...facts, bookedOn: facts.bookedOn === null ? null : yearsBefore(facts.bookedOn) },
      changedInSource: changedInSource === null ? null : addSeconds(changedInSource, -YEARS * YEAR),
      changedAt: addSeconds(changedAt, -YEARS * YEAR),
      ...{ readAs: snapshot, copiedAs: snapshot, loadedFirstIn: this.#run },
    };
  }

  note(note: Note): Note {
    const name = note.name.replace(/\d+(?="?\]?$)/, (digits) => String(this.#number + Number(digits)));
    return { ...note, name: name === note.name ? `${name}${this.#number}` : name, label: this.#hash(43) };
  }

  /** `N1017`: `N1234017`; what ends in no number gets one. */
  #id(id: string): string {
    const numbered = id.replace(/\d+$/, (digits) => String(this.#number + Number(digits)));
    return numbered === id ? `${id}-${this.#number}` : numbered;
  }

  /** Hashes are others in each, and as hard to pack. */
  #snapshot(text: string, id: string): string {
    const known = new Map<string, string>();
    return text
      .replaceAll(id, this.#id(id))
      .replaceAll(/(?<=[",])(?:[\w-]{22}|[\w-]{11}|[\w-]{8})(?=[",](?!:))/g, (hash) => {
        const again = known.get(hash) ?? this.#hash(hash.length);
        known.set(hash, again);
        return again;
      });
  }

  #hash(length: number): string {
    this.#hashes += 1;
    return createHash('sha256').update(`${this.#number} ${this.#hashes}`).digest('base64url').slice(0, length);
  }
}

function yearsBefore(day: LocalDate): LocalDate {
  return day.replace(/^\d{4}/, (year) => String(Number(year) - YEARS)).replace('-02-29', '-02-28') as LocalDate;
}

/** As a run does: an intent for each step, then its end, with what the audit is told of both. */
async function store(
  storage: LedgerStorage,
  run: number,
  records: readonly Loaded[],
  notes: readonly Note[],
): Promise<void> {
  const at = records[0]?.changedAt ?? ('2026-07-01T00:00:00Z' as Instant);
  await apply(storage, {
    records: records.map((after) => ({ before: undefined, after })),
    outcomes: records.map((key) => ({ run, key, outcome: 'created' })),
    notes,
  });
  for (const step of [0, 1]) {
    const due = records.flatMap((record): NewIntent[] => {
      const action = (STEPS[record.entity] ?? ['add'])[step];
      return action === undefined ? [] : [{ run, key: record, action, targetId: record.targetId, at, draft: null }];
    });
    const audit = (event: 'intent' | 'step-done' | 'loaded', of: NewIntent, detail: string): NewAuditEntry => ({
      key: of.key,
      entry: { at, run, event, detail },
    });
    if (due.length === 0) continue;
    await apply(storage, {
      newIntents: due,
      audit: due.map((intent) => audit('intent', intent, `${intent.action} ${intent.targetId}`)),
    });
    const open = await storage.intents({ open: true });
    const isLast = (action: string, { entity }: RecordKey) => action === (STEPS[entity] ?? ['add']).at(-1);
    await apply(storage, {
      intents: open.map(({ revision, value }) => ({
        revision,
        value: { ...value, outcome: isLast(value.action, value.key) ? 'loaded' : 'step-done' },
      })),
      audit: open.map(({ value }) =>
        isLast(value.action, value.key)
          ? audit('loaded', { ...value, run, draft: null }, '')
          : audit('step-done', { ...value, run, draft: null }, value.action),
      ),
    });
  }
}

async function apply(storage: LedgerStorage, changes: LedgerChanges): Promise<void> {
  const { kind } = await storage.apply(changes);
  if (kind !== 'applied') throw new Error('What a ledger grows by stands in it already');
}
