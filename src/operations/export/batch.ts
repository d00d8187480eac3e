import type { Pipeline } from '../../config/pipeline.ts';
import type { OrderWrite } from '../../entities/order/write/steps.ts';
import type { FeedFormat } from '../../feeds/write/render.ts';
import type { CustomerDraft, PaymentDraft, ProductDraft } from '../../model/drafts.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { BatchFolder } from '../../session/batch-folder.ts';

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

/** The batches that were written and are not known to have arrived; they go away when they are settled. */
export class BatchStore {
  readonly #folder: BatchFolder;

  constructor(pipeline: Pick<Pipeline, 'ledger'>) {
    this.#folder = new BatchFolder(pipeline);
  }

  numbers(): Promise<number[]> {
    return this.#folder.numbers();
  }

  async open(): Promise<ExportBatch[]> {
    const batches = await Promise.all((await this.numbers()).map((number) => this.#read(number)));
    return batches.flatMap((batch) => batch ?? []);
  }

  /** @throws ConsolidatorError `not-found` */
  async find(number: number): Promise<ExportBatch> {
    const batch = (await this.numbers()).includes(number) ? await this.#read(number) : undefined;
    if (batch !== undefined) return batch;
    const open = (await this.open()).map((one) => one.number).join(', ');
    throw new ConsolidatorError(
      'not-found',
      `There is no open export batch ${number}. ${open === '' ? 'None is open' : `Open are ${open}`}; a settled one is not kept.`,
      { remedy: open === '' ? 'Nothing is to be confirmed.' : 'Give the number of an open one.' },
    );
  }

  async add(batch: ExportBatch): Promise<void> {
    await this.#folder.add(batch.number, batch);
  }

  /** What is left of it stays open; with nothing left its content goes. */
  async settle(batch: ExportBatch): Promise<void> {
    const empty = batch.orders.length + batch.customers.length + batch.products.length + batch.payments.length === 0;
    await this.#folder.replace(batch.number, empty ? null : batch);
  }

  async drop(number: number): Promise<void> {
    await this.#folder.replace(number, null);
  }

  async #read(number: number): Promise<ExportBatch | undefined> {
    const content = await this.#folder.read(number);
    return content === null ? undefined : (content as ExportBatch);
  }
}
