import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { FeedFormat } from '../../feeds/write/render.ts';
import type { CustomerDraft, PaymentDraft, ProductDraft } from '../../model/drafts.ts';
import type { EntityName } from '../../model/entities.ts';
import type { OrderPlan } from '../../run/protocol/targets.ts';

/** What one export is made of: kept until the primary is seen to hold it, so that the same bytes can be written again. */
export interface ExportBatch {
  readonly number: number;
  readonly pipeline: string;
  readonly format: FeedFormat;
  /** The primary's own zone. */
  readonly timeZone: string;
  readonly exported: boolean;
  readonly products: readonly ProductDraft[];
  readonly customers: readonly CustomerDraft[];
  readonly orders: readonly OrderPlan[];
  readonly payments: readonly PaymentDraft[];
  readonly left: readonly LeftOut[];
}

/** A record that a file can't express, and why. It is for the API, or for a person. */
export interface LeftOut {
  readonly entity: EntityName;
  readonly targetId: string;
  readonly why: string;
}

/** Collects what a simulated run would have written. */
export class Collected {
  readonly products: ProductDraft[] = [];
  readonly customers: CustomerDraft[] = [];
  readonly orders: OrderPlan[] = [];
  readonly payments: PaymentDraft[] = [];

  readonly left: LeftOut[] = [];

  readonly take = (entity: EntityName, action: string, items: readonly LoadItem<unknown>[]): void => {
    if (action !== 'add') return;
    const drafts = items.map(({ draft }) => draft);
    if (entity === 'products') this.products.push(...(drafts as ProductDraft[]));
    else if (entity === 'customers') this.customers.push(...(drafts as CustomerDraft[]));
    else if (entity === 'orders') this.orders.push(...(drafts as OrderPlan[]));
    else if (entity === 'payments') this.payments.push(...(drafts as PaymentDraft[]));
    else {
      const why = 'Neto imports no file of these: take them by the API, or key them';
      this.left.push(...items.map(({ targetId }) => ({ entity, targetId, why })));
    }
  };
}
