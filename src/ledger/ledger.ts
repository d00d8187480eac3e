import type { AcceptedAs, SeenDifference, Viewer } from '../model/accepted.ts';
import type { EntityName, RecordKey } from '../model/entities.ts';
import type { Decimal } from '../model/money.ts';
import type { Instant, LocalDate } from '../model/time.ts';

/** In place of a run's number: what a person decided between two runs, which uses up none. */
export const BY_A_PERSON = 0;

export type RecordState = 'staged' | 'writing' | 'loaded' | 'linked' | 'skipped' | 'quarantined';

/** What stays of a record when its payload goes, so that a report can tie it to its store. Nothing personal. */
export interface RecordFacts {
  /** Of an order its accounting date, of a payment the day it was paid; both in the store's own zone. */
  readonly bookedOn: LocalDate | null;
  /** An order's GST. */
  readonly tax: Decimal | null;
  readonly currency: string | null;
  /** An order's status in its own store, when it was last read. */
  readonly status: string | null;
  /** A payment's method, as its own store names it. */
  readonly method: string | null;
}

/** One record of money and where it stands, for reports. */
export interface Booking extends RecordFacts, RecordKey {
  readonly state: RecordState;
  readonly targetId: string | null;
  /** Source id of the order that a payment belongs to. */
  readonly parent: string | null;
  readonly amount: Decimal | null;
  readonly reason: string | null;
  readonly changedAt: Instant;
}

/** The copy of a payment or return that its store does not show any more, where another one was keyed in its place. */
export interface StandsFor {
  /** The one that the copy was made of; null where the copy stands for one that its store still shows. */
  readonly sourceId: string | null;
  readonly targetId: string;
}

export interface StagedRecord {
  readonly sourceId: string;
  /** Of all that matters to the copy; an equal hash means nothing to do. */
  readonly hash: string;
  /** The same as earlier versions made it: of more, or otherwise. What is known by it is unchanged as well. */
  readonly formerHash?: string;
  /** The record in normal form, as JSON. Gone from the ledger once the record is settled. */
  readonly payload: string;
  /** Source id of the order that it belongs to; payments have one. */
  readonly parent?: string;
  /** An order's total, a payment's amount; kept when the payload goes. */
  readonly amount?: Decimal;
  readonly facts?: Partial<RecordFacts>;
  /** Of a record that can't be taken as it is: it goes to quarantine in the same step, without a payload. */
  readonly held?: { readonly reason: string; readonly message: string };
  /** When its own store says that it was last changed; null where the store does not say, or has no such stamp. */
  readonly changedAt?: Instant | null;
  /** Of an order, what a later reading is compared with, as JSON (`src/model/order-snapshot.ts`). Kept when the payload goes. */
  readonly snapshot?: string;
  /** The same as earlier versions kept it; a snapshot that is still in this form is compared with it, and replaced. */
  readonly unsalted?: string;
}

export interface LedgerRecord extends RecordKey {
  readonly state: RecordState;
  readonly targetId: string | null;
  readonly hash: string;
  readonly payload: string | null;
  readonly parent: string | null;
  readonly amount: Decimal | null;
  readonly reason: string | null;
  readonly message: string | null;
  /** Of a held order whose total alone differs: what the copy comes to, less what its source does. */
  readonly difference: Decimal | null;
  /** Such a difference that a person has accepted, so that the order is copied with it. */
  readonly accepted: Decimal | null;
  /** Of a held payment or return: the copies in the primary that may stand for it. Empty for all others. */
  readonly replaces: readonly StandsFor[];
  /** Of a held copy: in which fields it differs. Empty where that is not known. */
  readonly seen?: readonly SeenDifference[];
  /** The differences that a person has accepted; null where none were. */
  readonly acceptedAs?: AcceptedAs | null;
  /** Of an order its accounting date, of a payment the day it was paid. */
  readonly bookedOn?: LocalDate | null;
  /** A payment's method, as its own store names it. */
  readonly method?: string | null;
  /** A return's GST. */
  readonly tax?: Decimal | null;
  /** Hash of the rules under which it was read. */
  readonly rules?: string;
  /** The snapshot that a copy shows; null for what was never copied. A staged record that has one is a change of a copy. */
  readonly copiedAs: string | null;
  /** The snapshot of what was read last; null where it came without one. */
  readonly readAs?: string | null;
  /** An order's status in its own store, when it was last read. */
  readonly sourceStatus?: string | null;
  /** The primary's own ids of what a person entered there for it, and linked. Nothing is ever written to these. */
  readonly byHand?: readonly string[];
}

