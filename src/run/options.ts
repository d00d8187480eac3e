import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PrimaryLists } from '../model/reference-lists.ts';
import type { NetoClient } from '../neto/client.ts';
import type { Clock } from '../neto/clock.ts';
import type { ListSizes } from '../neto/long-lists.ts';
import type { Progress } from '../session/progress.ts';
import type { StoreFeeds } from '../session/store-feeds.ts';
import type { Narrowing } from './context/narrowing.ts';
import type { ProofWanted, Prover } from './proof.ts';
import type { Destination } from './protocol/destination.ts';

export interface RunOptions {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly narrowing?: Narrowing | undefined;
  /** Files that one store is read from instead of what the pipeline says (`import`). */
  readonly feeds?: { readonly store: string; readonly feeds: StoreFeeds } | undefined;
  /** More than 200 orders that are older than the last whole run are wanted. */
  readonly yes?: boolean | undefined;
  /** Whose word it was begun by, where that is to be in the audit; left out: it began by itself, or at a terminal. */
  readonly begunBy?: string | undefined;
  /** A store without any order is no sign of a key without rights. */
  readonly allowEmpty?: boolean | undefined;
  readonly takeOver?: boolean | undefined;
  /** Why they are taken over, in the person's own words; it goes into the audit. */
  readonly takeOverReason?: string | undefined;
  /** Stores of which orders of the primary that look like their copies are none. */
  readonly notCopiedYet?: readonly string[] | undefined;
  /** Compares both sides at the end of a whole run; left out: no run proves. */
  readonly prover?: Prover | undefined;
  /** Links what people have queued while a run went on, before and after this one; left out: that waits for a run that does. */
  readonly linker?: ((pipeline: Pipeline, around: LinkingAround) => Promise<unknown>) | undefined;
  /** `daily` when left out. */
  readonly proof?: ProofWanted | undefined;
  /** A plan: the same run on a copy of the ledger, with every write to the primary left out. */
  readonly simulate?: boolean | undefined;
  /** Where copies go, for this run alone; left out: to the primary, or nowhere where `simulate` is set. */
  readonly destination?: Destination | undefined;
  /** The primary's lists, where they have just been read. */
  readonly lists?: PrimaryLists | undefined;
  readonly progress?: Progress | undefined;
  /**
   * Asks the run to end between two steps, with the status `stopped`: a write that is under way is finished and read
   * back. What takes longer than `cutAfterMilliseconds` (20,000 when left out) is cut then, with its intents left for
   * the next run to settle, so that a process that passes its SIGINT and SIGTERM on to this is gone within 30 s.
   */
  readonly signal?: AbortSignal | undefined;
  readonly cutAfterMilliseconds?: number | undefined;
  /** For tests: this program's version, on which what it has proven of the primary depends. */
  readonly version?: string | undefined;
  /** This machine's id; for tests. */
  readonly machine?: string | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
  /** The time of day as this machine tells it, which may be set while the run goes on; for tests. */
  readonly wall?: (() => number) | undefined;
  /** For tests: what comes between the run and its ledger or a store, to watch or break each step. */
  readonly between?: Between | undefined;
  /** Called before the ledger of the run is closed; a plan looks at its samples here. */
  readonly inspect?: ((ledger: Ledger, run: number) => Promise<void>) | undefined;
}

export interface LinkingAround {
  readonly home: string;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

export interface Between {
  ledger(ledger: Ledger): Ledger;
  store(client: NetoClient): NetoClient;
  readonly clock?: Clock | undefined;
  /** That of the log of requests, which all processes of a machine share; the machine's own when left out. */
  readonly requestClock?: Clock | undefined;
  /** For how long a lease lasts without being prolonged, in seconds; 60 when left out. */
  readonly leaseSeconds?: number | undefined;
  /** Keys in one request to a store; the client's own sizes when left out. */
  readonly listSizes?: ListSizes | undefined;
  /** Orders that are loaded together; 100 when left out, 200 in batches of 50. */
  readonly chunk?: number | undefined;
}
