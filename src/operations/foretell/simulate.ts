import type { Pipeline } from '../../config/pipeline.ts';
import { entityNames } from '../../entities/kinds.ts';
import { orderSteps } from '../../entities/order/write/steps.ts';
import type { LoadTarget } from '../../entities/writing/load-target.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { OrderDraft } from '../../model/drafts.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import type { Clock } from '../../neto/clock.ts';
import type { RunOptions } from '../../run/options.ts';
import type { EntityStep } from '../../run/protocol/destination.ts';
import { PlanDestination } from '../../run/protocol/plan-destination.ts';
import { runPipeline } from '../../run/run.ts';
import type { RunSummary } from '../../run/summary.ts';

const SAMPLE = 100;

/** A plan that keeps what no summary tells of the copies. */
class SampleDestination extends PlanDestination {
  /** By store, the payment terms of its orders. */
  readonly terms = new Map<string, Set<string>>();
  /** By store, those of its orders whose copies get no due date. */
  readonly undated = new Map<string, Set<string>>();

  override open<Draft, Existing>(of: EntityStep<Draft, Existing>): LoadTarget<Draft, unknown> {
    const target = super.open(of);
    if ((of.step as unknown) !== orderSteps.add) return target;
    return {
      ...target,
      write: (items) => {
        for (const { key, draft } of items) {
          const { paymentTerms, dueAt } = (draft as { readonly draft: OrderDraft }).draft;
          for (const terms of dueAt === null ? [this.terms, this.undated] : [this.terms])
            terms.set(key.store, (terms.get(key.store) ?? new Set()).add(paymentTerms.trim()));
        }
        return target.write(items);
      },
    };
  }
}

/** What a run would come to that takes nothing but the latest orders. */
export interface Simulation {
  readonly summary: RunSummary;
  /** Orders of each store that were asked for. */
  readonly sample: number;
  /** Records of the sample, and what its orders name, that would be quarantined, or are. */
  readonly quarantined: readonly LedgerRecord[];
  readonly destination: SampleDestination;
}

export interface SimulationOptions extends Pick<RunOptions, 'pipeline' | 'home' | 'signal' | 'progress' | 'now'> {
  /** Orders of each store that are looked at, those placed last; 100 when left out. */
  readonly sample?: number | undefined;
  /** For tests: what the clients wait by. */
  readonly clock?: Clock | undefined;
}

interface Simulated {
  /** Stores that can be read. */
  readonly names: readonly string[];
  readonly lists: PrimaryLists;
  /** Where the ledger can't be used, the run is as on a new one, to which all copies are its own. */
  readonly hasLedger: boolean;
}

/**
 * The run that `plan` is made of, over the latest orders of some stores.
 * @throws ConsolidatorError `stopped`, and whatever keeps a run from beginning
 */
export async function simulate(
  options: SimulationOptions,
  { names, lists, hasLedger }: Simulated,
): Promise<Simulation> {
  const { home, now, clock, signal, progress, sample = SAMPLE } = options;
  const quarantined: LedgerRecord[] = [];
  const destination = new SampleDestination();
  const summary = await runPipeline({
    pipeline: asSimulated(options.pipeline, hasLedger, sample),
    home,
    destination,
    lists,
    narrowing: { stores: names, latest: sample },
    // What asks a person, and whether a key sees orders, is told by the check itself.
    yes: true,
    allowEmpty: true,
    takeOver: !hasLedger,
    signal,
    now,
    // How far it is tells nothing to whoever waits for a check.
    progress: (event) => {
      if (event.kind === 'request' || event.kind === 'wait') progress?.(event);
    },
    ...(clock === undefined ? {} : { between: { ledger: (one) => one, store: (one) => one, clock } }),
    inspect: async (ledger, run) => {
      for (const store of names)
        for (const entity of entityNames()) {
          const part = { store, entity, outcome: 'quarantined' } as const;
          quarantined.push(...(await ledger.recordsOfRun(run, part, Number.MAX_SAFE_INTEGER)));
        }
    },
  });
  if (summary.status === 'stopped') throw new ConsolidatorError('stopped', 'Stopped as asked, between two requests.');
  return { summary, sample, quarantined, destination };
}

/** A guard that stops a run would hide all that comes after it: what it finds is quarantined instead, and told as what it is. */
function asSimulated(pipeline: Pipeline, hasLedger: boolean, sample: number): Pipeline {
  const guards = { ...pipeline.guards };
  for (const name of Object.keys(guards) as (keyof typeof guards)[]) if (guards[name] === 'stop') guards[name] = 'hold';
  const ledger = hasLedger ? pipeline.ledger : `${pipeline.ledger}.none`;
  // Nothing is written, so nothing has to be tried on a few first.
  const database = hasLedger ? pipeline.database : undefined;
  return { ...pipeline, ledger, database, guards, load: { ...pipeline.load, batchSizes: [sample] } };
}