export interface StagePage {
  readonly run: number;
  readonly store: string;
  readonly entity: EntityName;
  /** Hash of the rules in force: what was skipped under others is to be judged again. */
  readonly rules: string;
  readonly records: readonly StagedRecord[];
}

/** What was decided about a staged record without writing it. */
export type Decision =
  /** A change of a copied record that the copy need not follow. */
  | { readonly kind: 'keep'; readonly key: RecordKey }
  | {
      readonly kind: 'link';
      readonly key: RecordKey;
      readonly targetId: string;
      /** Whose copy it was: from now on it is this one's, and that one is linked to it. */
      readonly insteadOf?: RecordKey;
    }
  /**
   * Its store has deleted a copied record and keyed it anew as this one: the copy passes to it, and the one before is
   * left out, in one step. `before` is null where the ledger knows it only by the copy's own reference.
   */
  | {
      readonly kind: 'keyed-anew';
      readonly key: RecordKey;
      readonly before: RecordKey | null;
      readonly targetId: string;
    }
  | { readonly kind: 'skip'; readonly key: RecordKey; readonly reason: string; readonly message: string }
  | {
      readonly kind: 'quarantine';
      readonly key: RecordKey;
      readonly reason: string;
      readonly message: string;
      readonly difference?: Decimal | undefined;
      readonly replaces?: readonly StandsFor[] | undefined;
      readonly seen?: readonly SeenDifference[] | undefined;
    };

/**
 * `released`: the next run goes on with it as with any other, and takes the difference that was accepted; `settled`: it counts
 * as right as it stands in the primary, and is copied;
 * `not-acceptable`: there is no difference that could be accepted, and no copy that could be right.
 */
export type Acceptance = 'released' | 'settled' | 'not-acceptable' | 'not-held';

/**
 * `to-be-read`: its content is not in the ledger any more, so the next run reads it from its store first;
 * `not-retryable`: neither its store nor its file has anything to read.
 */
export type Retrial = 'staged' | 'to-be-read' | 'not-retryable' | 'not-held';

export interface IntentRequest {
  readonly key: RecordKey;
  /** `add`, or a later step of the copy such as `approve`. */
  readonly action: string;
  readonly targetId: string;
  /** What is meant to be written, as JSON; what is found later is compared with this. Gone once the record is settled. */
  readonly draft?: string | undefined;
}

export interface OpenIntent extends Omit<IntentRequest, 'draft'> {
  readonly id: number;
  readonly draft: string | null;
  readonly at: Instant;
  readonly lookUps: number;
  readonly firstLookUp: Instant | null;
  readonly lastLookUp: Instant | null;
  /** The first one by the primary's own clock. */
  readonly firstLookUpThere: Instant | null;
  /** What the primary said when it refused the write, of a record whose refusal is no proof that nothing was stored. */
  readonly refusal: string | null;
}

export type Settlement =
  /** A further step (`approve`) follows: the record stays `writing`. */
  | { readonly kind: 'step-done'; readonly intent: number }
  | { readonly kind: 'loaded'; readonly intent: number; readonly outcome: 'created' | 'updated' }
  /**
   * Proven not to be there: the record is staged again, and may be written under a new intent. Where an earlier step of
   * the copy is done, only this one is to be done again; a change of a copy is staged again, and its target id stays.
   */
  | { readonly kind: 'absent'; readonly intent: number }
  | {
      readonly kind: 'quarantine';
      readonly intent: number;
      readonly reason: string;
      readonly message: string;
      /** What the copy comes to, less what was meant, where its total alone differs. */
      readonly difference?: Decimal | undefined;
      readonly seen?: readonly SeenDifference[] | undefined;
      /** The primary refused it in so many words, so its target id is free and a retry may write it at once. */
      readonly unwritten?: boolean;
    };

