import type { Order } from '../../../model/order.ts';
import type { Writes } from '../../definition/definition.ts';
import type { LoadTarget } from '../../writing/load-target.ts';
import { type OrderCopy, orderTarget } from './add.ts';
import type { Approval } from './approval.ts';
import { approvalTarget } from './approvals.ts';
import { cancellationTarget } from './cancellations.ts';
import { roundingTarget } from './roundings.ts';
import { updateTarget } from './updates.ts';

/** What is to be written for an order: all that the steps from adding it to its approval need. */
export type OrderWrite = OrderCopy & Approval;

/** Of the copy of an order: under whose account it would stand. */
export interface ForeseenOrder {
  readonly username: string;
}

type OrderTarget = LoadTarget<OrderWrite, Order>;

export const orderSteps = {
  add: {
    done: 'added',
    hasNextStep: true,
    open: ({ primary, rounding, ...services }): OrderTarget =>
      orderTarget({ ...services, client: primary, canRound: () => rounding.known() !== 'ignored' }),
    foresee: ({ draft }: OrderWrite): ForeseenOrder => ({ username: draft.username }),
  },
  round: {
    done: 'rounded',
    hasNextStep: true,
    repeatable: true,
    // Cents are each order's own, and what the primary makes of OrderRounding is learned by its first use.
    caseByCase: true,
    open: ({ primary, rounding, signal }): OrderTarget => roundingTarget(primary, rounding, signal),
  },
  approve: {
    done: 'approved',
    repeatable: true,
    open: ({ primary, signal, onApproved }): OrderTarget => approvalTarget(primary, signal, onApproved),
  },
  update: {
    done: 'changed',
    repeatable: true,
    outcome: 'updated',
    open: ({ primary, signal }) => updateTarget(primary, signal),
  },
  cancel: {
    done: 'cancelled',
    repeatable: true,
    outcome: 'updated',
    quarantineReason: 'cancelled-after-copy',
    open: ({ primary, signal }) => cancellationTarget(primary, signal),
  },
} as const satisfies Writes['steps'];
