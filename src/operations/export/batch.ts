import type { OrderWrite } from '../../entities/order/write/steps.ts';
import type { FeedFormat } from '../../feeds/write/render.ts';
import type { CustomerDraft, PaymentDraft, ProductDraft } from '../../model/drafts.ts';
import type { EntityName } from '../../model/entities.ts';

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
  readonly orders: readonly OrderWrite[];
  readonly payments: readonly PaymentDraft[];
  readonly left: readonly LeftOut[];
}

/** A record that a file can't express, and why. It is for the API, or for a person. */
export interface LeftOut {
  readonly entity: EntityName;
  readonly targetId: string;
  readonly why: string;
}
