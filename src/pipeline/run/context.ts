import type { Ledger } from '../../ledger/ledger.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readCurrencySettings } from '../../neto/reference-lists.ts';
import { lookUpNames, type PrimaryNames } from '../../resolve/primary-names.ts';
import type { FixedRules, StoreRules } from '../../transform/rules.ts';
import type { Pipeline, Secondary } from '../config/pipeline.ts';
import type { Narrowing } from './narrowing.ts';
import type { Paces } from './pace.ts';
import type { Progress } from './progress.ts';
import type { Targets } from './targets.ts';

/** One secondary within a run. */
export interface StoreRun {
  readonly secondary: Secondary;
  readonly client: NetoClient;
  readonly fixed: FixedRules;
  readonly rulesHash: string;
}

/** What all stages of one run share. */
export interface RunContext {
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly run: number;
  readonly stores: readonly StoreRun[];
  readonly primary: NetoClient;
  readonly targets: Targets;
  readonly paces: Paces;
  readonly narrowing: Narrowing;
  readonly allowEmpty: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
  readonly asked: AskedOnce;
}

export function selected({ narrowing }: RunContext, { secondary }: StoreRun, entity: EntityName): boolean {
  return secondary.entities.includes(entity) && (narrowing.entities?.includes(entity) ?? true);
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
  #names: PrimaryNames | undefined;

  constructor(primary: NetoClient, signal: AbortSignal | undefined) {
    this.#primary = primary;
    this.#signal = signal;
  }

  async names(): Promise<PrimaryNames> {
    this.#names ??= await lookUpNames(this.#primary, { signal: this.#signal });
    return this.#names;
  }

  async rules({ client, fixed }: StoreRun): Promise<StoreRules> {
    let rules = this.#rules.get(fixed.store);
    if (rules === undefined) {
      const source = await readCurrencySettings(client, { signal: this.#signal });
      const primary = await this.names();
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