export interface Counts {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly quarantined: number;
  readonly pending: number;
}

export interface RunPartKey {
  readonly store: string;
  readonly entity: EntityName;
  readonly outcome: Exclude<keyof Counts, 'read'>;
}

/** Records of one run that went the same way; those left out or held are told apart by their reason. */
export interface RunPart extends RunPartKey {
  readonly reason: string | null;
  readonly count: number;
  /** Of orders their totals, of payments what was paid; zero for what has no amount. */
  readonly amount: Decimal;
  /** What a person let their copies come to beside that, more or less. */
  readonly accepted: Decimal;
}

export interface RunEntry {
  readonly id: number;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly status: string;
  readonly narrowed: boolean;
  /** The summary as JSON, as `run --output json` printed it. */
  readonly summary: string | null;
}

export interface Standing {
  readonly store: string;
  readonly entity: EntityName;
  readonly state: RecordState;
  readonly count: number;
}

/** A copy that is in the primary already, and the staged source record that it is of. */
export interface Adoption {
  readonly key: RecordKey;
  readonly targetId: string;
}

/** What a person has entered in the primary by hand, and the source record that it stands for. */
export interface HandLink {
  readonly key: RecordKey;
  /** An order's number there; of a payment or return the reference that it would bear. */
  readonly targetId: string;
  /** The primary's own ids of all that stands for it. */
  readonly ids: readonly string[];
  readonly rules: string;
  /** As it was just read and compared. */
  readonly record: StagedRecord;
  /** In what it differs, with a person's word that this is right. */
  readonly seen: readonly SeenDifference[];
  /** What an order's copy comes to, less what the order does; null where that is nothing. */
  readonly difference: Decimal | null;
  /** A person's reason; empty where nothing differs. */
  readonly why: string;
}

/** One of the instants up to which something of a store was looked at. */
export interface Mark {
  readonly entity: EntityName;
  /** Empty for the watermark itself. */
  readonly slice: string;
}

export interface MarkLimits {
  /** By our own clock; no mark of sense is later. */
  readonly latest: Instant;
  /** What a store's clock may be ahead of ours; a run also asks for the time some moments after it has begun. */
  readonly toleranceSeconds: number;
}

export interface TakenBack extends Mark {
  readonly from: Instant;
  /** null: there is no mark any more, so it is begun anew. */
  readonly to: Instant | null;
}

/** Days of a store's history that a back-fill has begun to copy, by accounting date; both ends belong to it. */
export interface HistorySlice {
  readonly store: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Its copies are marked as exported before they are approved. */
  readonly alreadyInAccounting: boolean;
  readonly begunAt: Instant;
  readonly finishedAt: Instant | null;
}

export interface LedgerExamination {
  /** What SQLite's own check complains of; empty when the file is sound. */
  readonly integrity: readonly string[];
  readonly schemaVersion: number;
  readonly knownSchemaVersion: number;
  /** With its write-ahead log. */
  readonly bytes: number;
  readonly orphans: readonly { readonly what: string; readonly count: number }[];
  /** Runs that never ended: one under way, or killed ones. */
  readonly openRuns: number;
}

/** Why a person says that this ledger is the one that goes on. */
export const claims = ['moved', 'restored', 'rebuilt', 'taken-over'] as const;
export type Claim = (typeof claims)[number];

/** Where a ledger lies, and what tells one installation of the program from another. */
export interface LedgerPlace {
  /** A random id that lies in the state home. */
  readonly homeId: string;
  /** The state home's path, for messages. */
  readonly home: string;
  readonly path: string;
  readonly inode: string;
  /** The operating system's id of the machine; empty where there is none, or in a container. */
  readonly machine: string;
}

