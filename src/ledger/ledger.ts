import type { SeenDifference, Viewer } from '../model/accepted.ts';
import type { EntityName, RecordKey } from '../model/entities.ts';
import type { Instant, LocalDate } from '../model/time.ts';
import type { Claim, LedgerPlace } from './claim.ts';
import type { DayRange, DaySums } from './day-sums.ts';
import type { AcceptResult, Adoption, Decision, HandLink, RetryResult } from './decision.ts';
import type { ClosedStore, LedgerExamination } from './examination.ts';
import type { IntentRequest, OpenIntent, SettledWrite, Settlement } from './intent.ts';
import type { PersonDecision, PipelineDecided, TakenRecord } from './person-decision.ts';
import type { QuarantinedOf, QuarantinedPage, QuarantinedWanted } from './quarantined-page.ts';
import type { AuditEntry, FinancialRecord, LedgerRecord, StagePage } from './record.ts';
import type { Asked, Counts, RunEntry, RunPart, RunPartKey, Standing } from './run-entry.ts';
import type { ContactEntry, Search, StandsElsewhere, TransactionEntry } from './search.ts';
import type { HistorySlice, TakenBack, WatermarkLimits, WatermarkName } from './watermark.ts';

/**
 * When a step is on disk: before its verb resolves, or `soon`: before any later one is, and after a tenth of a second at the most.
 * So a step whose loss is none but that of having looked: should the process end meanwhile, it never came to pass, nor did any
 * after it, and the next run looks again.
 */
export type When = 'now' | 'soon';

