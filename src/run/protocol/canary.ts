import { plural } from '../../entities/kinds.ts';
import { comparedField } from '../../entities/registry.ts';
import type { Difference } from '../../entities/writing/load-target.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { RecordKey } from '../../model/entities.ts';
import type { RunProblem } from '../../model/errors.ts';
import type { Seen } from '../../model/habits.ts';
import type { LoadOutcome } from './batch.ts';
import { commonFields, type DifferingCanary, fieldOf } from './common-fields.ts';
import type { Step } from './steps.ts';

/** Canaries in a row that must differ in one field before the fault counts as the primary's and not the records'. */
const SYSTEMATIC = 3;
/** Before the field that a step was stopped for, in place of the version that proved it. */
const SUSPECTED = 'stopped for ';

type StepName = Pick<Step<never>, 'entity' | 'action' | 'done'>;

/** One entity's step for one store: whether its first record has been written, read back and found right in full. */
interface Trial {
  state: 'untried' | 'proven' | 'stopped';
  differing: DifferingCanary[];
  /** The field in which an earlier run's canaries all differed: one more that does is enough. */
  readonly suspected?: string | undefined;
}

export interface CanaryOptions {
  readonly ledger: Ledger;
  /** The primary's host: another primary has other settings. */
  readonly primaryHost: string;
  /** Of this program: another version writes and reads in another way. */
  readonly version: string;
  /** Whether the primary has afterwards what was written: nothing else could be proven. */
  readonly keeps: boolean;
  /** Told of how the first of a kind came back. */
  readonly tell?: ((seen: Seen) => void) | undefined;
  /** Told once of each step that stops. */
  readonly onStop: (problem: RunProblem) => void;
}

/**
 * The first record of each entity and step is written alone for each store, and no second one before it was read back
 * and found right in full: a setting of the primary that alters what it is sent is found on one record, not on a
 * thousand. What is proven is kept by primary, store, entity, step and version of this program.
 */
export class Canaries {
  readonly #options: CanaryOptions;
  readonly #trials = new Map<string, Trial>();

  constructor(options: CanaryOptions) {
    this.#options = options;
  }

  /** Whether these steps may write several records at once for this store. */
  async areProven(store: string, steps: readonly StepName[]): Promise<boolean> {
    for (const step of steps) if ((await this.#trial(store, step)).state !== 'proven') return false;
    return true;
  }

  /** Whether one of these steps writes nothing more for this store in this run. */
  async areStopped(store: string, steps: readonly StepName[]): Promise<boolean> {
    for (const step of steps) if ((await this.#trial(store, step)).state === 'stopped') return true;
    return false;
  }

  /** A record that was found as it was meant, be it now or when an outcome that was unknown was settled. */
  async prove(store: string, step: StepName): Promise<void> {
    const trial = await this.#trial(store, step);
    if (trial.state !== 'untried') return;
    trial.state = 'proven';
    if (!this.#options.keeps) return;
    this.#options.tell?.({ habit: 'firstCopy', value: 'as-meant', in: step.entity });
    await this.#options.ledger.learn(this.#scope(), nameOf(store, step), this.#options.version);
  }

  /**
   * What became of a canary. One that differs is in quarantine by now, and the next record is tried; what the primary
   * refuses, or does not show yet, says nothing about how it stores.
   */
  async note(
    step: StepName & Pick<Step<never>, 'caseByCase'>,
    canary: { readonly key: RecordKey; readonly targetId: string },
    outcome: LoadOutcome | undefined,
    differences: readonly Difference[],
  ): Promise<void> {
    const { store } = canary.key;
    if (outcome === 'done') return this.prove(store, step);
    if (outcome !== 'quarantined' || differences.length === 0 || step.caseByCase) return;
    this.#options.tell?.({ habit: 'firstCopy', value: 'differs', in: step.entity });
    const trial = await this.#trial(store, step);
    trial.differing = [...trial.differing, { ...canary, differences }].slice(-SYSTEMATIC);
    const common = systematicField(trial, differences);
    if (common === undefined) return;
    trial.state = 'stopped';
    this.#options.onStop(stopOf(store, step, common, trial.differing));
    await this.#options.ledger.learn(this.#scope(), nameOf(store, step), SUSPECTED + common);
  }

  async #trial(store: string, step: StepName): Promise<Trial> {
    const name = nameOf(store, step);
    const known = this.#trials.get(name);
    if (known !== undefined) return known;
    const { ledger, keeps, version } = this.#options;
    const learned = await ledger.learned(this.#scope(), name);
    const suspected = learned?.startsWith(SUSPECTED) === true ? learned.slice(SUSPECTED.length) : undefined;
    const trial: Trial = { state: !keeps || learned === version ? 'proven' : 'untried', differing: [], suspected };
    this.#trials.set(name, trial);
    return trial;
  }

  #scope(): string {
    return `canary ${this.#options.primaryHost}`;
  }
}

/** Three in a row; after a run that was stopped for the same field, the first one. */
function systematicField({ differing, suspected }: Trial, latest: readonly Difference[]): string | undefined {
  if (suspected !== undefined && latest.some((one) => fieldOf(one) === suspected)) return suspected;
  return differing.length < SYSTEMATIC ? undefined : commonFields(differing)[0];
}

function nameOf(store: string, { entity, action }: StepName): string {
  return `${store} ${entity} ${action}`;
}

function stopOf(
  store: string,
  { entity, done }: StepName,
  field: string,
  canaries: readonly DifferingCanary[],
): RunProblem {
  const shown = canaries.map(({ targetId, differences }) => {
    const difference = differences.find((one) => fieldOf(one) === field);
    return `${targetId}: ${difference?.meant} was meant, the primary shows ${difference?.held || 'none'}`;
  });
  const row = comparedField(entity, field);
  return {
    store,
    code: 'canary-differs',
    message: [
      `${store}: the first ${canaries.length === 1 ? '' : `${canaries.length} `}${plural(entity)} that were ${done} came back with another ${row?.name ?? field} (${shown.join('; ')}).`,
      `So no more ${plural(entity)} of ${store} are ${done} in this run.`,
      ...(row === undefined ? [] : [`What usually does this: ${row.cause}`]),
      'Those few are in quarantine. Mend the setting in the primary, settle them, and run again: the next run begins with one record.',
    ].join(' '),
  };
}