/** A search of the primary for orders that stand for a store's, outside of the map. */
export interface Search {
  readonly host: string;
  readonly store: string;
  /** As JSON; `*` of a store that an earlier version copied from, whatever they were. */
  readonly prefixes: string;
  readonly from: LocalDate;
  /** All that the store had was compared, and nothing stopped it. */
  readonly whole: boolean;
}

/** An order of the primary outside of the map that names the source record it stands for. */
export interface StandsElsewhere {
  readonly sourceId: string;
  readonly targetId: string;
}

/** An account of the primary, and a keyed hash of its name in Xero; empty for one without any name. */
export interface ContactEntry {
  readonly username: string;
  readonly nameKey: string;
}

/** What is left of a store that nothing is read from any more. */
export interface ClosedStore {
  /** Records that were read and not copied; they are left out now. */
  readonly leftOut: number;
  /** Changes of copies that are not carried over; the copies stay as they are. */
  readonly unchanged: number;
}

export interface AuditEntry {
  readonly at: Instant;
  readonly run: number;
  readonly event: string;
  readonly detail: string;
}

/**
 * The pipeline's durable state, as whole business verbs: each is one atomic step and is on disk when it resolves.
 * Asynchronous, so that a ledger on a database server can stand behind the same verbs.
 * @throws ConsolidatorError `ledger-unwritable` (disk full, locked, read-only), `ledger-damaged`
 */
