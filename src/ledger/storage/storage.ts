import type { AcceptedAs } from '../../model/accepted.ts';
import type { EntityName, RecordKey } from '../../model/entities.ts';
import type { Decimal } from '../../model/money.ts';
import type { Instant } from '../../model/time.ts';
import type { DayRange, DaySums } from '../day-sums.ts';
import type { LedgerExamination } from '../examination.ts';
import type { IntentAction, OpenIntent } from '../intent.ts';
import type { AuditEntry, AuditEvent, StateName } from '../record.ts';
import type { Outcome, RecordState, SummedRecord } from '../record-state.ts';
import type { RunEntry, Standing } from '../run-entry.ts';
import type { RecordQuery } from './record-query.ts';

/**
 * Where a ledger is kept. It knows no rule: it gives sets of what is there, and takes whole batches of what is to be, each
 * all or none, and on disk when it resolves, unless it says that it need not be. A batch says what it was computed from, so that one that somebody else was
 * faster than is refused, and computed anew.
 * @throws ConsolidatorError `ledger-unwritable` (disk full, locked, read-only), `ledger-damaged`, `ledger-newer`
 */
export interface LedgerStorage {
  /** For messages. */
  readonly name: string;
  /**
   * The same, for steps that are computed one after the other: each is sent without waiting until the one before it is done, and
   * whatever is asked sees what the steps before it do. A step that is refused takes none of the others with it. Left out where
   * nothing is waited for.
   */
  readonly inOrder?: LedgerStorage | undefined;
  records(query: RecordQuery): Promise<Stored<RecordState>[]>;
  /** The same, of which only what sums are made of is wanted: of what waits, its content is most of all that is read. */
  summedRecords(query: RecordQuery): Promise<SummedRecord[]>;
  /** The same, of which only the source ids are wanted. */
  sourceIds(query: RecordQuery): Promise<string[]>;
  count(query: RecordQuery): Promise<number>;
  /** What records of these days come to, of all stores and entities; quick however many there are. */
  daySums(days: DayRange): Promise<DaySums<RecordState>>;
  countByState(): Promise<Standing[]>;
  /** Of which entities a store has records in this state. */
  entitiesIn(store: string, state: StateName): Promise<EntityName[]>;
  /** In the order in which they were recorded. */
  intents(query: IntentQuery): Promise<Stored<StoredIntent>[]>;
  /** What the audit has of these records, the oldest first. */
  history(keys: readonly RecordKey[]): Promise<KeptAuditEntry[]>;
  /** What people decided between two runs, and so not in one: so many at most, the latest first. */
  decisions(limit: number): Promise<KeptAuditEntry[]>;
  /** The latest first. */
  runs(query: RunQuery): Promise<RunEntry[]>;
  beginRun(run: { readonly at: Instant; readonly narrowed: boolean }): Promise<number>;
  finishRun(
    run: number,
    end: { readonly at: Instant; readonly status: string; readonly summary: string },
  ): Promise<void>;
  /** What became of these records in a run; those that it neither read nor decided are left out. */
  outcomes(run: number, keys: readonly RecordKey[]): Promise<RunOutcome[]>;
  /** All that a run read or decided, with what tells its groups apart. */
  groupsOfRun(run: number): Promise<RunGroup[]>;
  watermark(name: WatermarkKey): Promise<Instant | null>;
  /** All of one store. */
  watermarks(store: string): Promise<Watermark[]>;
  /** In the order of their names. */
  notes(query: NoteQuery): Promise<Note[]>;
  apply(changes: LedgerChanges): Promise<Applied>;
  /** Resolves when all that it shows is on disk. Left out where nothing is called done before it is. */
  onDisk?(): Promise<void>;
  /** Looks at all of it without changing it. */
  examine(): Promise<LedgerExamination>;
  /** What was redacted since it was opened is nowhere any more when it resolves. */
  close(): Promise<void>;
}

/** Each time that it is put, its revision is another one. */
export interface Stored<T> {
  readonly revision: number;
  readonly value: T;
}

export interface StoredIntent extends OpenIntent {
  readonly run: number;
  readonly outcome: IntentOutcome | null;
}

export type IntentOutcome = 'step-done' | 'loaded' | 'absent' | 'quarantine';

