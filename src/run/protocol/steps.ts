import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { WriteStep } from '../../entities/definition/write-step.ts';
import { entities } from '../../entities/registry.ts';
import type { LoadTarget } from '../../entities/writing/load-target.ts';
import type { WriteServices } from '../../entities/writing/write-services.ts';
import type { EntityName } from '../../model/entities.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { Destination } from './destination.ts';

/** A step of an entity as it is taken in one run. */
export interface Step<Draft = unknown> {
  readonly entity: EntityName;
  readonly action: string;
  /** For people: `added`. */
  readonly done: string;
  readonly hasNextStep: boolean;
  readonly repeatable: boolean;
  readonly keyless: boolean;
  readonly oneByOne: boolean;
  readonly caseByCase: boolean;
  readonly outcome: 'created' | 'updated';
  readonly quarantineReason: QuarantineReason | undefined;
  readonly target: LoadTarget<Draft, unknown>;
}

export interface StepsOptions {
  readonly destination: Destination;
  readonly services: WriteServices;
  /** Told of the stores whose records are about to be written. @throws ConsolidatorError where nothing may be */
  readonly mayWrite: (stores: readonly string[]) => Promise<void>;
  /** Told of what is about to be written to, right before it is. */
  readonly beforeWrite?: ((entity: EntityName, targetIds: readonly string[]) => void) | undefined;
}

/** Every way in which a run takes records to its destination: those of all registered entities. */
export class Steps {
  /** In the order in which one needs the other. */
  readonly all: readonly Step[];
  readonly #bySpecification = new Map<WriteStep<never>, Step>();

  constructor(options: StepsOptions) {
    this.all = entities.flatMap((definition) =>
      Object.entries(definition.writes.steps).map(([action, specification]) => {
        const step = openStep(options, definition, action, specification);
        this.#bySpecification.set(specification, step);
        return step;
      }),
    );
  }

  /** @throws RangeError for a step of an entity that was not registered when the run began */
  of<Draft>(specification: WriteStep<Draft>): Step<Draft> {
    const step = this.#bySpecification.get(specification);
    if (step === undefined) throw new RangeError('No registered entity has this step');
    // It was made from the same specification.
    return step as Step<Draft>;
  }
}

function openStep(
  { destination, services, mayWrite, beforeWrite }: StepsOptions,
  { name: entity }: EntityDefinition,
  action: string,
  step: WriteStep,
): Step {
  return {
    entity,
    action,
    done: step.done,
    hasNextStep: step.hasNextStep ?? false,
    repeatable: step.repeatable ?? false,
    keyless: step.keyless ?? false,
    oneByOne: step.oneByOne ?? false,
    caseByCase: step.caseByCase ?? false,
    outcome: step.outcome ?? 'created',
    quarantineReason: step.quarantineReason,
    target: guarded(destination.open({ entity, action, step, target: step.open(services) }), {
      mayWrite,
      beforeWrite: (targetIds) => beforeWrite?.(entity, targetIds),
    }),
  };
}

function guarded<Draft>(
  target: LoadTarget<Draft, unknown>,
  {
    mayWrite,
    beforeWrite,
  }: Pick<StepsOptions, 'mayWrite'> & { readonly beforeWrite: (targetIds: readonly string[]) => void },
): LoadTarget<Draft, unknown> {
  const { found } = target;
  return {
    lookUp: (items, options) => target.lookUp(items, options),
    mayWrite: (items) => mayWrite(items.map(({ key }) => key.store)),
    write: (items) => {
      beforeWrite(items.map(({ targetId }) => targetId));
      return target.write(items);
    },
    isCopyOf: (item, existing) => target.isCopyOf(item, existing),
    doubt: (item, existing) => target.doubt?.(item, existing),
    readBack: async (item, existing) => target.readBack?.(item, existing),
    elsewhere: async (written) => (await target.elsewhere?.(written)) ?? new Map(),
    compare: (draft, existing) => target.compare(draft, existing),
    ...(found === undefined ? {} : { found: found.bind(target) }),
  };
}