export interface Ledger {
  /** Made once with the ledger; every copy in the primary names it. */
  readonly installationId: string;
  /** How often this ledger was moved, put back or made anew, from 1 on. New copies name it; an older one may not write. */
  readonly generation: number;
  /** Why it was claimed last, until it has looked in the primary for what another one did meanwhile; null after that. */
  readonly claimed: Claim | null;
  /** The place where it was opened for writing last; null for one that never was. */
  place(): Promise<LedgerPlace | null>;
  pinPlace(place: LedgerPlace): Promise<void>;
  /**
   * This one goes on, and all others that bear its installation id are superseded: raises the generation above its own and
   * above `than`, and leaves it to the next run to look for a higher one.
   */
  claim(why: Claim, than?: number): Promise<void>;
  /** The next run has looked: @param highest generation that a copy in the primary names; 0 for none */
  settleClaim(highest: number): Promise<void>;
  /** @throws ConsolidatorError `ledger-of-another-pipeline` when the pipeline's name or a store's host differs from the first run's */
  pinStores(pipeline: string, stores: readonly { readonly name: string; readonly host: string }[]): Promise<void>;
  /** Records that earlier runs left pending count as read by this one. */
  beginRun(options: { readonly narrowed: boolean }): Promise<number>;
  finishRun(run: number, status: string, summary: string): Promise<void>;
  cursor(store: string, entity: EntityName, slice?: string): Promise<Instant | null>;
  /** Moves the cursor forward, never back. @throws ConsolidatorError `internal` in a narrowed run, which must move none */
  completeWindow(run: number, store: string, entity: EntityName, upTo: Instant, slice?: string): Promise<void>;
  /**
   * Takes back those of a store's marks that lie in the future, as a wrong clock once wrote them: each to the bound of the
   * last whole run whose bound lay at or before its own start, or to nothing where there was none.
   * @returns what was taken back; the audit has it too
   * @throws ConsolidatorError `internal` in a narrowed run, which must move none
   */
  takeBackMarks(run: number, store: string, marks: readonly Mark[], limits: MarkLimits): Promise<TakenBack[]>;
  /** When their store said that these records were last changed, as they were last read; those never read are left out. */
  changeStamps(store: string, entity: EntityName, sourceIds: readonly string[]): Promise<Map<string, Instant | null>>;
  /** From now on orders of these days count as wanted. One that was begun before stays as it is; the mark can be added. */
  beginSlice(slice: Pick<HistorySlice, 'store' | 'from' | 'to' | 'alreadyInAccounting'>): Promise<void>;
  /** All its orders have been read and staged. */
  finishSlice(slice: Pick<HistorySlice, 'store' | 'from' | 'to'>): Promise<void>;
  searches(store: string): Promise<Search[]>;
  /** Keeps the earliest day. */
  noteSearch(search: Search): Promise<void>;
  noteElsewhere(store: string, found: readonly StandsElsewhere[]): Promise<void>;
  forgetElsewhere(store: string, found: StandsElsewhere): Promise<void>;
  /** Orders of the primary that stand for these records. */
  elsewhere(store: string, sourceIds: readonly string[]): Promise<StandsElsewhere[]>;
  noteContacts(host: string, entries: readonly ContactEntry[]): Promise<void>;
  /** User names by the hash of their name, so many of each at most. */
  contactsNamed(host: string, nameKeys: readonly string[], limit: number): Promise<Map<string, string[]>>;
  /** Settles what is staged of a store that is not read any more; what is held stays held. */
  closeStore(run: number, store: string): Promise<ClosedStore>;
  /** In the order in which they were begun. */
  historySlices(): Promise<HistorySlice[]>;
  stagePage(page: StagePage): Promise<void>;
  /** In the order of their source ids, those after `after` alone. */
  staged(store: string, entity: EntityName, limit: number, after?: string): Promise<LedgerRecord[]>;
  /** The staged records that belong to these orders. */
  stagedOf(store: string, entity: EntityName, parents: readonly string[]): Promise<LedgerRecord[]>;
  stagedCount(store: string, entity: EntityName): Promise<number>;
  /** Where these records stand, by source id; those never read are left out. */
  known(store: string, entity: EntityName, sourceIds: readonly string[]): Promise<Map<string, LedgerRecord>>;
  /** Some source ids of records that the store's API has shown, or that have copies: those of the API first, the latest read first. */
  recentIds(store: string, entity: EntityName, limit: number): Promise<string[]>;
  /**
   * Source ids to be read again: skipped under other rules, held because the store did not deliver them, changed in
   * their store while their copy was being written, or purged and due to be judged anew (`restage`).
   */
  idsToReadAgain(store: string, entity: EntityName, rules: string): Promise<string[]>;
  /**
   * Copies of one entity that neither run `since` nor a later one has read, in the order of their source ids, those after
   * `after` alone.
   * @param bookedFrom leaves out those with an earlier accounting date
   */
  copiesNotRead(
    since: number,
    store: string,
    entity: EntityName,
    limit: number,
    after?: string,
    bookedFrom?: LocalDate,
  ): Promise<LedgerRecord[]>;
  /** Which of these records this run has read or decided. */
  readBy(run: number, store: string, entity: EntityName, sourceIds: readonly string[]): Promise<Set<string>>;
  /** Source ids of copied orders whose copied payments do not come to their total. */
  ordersNotFullyPaid(store: string): Promise<string[]>;
  /** Stages anew what waits for another record, and what was held before it was written, under other rules. */
  restage(run: number, store: string, rules: string): Promise<number>;
  hasCopies(store: string, entity: EntityName): Promise<boolean>;
  decide(run: number, decisions: readonly Decision[]): Promise<void>;
  /**
   * Before any write. All or none. @returns the intents' ids, in order
   * @throws ConsolidatorError `internal` when a record has an open intent for that action, or its target id belongs to another record
   */
  recordIntents(run: number, intents: readonly IntentRequest[]): Promise<number[]>;
  openIntents(): Promise<OpenIntent[]>;
  /** Records of which a step is done and the next has not begun, with what was meant at the last step. */
  halfway(store: string, entity: EntityName): Promise<{ readonly record: LedgerRecord; readonly draft: string }[]>;
  /**
   * A first look-up that lies in the future was noted by a clock that was wrong: then this one takes its place.
   * @param storeTime by the primary's own clock; left out or null where it is not known
   */
  noteLookUps(intents: readonly number[], storeTime?: Instant | null): Promise<void>;
  /** Keeps what the primary answered with these open intents. Gone, like their drafts, once the record is settled. */
  noteRefusal(intents: readonly number[], words: string): Promise<void>;
  settle(run: number, settlements: readonly Settlement[]): Promise<void>;
  find(key: RecordKey): Promise<LedgerRecord | null>;
  findByTarget(entity: EntityName, targetId: string): Promise<LedgerRecord[]>;
  quarantined(): Promise<LedgerRecord[]>;
  /** Records of any store and entity that this is the source or target id of, in any letter case. */
  named(id: string): Promise<LedgerRecord[]>;
  /** Gives a quarantined record back to the next run. @param another what may be it in the primary is another's, says a person */
  retry(run: number, key: RecordKey, another?: boolean): Promise<Retrial>;
  /** A person's word, with their reason, that a held record is right. The audit keeps both. */
  accept(run: number, key: RecordKey, reason: string): Promise<Acceptance>;
  /** Puts a snapshot in the place of the same one as an earlier version kept it. */
  replaceSnapshot(key: RecordKey, before: string, after: string): Promise<void>;
  /** Records that were accepted as they stood, of which this viewer is yet to say how that was. */
  acceptedUnseen(store: string, entity: EntityName, viewer: Viewer): Promise<LedgerRecord[]>;
  /** Adds what a viewer sees of such a record to what was accepted; from then on the viewer tells all else. */
  noteAccepted(key: RecordKey, viewer: Viewer, seen: readonly SeenDifference[]): Promise<void>;
  /** Leaves a quarantined record alone from now on. @returns false when it is not in quarantine */
  drop(run: number, key: RecordKey, note: string): Promise<boolean>;
  /** Takes the payloads out of records that have been in quarantine since before that moment. @returns how many */
  purge(run: number, before: Instant): Promise<number>;
  /** Takes copies into the map that are in the primary already. @returns how many were not in it before */
  adopt(run: number, adoptions: readonly Adoption[]): Promise<number>;
  /** Takes what was entered by hand for the copies of these records: all or none. @throws ConsolidatorError `internal` */
  linkByHand(run: number, links: readonly HandLink[]): Promise<void>;
  /** What people have linked by hand, in the order of store, entity and source id. */
  linkedByHand(): Promise<LedgerRecord[]>;
  /** Source ids of orders that a person has dropped with a reason that names this number of the primary. */
  droppedNaming(store: string, targetId: string): Promise<string[]>;
  /** The copies of one entity, in the order of their source ids, those after `after` alone. */
  copies(store: string, entity: EntityName, limit: number, after?: string): Promise<LedgerRecord[]>;
  /** The records for which a run recorded intents. */
  touchedBy(run: number): Promise<LedgerRecord[]>;
  /** Bears another installation's id from now on: for a ledger that was made anew from that one's copies. */
  bearInstallation(id: string): Promise<void>;
  examine(): Promise<LedgerExamination>;
  /** When the last run began that was narrowed by nothing and read and loaded all of this store; null where there was none. */
  lastWholeRun(store: string): Promise<Instant | null>;
  /** Latest first. */
  runs(limit: number): Promise<RunEntry[]>;
  /** Records that were written again since then, after an earlier write of theirs had been called absent. */
  writtenAgain(store: string, entity: EntityName, since: Instant): Promise<LedgerRecord[]>;
  /** Every order, payment and RMA ever staged, in the order of store, entity and source id. */
  bookings(): Promise<Booking[]>;
  /** How many records stand where, over all runs. */
  standing(): Promise<Standing[]>;
  counts(run: number): Promise<Map<string, Map<EntityName, Counts>>>;
  /** What became of all that a run read, with exact sums. */
  partsOfRun(run: number): Promise<RunPart[]>;
  /** Some records of such a part, in the order of their source ids. */
  recordsOfRun(run: number, part: RunPartKey, limit: number): Promise<LedgerRecord[]>;
  /** The records that belong to this order, wherever they stand. */
  belongingTo(store: string, entity: EntityName, parent: string): Promise<LedgerRecord[]>;
  history(key: RecordKey): Promise<AuditEntry[]>;
  /** What read-backs have taught about a store; null while nothing has. @param scope what about, and which host */
  learned(scope: string, name: string): Promise<string | null>;
  learn(scope: string, name: string, value: string): Promise<void>;
  close(): Promise<void>;
}
