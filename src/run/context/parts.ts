import type { Pipeline } from '../../config/pipeline.ts';
import type { RoundingEffects } from '../../entities/writing/write-services.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RunProblem } from '../../model/errors.ts';
import type { Order } from '../../model/order.ts';
import type { Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { Clock } from '../../neto/clock.ts';
import type { BooksOfRun } from '../../session/books-of-run.ts';
import type { NumbersInXero, WaitForXero } from '../../session/numbers-in-xero.ts';
import type { OpenExports } from '../../session/open-exports.ts';
import type { PrimaryTime } from '../../session/primary-time.ts';
import type { Progress } from '../../session/progress.ts';
import type { StoreHabits } from '../../session/store-habits.ts';
import type { StoreReadings } from '../../session/store-readings.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { Canaries } from '../protocol/canary.ts';
import type { CopyWatch } from '../protocol/copy-watch.ts';
import type { Destination } from '../protocol/destination.ts';
import type { Paces } from '../protocol/pace.ts';
import type { Steps } from '../protocol/steps.ts';
import type { ComparedCopies } from './compared-copies.ts';
import type { ContactSurvey } from './contact-survey.ts';
import type { DailyBudget } from './daily-budget.ts';
import type { FieldGroups } from './field-groups.ts';
import type { FreshCopies } from './fresh-copies.ts';
import type { Narrowing } from './narrowing.ts';
import type { OrderGates } from './order-gates.ts';
import type { ReferenceCache } from './reference-cache.ts';
import type { GuardGroups, RunWarning } from './warnings.ts';
import type { WorthALook } from './worth-a-look.ts';

/** What every stage of a run is given. */
export interface RunBasics {
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly run: number;
  readonly stores: readonly StoreRun[];
  readonly narrowing: Narrowing;
  readonly allowEmpty: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** No write of before counts as never done before: whoever was taken over may have sent it late. Left out: nobody was. */
  readonly notAbsentBefore?: Instant | undefined;
  /** Stop between two steps. */
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress;
  /** What went wrong with a part of the run while the rest went on; filled while the run goes on. */
  readonly problems: RunProblem[];
  /** Filled while the run goes on. */
  readonly warnings: RunWarning[];
  /** What is seen, by the way, of how the stores behave; filled while the run goes on. */
  readonly habits: StoreHabits;
}

/** Of a run that asks the primary, too. */
export interface ReadingRun extends RunBasics {
  readonly primary: NetoClient;
  /** In a run with a limit, or of a sample: by store, the source ids of the orders that it has read. */
  readonly readNow: Map<string, ReadonlySet<string>>;
  /** Where copies go. */
  readonly destination: Destination;
  readonly lookups: ReferenceCache;
  /** Copies that this run added a moment ago, as they were read back. */
  readonly freshCopies: FreshCopies;
  readonly primaryTime: PrimaryTime;
  /** What differs on copies and need not agree, or is not shown; filled while the run goes on. */
  readonly compared: ComparedCopies;
  /** What must be left alone, since files that hold it may be imported at any moment. */
  readonly exports: OpenExports;
}

/** Of a run that writes to the primary: how, how fast, and what it found. */
export interface WritingRun extends ReadingRun {
  readonly steps: Steps;
  readonly paces: Paces;
  readonly canaries: Canaries;
  /** For pauses before what is tried again. */
  readonly clock: Clock;
  /** Some time after `signal`: cut what is still under way. What a write and its read-back need goes by this one. */
  readonly cut: AbortSignal | undefined;
  /** What is copied rightly and may be wrong where it comes from; filled while the run goes on. */
  readonly look: WorthALook;
  /** Set where copies of another installation are taken: how many of each entity, by store. */
  readonly takenOver: Map<string, Record<string, number>> | undefined;
  /** What changed in stores, and need not go over to the copies; filled while the run goes on. */
  readonly leftAlone: FieldGroups;
}

/** What is known of orders beyond themselves: the arithmetic of stores, guards, contacts. */
export interface OrderRun extends WritingRun {
  /** What is known of the stores' arithmetic. */
  readonly readings: StoreReadings;
  /** What the primary makes of OrderRounding. */
  readonly rounding: RoundingEffects;
  /** Target ids, in lower case, of copies whose total is to be set right by cents before they are approved. */
  readonly centsOff: Set<string>;
  /** Copies as the primary showed them right after they were added; what they teach of it is taken after each batch. */
  readonly copiesSeen: Order[];
  /** What guards that are to `warn` found on orders that were copied; filled while the run goes on. */
  readonly guarded: GuardGroups;
  /** Of the orders that were copied, where `guards.contacts` is to warn. */
  readonly contacts: ContactSurvey;
  /** Undefined where the pipeline names no books. */
  readonly numbersInXero: NumbersInXero | undefined;
  readonly books: BooksOfRun | undefined;
  /** By store; filled while the run goes on. */
  readonly waitForXero: Map<string, WaitForXero>;
  /** Why orders are quarantined by `guards.contacts`, by store and source id; judged before the first write. */
  readonly existingContacts: Map<string, string>;
}

/** What may keep a store from being written to. */
export interface WriteGates {
  /** Orders that are loaded together: as many as one look-up takes. */
  readonly chunk: number;
  /** Whose orders may be written. */
  readonly gates: OrderGates;
  /** Stores of which nothing may be written in this run; filled before the first write. */
  readonly stoppedStores: Set<string>;
  /** Stores of which a person says that what looks like their copies is none. */
  readonly notCopiedYet: readonly string[];
  /** In a run with a limit: by store, the source ids of the orders that it takes. */
  readonly chosen: Map<string, ReadonlySet<string>>;
  /** Whether anybody else writes what this ledger writes. */
  readonly watch: CopyWatch;
  /** Takes, between two batches, what people have decided meanwhile. */
  readonly takeDecisions: () => Promise<void>;
}

/** Of work that is due once a day. */
export interface DailyWork {
  /** What work that is due once a day may ask of the stores in this run. */
  readonly daily: DailyBudget;
}