/**
 * The pipeline's durable state, as whole business verbs: each is one atomic step and is on disk when it resolves, but where it says
 * that `soon` will do.
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
   * @param said.reason in the person's own words, for the audit
   */
  claim(why: Claim, said?: { readonly than?: number; readonly reason?: string | undefined }): Promise<void>;
  /** The next run has looked: @param highest generation that a copy in the primary names; 0 for none */
  settleClaim(highest: number): Promise<void>;
  /** @throws ConsolidatorError `ledger-of-another-pipeline` when the pipeline's name or a store's host differs from the first run's */
  /** Where `ledger move` has carried it, for messages; null where it goes on here. */
  readonly movedTo: string | null;
  noteMovedTo(place: string): Promise<void>;
  pinStores(
    pipeline: string,
    stores: readonly { readonly name: string; readonly host: string }[],
    looksOnly?: boolean,
  ): Promise<void>;
  /** Records that earlier runs left pending count as read by this one. */
  beginRun(options: { readonly narrowed: boolean }): Promise<number>;
  finishRun(run: number, status: string, summary: string): Promise<void>;
  /** @param name left out: of what is read by its changes */
  watermark(store: string, entity: EntityName, name?: string): Promise<Instant | null>;
  /** Moves the watermark forward, never back. @throws ConsolidatorError `internal` in a narrowed run, which must move none */
  completeWindow(run: number, store: string, entity: EntityName, upTo: Instant, name?: string): Promise<void>;
  /**
   * Takes back those of a store's watermarks that lie in the future, as a wrong clock once wrote them: each to the bound of the
   * last whole run whose bound lay at or before its own start, or to nothing where there was none.
   * @returns what was taken back; the audit has it too
   * @throws ConsolidatorError `internal` in a narrowed run, which must move none
   */
  takeBackWatermarks(
    run: number,
    store: string,
    names: readonly WatermarkName[],
    limits: WatermarkLimits,
  ): Promise<TakenBack[]>;
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
  /** Soon: whoever was read and is not noted is read again. */
  noteTransactions(entries: readonly TransactionEntry[]): Promise<void>;
  /** All payments that name one of these, of every store. */
  transactions(keys: readonly string[]): Promise<TransactionEntry[]>;
  /** Soon: whoever was read and is not noted is read again. */
  noteContacts(host: string, entries: readonly ContactEntry[]): Promise<void>;
  /** User names by the hash of their name, so many of each at most. */
  contactsNamed(host: string, nameKeys: readonly string[], limit: number): Promise<Map<string, string[]>>;
  /** Settles what is staged of a store that is not read any more; what is quarantined stays so. */
  closeStore(run: number, store: string): Promise<ClosedStore>;
  /** In the order in which they were begun. */
  historySlices(): Promise<HistorySlice[]>;
  stagePage(page: StagePage, when?: When): Promise<void>;
  /** In the order of their source ids, those after `after` alone. */
  staged(store: string, entity: EntityName, limit: number, after?: string): Promise<LedgerRecord[]>;
  /** The staged records that belong to these orders. */
  stagedOf(store: string, entity: EntityName, parents: readonly string[]): Promise<LedgerRecord[]>;
  /** Of which entities a store has something staged. */
  stagedEntities(store: string): Promise<Set<EntityName>>;
  /** @param entity left out: of all */
  stagedCount(store: string, entity?: EntityName): Promise<number>;
  /** Where these records stand, by source id; those never read are left out. */
  known(store: string, entity: EntityName, sourceIds: readonly string[]): Promise<Map<string, LedgerRecord>>;
  /** Some source ids of records that the store's API has shown, or that have copies: those of the API first, the latest read first. */
  recentIds(store: string, entity: EntityName, limit: number): Promise<string[]>;
  /**
   * Source ids to be read again: skipped under other rules, quarantined because the store did not deliver them, changed in
   * their store while their copy was being written, or purged and due to be judged anew (`restage`).
   */
  idsToReadAgain(store: string, entity: EntityName, rules: string): Promise<string[]>;
  /** Those of them alone that are to be read whatever the rules are: a person wants them judged anew, or they changed while they were written. */
  idsMarkedToRead(store: string, entity: EntityName): Promise<string[]>;
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
  /** Which of these records this run or a later one has read or decided. */
  readSince(run: number, store: string, entity: EntityName, sourceIds: readonly string[]): Promise<Set<string>>;
  /** Source ids of copied orders, with a change to be carried over or without, whose copied payments do not come to their total. */
  ordersNotFullyPaid(store: string): Promise<string[]>;
  /** Stages anew what waits for another record, and what was quarantined before it was written, under other rules. */
  restage(run: number, store: string, rules: string): Promise<number>;
  hasCopies(store: string, entity: EntityName): Promise<boolean>;
  /** What stands otherwise by now than it was judged stays as it is, to be judged anew. */
  decide(run: number, decisions: readonly Decision[]): Promise<void>;
  /**
   * Before any write. All or none, but for those of which another version is staged by now than they were made of: these are
   * left as they are. @returns the intents' ids, in order; 0 for one that is left
   * @throws ConsolidatorError `internal` when a record has an open intent for that action, or its target id belongs to another record
   */
  recordIntents(run: number, intents: readonly IntentRequest[]): Promise<number[]>;
  openIntents(): Promise<OpenIntent[]>;
  /** Records of which a step is done and the next has not begun, with what was meant at the last step. */
  partiallyLoaded(
    store: string,
    entity: EntityName,
  ): Promise<{ readonly record: LedgerRecord; readonly draft: string }[]>;
  /**
   * A first look-up that lies in the future was noted by a clock that was wrong: then this one takes its place.
   * @param storeTime by the primary's own clock; left out or null where it is not known
   */
  noteLookUps(intents: readonly number[], storeTime?: Instant | null): Promise<void>;
  /** Keeps what the primary answered with these open intents. Gone, like their drafts, once the record is settled. */
  noteRefusal(intents: readonly number[], words: string): Promise<void>;
  settle(run: number, settlements: readonly Settlement[], when?: When): Promise<void>;
  /**
   * What `recordIntents` and `settle` come to, in one step: for what is not written anywhere, so that nothing has to tell of it
   * should the process end in between. @throws ConsolidatorError `internal` as `recordIntents`
   */
  settleAtOnce(run: number, writes: readonly SettledWrite[]): Promise<void>;
  find(key: RecordKey): Promise<LedgerRecord | null>;
  /** The same of several, in the order of their keys. */
  findAll(keys: readonly RecordKey[]): Promise<(LedgerRecord | null)[]>;
  findByTarget(entity: EntityName, targetId: string): Promise<LedgerRecord[]>;
  /** The same of several: for each of these ids, as it is spelled there, its records. */
  findByTargets(entity: EntityName, targetIds: readonly string[]): Promise<Map<string, LedgerRecord[]>>;
  /** The same, of which only where they stand is wanted: of many, what was read of each is most of the work. */
  standingUnder(entity: EntityName, targetIds: readonly string[]): Promise<Map<string, FinancialRecord[]>>;
  /** Others of this process come in between, however many there are. */
  quarantined(of?: QuarantinedOf): Promise<LedgerRecord[]>;
  /** Some of what is quarantined, page by page; quick however much there is. */
  quarantinedPage(wanted: QuarantinedWanted): Promise<QuarantinedPage>;
  /** Were in quarantine, or dropped, and are to be judged anew: staged, or to be read again first. */
  givenBack(): Promise<LedgerRecord[]>;
  /** Records of any store and entity that this is the source or target id of, in any letter case. */
  named(id: string): Promise<LedgerRecord[]>;
  /** Gives a quarantined record back to the next run. @param another what may be it in the primary is another's, says a person */
  retry(run: number, key: RecordKey, another?: boolean): Promise<RetryResult>;
  /** A person's word, with their reason, that a quarantined record is right. The audit keeps both. */
  accept(run: number, key: RecordKey, reason: string): Promise<AcceptResult>;
  /**
   * Does what a person has decided, of each record once, however often the decision is given: with the step goes the note that it was
   * taken. What is not as they saw it any more stays as it is.
   * @returns what became of it, in the order of its records; the same again when it is given again
   */
  takeDecision(decision: PersonDecision): Promise<TakenRecord[]>;
  /** Notes in the audit what a person has decided about no single record, or has done elsewhere. */
  noteDecided(decided: PipelineDecided): Promise<void>;
  /** What became of a decision so far; empty for one that is not known (any more). */
  takenDecision(id: string): Promise<TakenRecord[]>;
  /** Whether anything of it was taken. */
  isTakenDecision(id: string): Promise<boolean>;
  /** Forgets that decisions were taken before that moment. */
  forgetDecisionsBefore(moment: Instant): Promise<void>;
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
  /** Records whose content, or what was found of them, is in the ledger; in the order of store, entity and source id. */
  withContent(): Promise<LedgerRecord[]>;
  /**
   * Takes a person out of these records: what waits in quarantine waits on without content, and what is still to be judged
   * is read from its store anew. Left as they are: what came by a file and is to be judged, and what is being written.
   * @param records `isNamed`: what was found of it says something of them @returns how many have lost something
   */
  forget(run: number, records: readonly { readonly key: RecordKey; readonly isNamed: boolean }[]): Promise<number>;
  /** Takes copies into the map that are in the primary already. @returns how many were not in it before */
  adopt(run: number, adoptions: readonly Adoption[]): Promise<number>;
  /** Takes what was entered by hand for the copies of these records: all or none. @throws ConsolidatorError `internal` */
  linkByHand(run: number, links: readonly HandLink[]): Promise<void>;
  /** What people have linked by hand, in the order of store, entity and source id. */
  linkedByHand(): Promise<LedgerRecord[]>;
  /**
   * What waits since earlier runs, and a narrowed run was not asked for, does not count in it: it would make every such run
   * one that is not done.
   */
  countOnlySelected(run: number, asked: Asked): Promise<void>;
  /** Source ids of orders that a person has dropped with a reason that names this number of the primary. */
  droppedNaming(store: string, targetId: string): Promise<string[]>;
  /**
   * The copies of one entity, in the order of their source ids, those after `after` alone.
   * @param only those booked from that day on, or on none, and those of these orders (by their source ids), whenever they were
   */
  copies(
    store: string,
    entity: EntityName,
    limit: number,
    after?: string,
    only?: { readonly bookedFrom: LocalDate; readonly orders: readonly string[] },
  ): Promise<LedgerRecord[]>;
  /** Of the copies of one entity, in the same order, the day that each is booked on, and nothing else: there may be many. */
  copiedDays(
    store: string,
    entity: EntityName,
    limit: number,
    after?: string,
  ): Promise<Pick<FinancialRecord, 'sourceId' | 'bookedOn'>[]>;
  /** The records for which a run recorded intents. */
  recordsWithIntents(run: number): Promise<LedgerRecord[]>;
  /** Bears another installation's id from now on: for a ledger that was made anew from that one's copies. */
  setInstallationId(id: string): Promise<void>;
  examine(): Promise<LedgerExamination>;
  /** The last run that was narrowed by nothing and read and loaded all of this store, and when it began; null where there was none. */
  lastWholeRun(store: string): Promise<{ readonly id: number; readonly startedAt: Instant } | null>;
  /** Latest first. @param before those alone that came before this run */
  runs(limit: number, before?: number): Promise<RunEntry[]>;
  /** Records that were written again since then, after an earlier write of theirs had been called absent. */
  writtenAgain(store: string, entity: EntityName, since: Instant): Promise<LedgerRecord[]>;
  /**
   * Every order, payment and RMA ever staged, in the order of store, entity and source id.
   * @param from only what is booked on that day or later, what has no day, and what is open, of whatever day
   */
  financialRecords(entities: readonly EntityName[], from?: LocalDate): Promise<FinancialRecord[]>;
  /** What is copied of that day or later, or has no day. */
  financialCopies(entities: readonly EntityName[], from: LocalDate): Promise<FinancialRecord[]>;
  /** What was booked on these days, of all stores and entities, without reading each record. */
  daySums(days: DayRange): Promise<DaySums<FinancialRecord>>;
  /** How many records stand where, over all runs. */
  standing(): Promise<Standing[]>;
  counts(run: number): Promise<Map<string, Map<EntityName, Counts>>>;
  /** What became of all that a run read, with exact sums. */
  partsOfRun(run: number): Promise<RunPart[]>;
  /** Some records of such a part, in the order of their source ids. */
  recordsOfRun(run: number, part: RunPartKey, limit: number): Promise<LedgerRecord[]>;
  /** The source ids of all of them, in order. */
  idsOfRun(run: number, part: RunPartKey): Promise<string[]>;
  /** The records that belong to this order, wherever they stand. */
  belongingTo(store: string, entity: EntityName, parent: string): Promise<LedgerRecord[]>;
  /** The same of several orders: for each of them its records. */
  belongingToEach(store: string, entity: EntityName, parents: readonly string[]): Promise<Map<string, LedgerRecord[]>>;
  history(key: RecordKey): Promise<AuditEntry[]>;
  /** What people decided: so many at most, the latest first. What is about no single record has an empty source id. */
  decisions(limit: number): Promise<{ readonly key: RecordKey; readonly entry: AuditEntry }[]>;
  /** The same of several records, by source id; those of which nothing is told are left out. */
  histories(store: string, entity: EntityName, sourceIds: readonly string[]): Promise<Map<string, AuditEntry[]>>;
  /** What read-backs have taught about a store; null while nothing has. @param scope what about, and which host */
  learned(scope: string, name: string): Promise<string | null>;
  learn(scope: string, name: string, value: string): Promise<void>;
  /** The same of several names; those of which nothing is known are left out. */
  learnedOf(scope: string, names: readonly string[]): Promise<Map<string, string>>;
  /** All or none. */
  learnAll(scope: string, values: ReadonlyMap<string, string>, when?: When): Promise<void>;
  close(): Promise<void>;
}