export type IntentQuery =
  | { readonly ids: readonly number[] }
  | { readonly open: true }
  | { readonly openOf: readonly RecordKey[] }
  | { readonly of: readonly RecordKey[] }
  /** All of the records that these are about. */
  | { readonly ofThoseWith: readonly number[] }
  | { readonly run: number }
  | { readonly store: string; readonly entity: EntityName; readonly outcome: IntentOutcome; readonly since: Instant };

export interface RunQuery {
  readonly before?: number;
  readonly id?: number;
  readonly limit: number;
}

export interface RunOutcome {
  readonly run: number;
  readonly key: RecordKey;
  /** null: pending. */
  readonly outcome: Outcome | null;
}

/** Records of one run that are alike in all of this but their amounts; a few groups may be alike. */
export interface RunGroup {
  readonly store: string;
  readonly entity: EntityName;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  /** What they come to; null where the amount of none is known. */
  readonly amount: Decimal | null;
  /** Of each. */
  readonly accepted: Decimal | null;
  readonly acceptedAs: AcceptedAs | null;
  readonly count: number;
}

export interface WatermarkKey {
  readonly store: string;
  readonly entity: EntityName;
  readonly name: string;
}

export interface Watermark extends WatermarkKey {
  readonly upTo: Instant;
}

/** Whatever else the ledger remembers. */
export interface Note {
  readonly scope: string;
  readonly name: string;
  /** What several of one scope may have in common, to find them by. */
  readonly label: string;
  readonly value: string;
}

export interface NoteQuery {
  readonly scope: string;
  readonly names?: readonly string[];
  readonly labels?: readonly string[];
  /** So many of each label at most. */
  readonly limit?: number;
}

/** All or none. */
export interface LedgerChanges {
  /**
   * They need not be on disk when they are called applied, since nothing outside of the ledger rests on them: they are on it before
   * any later step is, and after a tenth of a second at the most. Should the process end before, they never came to pass.
   */
  readonly isSoonEnough?: boolean;
  readonly records?: readonly RecordChange[];
  /** What else it was computed from, and leaves as it is. */
  readonly unchanged?: readonly { readonly key: RecordKey; readonly revision: number }[];
  readonly newIntents?: readonly NewIntent[];
  readonly intents?: readonly IntentChange[];
  /** The drafts of these records' intents, and what was said of them, are gone. */
  readonly forgetDraftsOf?: readonly RecordKey[];
  /** Something personal goes with these changes. */
  readonly redacts?: boolean;
  readonly outcomes?: readonly RunOutcome[];
  /** These records count no more in the run. */
  readonly uncounted?: { readonly run: number; readonly keys: readonly RecordKey[] };
  readonly audit?: readonly NewAuditEntry[];
  /** @param before null where there was none; @param after null: there is none any more */
  readonly watermarks?: readonly (WatermarkKey & { readonly before: Instant | null; readonly after: Instant | null })[];
  /** @param before undefined where it does not matter; @param value null: it is gone */
  readonly notes?: readonly NoteChange[];
}

export interface IntentChange extends Stored<StoredIntent> {
  /** Its draft as it was; left out where nobody knows. What stays as it is need not be written once more. */
  readonly draftBefore?: string | null;
}

export interface RecordChange {
  /** What it was computed from; undefined for one that is new. */
  readonly before: Stored<RecordState> | undefined;
  readonly after: RecordState;
}

export interface KeptAuditEntry {
  readonly key: RecordKey;
  readonly entry: AuditEntry;
}

export interface NewAuditEntry {
  readonly key: RecordKey;
  readonly entry: AuditEntry & { readonly event: AuditEvent };
}

export interface NoteChange extends Omit<Note, 'value' | 'label'> {
  readonly label?: string;
  readonly value: string | null;
  readonly before?: string | null;
}

export interface NewIntent {
  readonly run: number;
  readonly key: RecordKey;
  readonly action: IntentAction;
  readonly targetId: string;
  readonly at: Instant;
  readonly draft: string | null;
}

export type Applied =
  /** @param intents the ids of the new ones, in their order */
  | { readonly kind: 'applied'; readonly intents: readonly number[] }
  /** Something else was there than it was computed from. Nothing has changed. */
  | { readonly kind: 'outdated' };

/** The scope of what a ledger says of itself: its pipeline, installation, generation and place. */
export const IDENTITY = 'ledger';
