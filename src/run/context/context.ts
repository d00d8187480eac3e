import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RoundingEffects } from '../../load/roundings.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Order } from '../../model/order.ts';
import type { RunProblem } from '../../model/run-problem.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { LocalDate } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { Clock } from '../../neto/clock.ts';
import { readAccountsByUsername } from '../../neto/customers.ts';
import { readOrdersOfDay } from '../../neto/orders-of-day.ts';
import { readCurrencySettings } from '../../neto/reference-lists.ts';
import { lookUpNames, type PrimaryNames } from '../../resolve/primary-names.ts';
import type { OpenExports } from '../../session/open-exports.ts';
import type { PrimaryTime } from '../../session/primary-time.ts';
import type { Progress } from '../../session/progress.ts';
import type { StoreReadings } from '../../session/store-readings.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { Canaries } from '../protocol/canary.ts';
import type { CopyWatch } from '../protocol/copy-watch.ts';
import type { Paces } from '../protocol/pace.ts';
import type { Planned } from '../protocol/planned.ts';
import type { Targets } from '../protocol/targets.ts';
import type { ComparedCopies } from './compared-copies.ts';
import type { ContactSurvey } from './contact-survey.ts';
import type { DailyBudget } from './daily-budget.ts';
import type { FieldGroups } from './field-groups.ts';
import type { Narrowing } from './narrowing.ts';
import type { OrderGates } from './order-gates.ts';
import type { GuardGroups, RunWarning } from './warnings.ts';

/** What all stages of one run share. */
export interface RunContext {
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly run: number;
  readonly stores: readonly StoreRun[];
  readonly primary: NetoClient;
  readonly targets: Targets;
  /** Whose orders may be written. */
  readonly gates: OrderGates;
  readonly paces: Paces;
  readonly canaries: Canaries;
  /** What is known of the stores' arithmetic. */
  readonly readings: StoreReadings;
  /** What the primary makes of OrderRounding. */
  readonly rounding: RoundingEffects;
  /** Target ids, in lower case, of copies whose total is to be set right by cents before they are approved. */
  readonly centsOff: Set<string>;
  /** Copies as the primary showed them right after they were added; what they teach of it is taken after each batch. */
  readonly copiesSeen: Order[];
  readonly narrowing: Narrowing;
  readonly allowEmpty: boolean;
  /** Stores of which a person says that what looks like their copies is none. */
  readonly notCopiedYet: readonly string[];
  /** Stores of which nothing may be written in this run; filled before the first write. */
  readonly stoppedStores: Set<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For pauses before what is tried again. */
  readonly clock: Clock;
  readonly primaryTime: PrimaryTime;
  /** Whether anybody else writes what this ledger writes. */
  readonly watch: CopyWatch;
  readonly progress: Progress;
  /** Stop between two steps. */
  readonly signal: AbortSignal | undefined;
  /** Some time after `signal`: cut what is still under way. What a write and its read-back need goes by this one. */
  readonly cut: AbortSignal | undefined;
  readonly asked: AskedOnce;
  /** What work that is due once a day may ask of the stores in this run. */
  readonly daily: DailyBudget;
  /** Set in a plan. */
  readonly planned: Planned | undefined;
  /** What must be left alone, since files that hold it may be imported at any moment. */
  readonly exports: OpenExports;
  /** What went wrong with a part of the run while the rest went on; filled while the run goes on. */
  readonly problems: RunProblem[];
  /** Filled while the run goes on. */
  readonly warnings: RunWarning[];
  /** What guards that are to `warn` found on orders that were copied; filled while the run goes on. */
  readonly guarded: GuardGroups;
  /** What differs on copies and need not agree, or is not shown; filled while the run goes on. */
  readonly compared: ComparedCopies;
  /** What changed in stores, and need not go over to the copies; filled while the run goes on. */
  readonly leftAlone: FieldGroups;
  /** Of the orders that were copied, where `guards.contacts` is to warn. */
  readonly contacts: ContactSurvey;
  /** Why orders are held by `guards.contacts`, by store and source id; judged before the first write. */
  readonly heldContacts: Map<string, string>;
}

export function primaryHost({ pipeline }: Pick<RunContext, 'pipeline'>): string {
  return new URL(pipeline.primary.url).host;
}

export function selected({ narrowing }: RunContext, { secondary }: StoreRun, entity: EntityName): boolean {
  return secondary.entities.includes(entity) && (narrowing.entities?.includes(entity) ?? true);
}

/** The same run for daily work: its requests keep to that work's share of the stores' limits. */
export function pacedContext(context: RunContext): RunContext {
  const { daily, primary, stores } = context;
  return {
    ...context,
    primary: daily.paced(primary),
    stores: stores.map((store) => ({ ...store, client: daily.paced(store.client) })),
  };
}

/** Between two steps, so that none is cut in half. @throws ConsolidatorError `stopped` */
export function stopIfAsked({ signal }: Pick<RunContext, 'signal'>): void {
  if (signal?.aborted === true) throw new ConsolidatorError('stopped', 'Stopped as asked, between two steps.');
}

/** What is asked of the stores at most once in a run, and only when something is to be loaded. */
export class AskedOnce {
  readonly #primary: NetoClient;
  readonly #signal: AbortSignal | undefined;
  readonly #rules = new Map<string, StoreRules>();
  readonly #accounts = new Set<string>();
  readonly #ordersOf = new Map<LocalDate, Promise<readonly Order[]>>();
  #names: PrimaryNames | undefined;

  constructor(primary: NetoClient, signal: AbortSignal | undefined) {
    this.#primary = primary;
    this.#signal = signal;
  }

  /** Which of these accounts are not in the primary. One whose presence was asked for, or is known, is not asked for again. */
  async missingAccounts(usernames: readonly string[]): Promise<string[]> {
    const unknown = usernames.filter((username) => !this.#accounts.has(lowerKey(username)));
    const found = await readAccountsByUsername(this.#primary, unknown, { signal: this.#signal });
    for (const { username } of found) this.#accounts.add(lowerKey(username));
    return usernames.filter((username) => !this.#accounts.has(lowerKey(username)));
  }

  /** The primary's orders of a day, as they were when they were first asked for. */
  ordersOf(day: LocalDate): Promise<readonly Order[]> {
    const asked = this.#ordersOf.get(day) ?? readOrdersOfDay(this.#primary, day, this.#signal);
    this.#ordersOf.set(day, asked);
    return asked;
  }

  async names(): Promise<PrimaryNames> {
    this.#names ??= await lookUpNames(this.#primary, { signal: this.#signal });
    return this.#names;
  }

  async rules({ client, feeds, fixed }: StoreRun): Promise<StoreRules> {
    let rules = this.#rules.get(fixed.store);
    if (rules === undefined) {
      const primary = await this.names();
      // Files name no tax rate: the order's own tax would not show a wrong one, its total would.
      const source = feeds === undefined ? await readCurrencySettings(client, { signal: this.#signal }) : primary;
      rules = {
        ...fixed,
        sourceGstPercent: source.gstPercent,
        primaryGstPercent: primary.gstPercent,
        sourceCurrency: source.currency,
        primaryCurrency: primary.currency,
      };
      this.#rules.set(fixed.store, rules);
    }
    return rules;
  }
}
