import { type CustomerCopy, customerTarget } from '../../entities/customer/write.ts';
import { type OrderCopy, type OrderTargetOptions, orderTarget } from '../../entities/order/write/add.ts';
import type { Approval } from '../../entities/order/write/approval.ts';
import { approvalTarget } from '../../entities/order/write/approvals.ts';
import { type CancellationDraft, cancellationTarget } from '../../entities/order/write/cancellations.ts';
import { type RoundingEffects, roundingTarget } from '../../entities/order/write/roundings.ts';
import { updateTarget } from '../../entities/order/write/updates.ts';
import { type PaymentCopy, paymentTarget } from '../../entities/payment/write.ts';
import { type ProductCopy, productTarget } from '../../entities/product/write.ts';
import { type RmaCopy, rmaTarget } from '../../entities/return/write.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { LoadTarget } from '../../entities/writing/load-target.ts';
import type { ReferenceMemory } from '../../entities/writing/referenced.ts';
import type { OrderUpdateDraft } from '../../model/drafts.ts';
import type { EntityName, RecordKey } from '../../model/entities.ts';
import type { Order } from '../../model/order.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { NetoClient } from '../../neto/client.ts';
import { asHeld, simulated } from './simulated-target.ts';

/** What an order's first intent means: all that both of its steps need. */
export type OrderPlan = OrderCopy & Approval;

type Target<Draft> = LoadTarget<Draft, unknown>;

/** One step of one entity: how it is looked up, written, compared, and whether another step follows. */
export interface Step<Draft> {
  readonly entity: EntityName;
  readonly action: string;
  readonly furtherStep: boolean;
  /** Sets a state: to do it twice does no more than to do it once. */
  readonly repeatable: boolean;
  /** The primary gives what is added a number of its own, and takes the same once more. */
  readonly keyless: boolean;
  /** What a record counts as whose last step this is. */
  readonly outcome: 'created' | 'updated';
  /** The reason for which this step holds a record, where it has one of its own. */
  readonly heldAs?: QuarantineReason | undefined;
  readonly target: Target<Draft>;
  /** What was looked up by other means, in the form in which this target finds it. */
  readonly asFound: (held: ReadonlyMap<string, unknown>) => ReadonlyMap<string, unknown>;
}

/** Every way a record gets into the primary. A new entity is one more entry here. */
export interface Targets {
  readonly products: Step<ProductCopy>;
  readonly customers: Step<CustomerCopy>;
  readonly orders: Step<OrderPlan>;
  readonly roundings: Step<OrderPlan>;
  readonly approvals: Step<OrderPlan>;
  readonly updates: Step<OrderUpdateDraft>;
  readonly cancellations: Step<CancellationDraft>;
  readonly payments: Step<PaymentCopy>;
  readonly rmas: Step<RmaCopy>;
}

export interface TargetOptions {
  readonly primary: NetoClient;
  readonly installation: OrderTargetOptions['installation'];
  readonly hostOf: OrderTargetOptions['hostOf'];
  /** Cuts requests that are under way. */
  readonly signal: AbortSignal | undefined;
  /** What this primary makes of the references of what has no key. */
  readonly references: (entity: EntityName) => ReferenceMemory;
  readonly rounding: RoundingEffects;
  /** Told of the stores whose records are about to be written. @throws ConsolidatorError where nothing may be */
  readonly mayWrite: (stores: readonly string[]) => Promise<void>;
  /** Told of each copy of an order as the primary shows it right after it was added. */
  readonly onCopy: (copy: Order) => void;
  /** Told of each copy as it was read back after its approval. */
  readonly onApproved?: ((key: RecordKey, copy: Order) => Promise<void>) | undefined;
  /** Told of a doubtful copy whose total is cents beside what is meant. */
  readonly onCentsOff: (targetId: string) => void;
  /** Nothing is written; what would be is found as if it had been. */
  readonly simulate: boolean;
  /** Told of what a simulated run would have written. */
  readonly collect?: ((entity: EntityName, action: string, items: readonly LoadItem<unknown>[]) => void) | undefined;
}

type Manner = Partial<Pick<Step<unknown>, 'furtherStep' | 'repeatable' | 'keyless' | 'outcome' | 'heldAs'>>;

export function openTargets(options: TargetOptions): Targets {
  const { primary, signal, simulate } = options;
  const step = <Draft, Held>(
    entity: EntityName,
    action: string,
    target: LoadTarget<Draft, Held>,
    { furtherStep = false, repeatable = false, keyless = false, outcome = 'created', heldAs }: Manner = {},
  ): Step<Draft> => ({
    entity,
    action,
    furtherStep,
    repeatable,
    keyless,
    outcome,
    heldAs,
    // Each target is given back only what it found itself, so what it holds may be any type of its own.
    target: {
      ...((simulate
        ? simulated(target, (items) => options.collect?.(entity, action, items))
        : target) as Target<Draft>),
      mayWrite: (items) => options.mayWrite(items.map(({ key }) => key.store)),
    },
    asFound: (held) => (simulate ? asHeld(held) : held),
  });
  return {
    products: step('products', 'add', productTarget(primary, signal)),
    customers: step('customers', 'add', customerTarget(primary, signal)),
    orders: step(
      'orders',
      'add',
      orderTarget({
        ...options,
        client: primary,
        canRound: () => options.rounding.known() !== 'ignored',
      }),
      { furtherStep: true },
    ),
    roundings: step('orders', 'round', roundingTarget(primary, options.rounding, signal), {
      furtherStep: true,
      repeatable: true,
    }),
    approvals: step('orders', 'approve', approvalTarget(primary, signal, options.onApproved), { repeatable: true }),
    updates: step('orders', 'update', updateTarget(primary, signal), { repeatable: true, outcome: 'updated' }),
    cancellations: step('orders', 'cancel', cancellationTarget(primary, signal), {
      repeatable: true,
      outcome: 'updated',
      heldAs: 'cancelled-after-copy',
    }),
    payments: step('payments', 'add', paymentTarget(primary, signal, options.references('payments')), {
      keyless: true,
    }),
    rmas: step('rmas', 'add', rmaTarget(primary, signal, options.references('rmas')), { keyless: true }),
  };
}
