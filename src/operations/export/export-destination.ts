import { customerSteps } from '../../entities/customer/write.ts';
import type { WriteStep } from '../../entities/definition/write-step.ts';
import { orderSteps } from '../../entities/order/write/steps.ts';
import { paymentSteps } from '../../entities/payment/write.ts';
import { productSteps } from '../../entities/product/write.ts';
import { findEntity } from '../../entities/registry.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { LoadTarget } from '../../entities/writing/load-target.ts';
import type { Destination, EntityStep } from '../../run/protocol/destination.ts';
import { PlanDestination } from '../../run/protocol/plan-destination.ts';
import type { KeptByKey } from '../../session/kept-aside.ts';
import type { ExportBatch, LeftOut } from './batch.ts';

/** Files for Neto's import wizard: a plan that keeps its drafts, so that a file says nothing else than a run would do. */
export class ExportDestination implements Destination {
  readonly keeps = false;
  readonly isByFile = true;
  readonly left: LeftOut[] = [];
  readonly #plan = new PlanDestination();
  readonly #drafts = new Map<WriteStep<never>, unknown[]>();

  open<Draft, Existing>(of: EntityStep<Draft, Existing>): LoadTarget<Draft, unknown> {
    const target = this.#plan.open(of);
    return {
      ...target,
      write: (items) => {
        this.#keep(of, items);
        return target.write(items);
      },
    };
  }

  foreseen<Foreseen>(step: WriteStep<never, unknown, Foreseen>): KeptByKey<Foreseen> {
    return this.#plan.foreseen(step);
  }

  close(): void {
    this.#plan.close();
  }

  /** All that a batch is made of, in the order in which a run would write it. */
  drafts(): Pick<ExportBatch, 'products' | 'customers' | 'orders' | 'payments'> {
    return {
      products: this.#of(productSteps.add),
      customers: this.#of(customerSteps.add),
      orders: this.#of(orderSteps.add),
      payments: this.#of(paymentSteps.add),
    };
  }

  #keep<Draft>({ entity, action, step }: EntityStep<Draft>, items: readonly LoadItem<Draft>[]): void {
    // What follows on a copy stands in its row, or is for when it has arrived.
    if (action !== 'add') return;
    if (findEntity(entity)?.feed !== undefined)
      this.#drafts.set(step, [...this.#of(step), ...items.map(({ draft }) => draft)]);
    else {
      const why = 'Neto imports no file of these: take them by the API, or key them';
      this.left.push(...items.map(({ targetId }) => ({ entity, targetId, why })));
    }
  }

  #of<Draft>(step: WriteStep<Draft>): Draft[] {
    // What was kept of a step was written by that step.
    return (this.#drafts.get(step) ?? []) as Draft[];
  }
}
