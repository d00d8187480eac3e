import type { RecordState } from '../../record-state.ts';
import { KnownIntents } from '../known-intents.ts';
import { MOST, nameOf, namesIn, RecentRecords } from '../recent-records.ts';
import type { RecordQuery } from '../record-query.ts';
import type { IntentQuery, LedgerChanges, Note, NoteQuery, Stored, StoredIntent } from '../storage.ts';
import { KnownNotes, noteNamed } from './known-notes.ts';
import { KnownTargets, targetOf, targetsIn } from './known-targets.ts';
import { type ReadMark, standsStill, TouchedNames } from './touched-names.ts';

/** Each time that the database is asked costs a way there and back: several chunks are under way while further ones are read. */
const RECORDS = 4 * MOST;
/** Some steps of a hundred records each, longer than any question is under way. */
const TOUCHED = 10 * MOST;

/** Whether anybody else has written to a ledger between two steps of a process, which each say how many there have been by then. */
export function othersHaveWritten(before: number | undefined, now: number): boolean {
  return before !== undefined && now !== before + 1;
}

/** What one step is about; of others of the same moment nothing is known before they are answered. */
interface About {
  readonly names: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
}

/**
 * What a writer has read or written of its ledger a moment ago: records, which of them a target id belongs to, their intents,
 * and single notes. It is to be asked only by who holds the lease, since nobody else writes then, and is forgotten once anybody else did. Of what a
 * step is about that is under way it knows nothing: how that stands, whoever needs it asks behind the step.
 */
export class WritersMemory {
  readonly #records = new RecentRecords(() => undefined, RECORDS);
  readonly #targets = new KnownTargets(RECORDS);
  readonly #intents = new KnownIntents(RECORDS);
  readonly #notes = new KnownNotes(MOST);
  readonly #touched = new TouchedNames(TOUCHED);
  readonly #touchedTargets = new TouchedNames(TOUCHED);
  readonly #isOpen = (name: string): boolean => this.#touched.isOpen(name);

  /** @returns undefined where the ledger has to be asked */
  records(query: RecordQuery): Stored<RecordState>[] | undefined {
    if (namesIn(query)?.some(this.#isOpen)) return undefined;
    const known = this.#records.find(query);
    if (known !== undefined) return known;
    if (targetsIn(query)?.some((target) => this.#touchedTargets.isOpen(target))) return undefined;
    const names = this.#targets.find(query);
    if (names === undefined || names.some(this.#isOpen)) return undefined;
    return this.#records.named(names)?.sort(byKey);
  }

  /** To be taken as a question is sent. @param isBehind it is asked behind all steps that are under way */
  mark(isBehind: boolean): MemoryMark {
    return { names: this.#touched.markOf(isBehind), targets: this.#touchedTargets.markOf(isBehind) };
  }

  /** What the ledger has shown. @param mark of when it was asked */
  keepRecords(query: RecordQuery, found: readonly Stored<RecordState>[], mark: MemoryMark): void {
    this.#records.keep(found, query, (name) => standsStill(this.#touched, name, mark.names));
    this.#targets.keep(query, found, (target) => standsStill(this.#touchedTargets, target, mark.targets));
  }

  /** @returns undefined where the ledger has to be asked */
  intents(query: IntentQuery): Stored<StoredIntent>[] | undefined {
    return this.#intents.find(query, this.#isOpen);
  }

  /** What the ledger has shown. @param mark of when it was asked */
  keepIntents(query: IntentQuery, found: readonly Stored<StoredIntent>[], mark: MemoryMark): void {
    this.#intents.keep(query, found, (name) => standsStill(this.#touched, name, mark.names));
  }

  /** @returns undefined where the ledger has to be asked */
  notes(query: NoteQuery): Note[] | undefined {
    return this.#notes.find(query, this.#isOpen);
  }

  /** What the ledger has shown. @param mark of when it was asked */
  keepNotes(query: NoteQuery, found: readonly Note[], mark: MemoryMark): void {
    this.#notes.keep(query, found, (name) => standsStill(this.#touched, name, mark.names));
  }

  /** A step is sent. */
  begin(changes: LedgerChanges): About {
    const about = aboutOf(changes);
    this.#touched.begin(about.names);
    this.#touchedTargets.begin(about.targets);
    return about;
  }

  /** It was answered, or given up. */
  end({ names, targets }: About): void {
    this.#touched.end(names);
    this.#touchedTargets.end(targets);
  }

  /** What has just been put into the ledger. @param intents the ids of the new ones */
  put(changes: LedgerChanges, intents: readonly number[]): void {
    this.#records.put(changes);
    this.#targets.put(changes);
    this.#intents.put(changes, intents);
    this.#notes.put(changes);
  }

  forget(): void {
    this.#records.forget();
    this.#targets.forget();
    this.#intents.forget();
    this.#notes.forget();
    this.#touched.forget();
    this.#touchedTargets.forget();
  }
}

export interface MemoryMark {
  readonly names: ReadMark;
  readonly targets: ReadMark;
}

function aboutOf({
  records = [],
  intents = [],
  newIntents = [],
  forgetDraftsOf = [],
  notes = [],
}: LedgerChanges): About {
  const states = records.flatMap(({ before, after }) => (before === undefined ? [after] : [before.value, after]));
  const keys = [...states, ...intents.map(({ value }) => value.key), ...newIntents.map(({ key }) => key), ...forgetDraftsOf]; // biome-ignore format: one line
  const targets = states.flatMap(({ entity, targetId }) => (targetId === null ? [] : [targetOf(entity, targetId)]));
  return { names: new Set([...keys.map(nameOf), ...notes.map(noteNamed)]), targets: new Set(targets) };
}

function byKey({ value: one }: Stored<RecordState>, { value: other }: Stored<RecordState>): number {
  if (one.store !== other.store) return one.store < other.store ? -1 : 1;
  if (one.entity !== other.entity) return one.entity < other.entity ? -1 : 1;
  return one.sourceId < other.sourceId ? -1 : 1;
}
