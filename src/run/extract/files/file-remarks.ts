import { singular } from '../../../entities/kinds.ts';
import type { QuarantinedRecord } from '../../../entities/reading/extracted-record.ts';
import { baseName } from '../../../feeds/base-name.ts';
import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import type { FeedEntity } from '../../../feeds/read/read-feed.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import type { RunBasics } from '../../context/parts.ts';
import { describeIds, examplesOf } from '../../context/warnings.ts';
import type { FileOrder } from './file-order.ts';

/** What a run says of a file that it took: each remark once, with the number of records it is about. */
export class FileRemarks {
  readonly #context: RunBasics;
  readonly #store: StoreRun;
  readonly #feed: FeedFile;
  readonly #entity: FeedEntity;
  readonly #untold: string[] = [];
  readonly #predicted: string[] = [];
  readonly #repeated: string[] = [];
  readonly #byArrival: string[] = [];
  readonly #older: string[] = [];

  constructor(
    context: RunBasics,
    store: StoreRun,
    { feed, entity }: { readonly feed: FeedFile; readonly entity: FeedEntity },
  ) {
    this.#context = context;
    this.#store = store;
    this.#feed = feed;
    this.#entity = entity;
  }

  order({ order, confirmed, taxTold, repeated }: FileOrder): void {
    if (!confirmed) this.#predicted.push(order.id);
    if (!taxTold) this.#untold.push(order.id);
    if (repeated) this.#repeated.push(order.id);
  }

  byArrival(sourceId: string): void {
    this.#byArrival.push(sourceId);
  }

  older(sourceIds: readonly string[]): void {
    this.#older.push(...sourceIds);
  }

  /** What can't be taken of a record that was copied before leaves its copy as it is, and is said. */
  async ofCopies(quarantined: readonly QuarantinedRecord[]): Promise<void> {
    const ids = quarantined.map(({ sourceId }) => sourceId);
    const known = await this.#context.ledger.known(this.#store.fixed.store, this.#entity, ids);
    for (const { sourceId, message } of quarantined) {
      const { targetId = null } = known.get(sourceId) ?? {};
      if (targetId !== null)
        this.#say(
          'file-record-not-taken',
          [sourceId],
          `${message}${/[.?!]$/.test(message) ? '' : '.'} Its copy ${targetId} is left as it is.`,
        );
    }
  }

  /** All of the file has been read. */
  end(): void {
    const { file, encoding } = this.#feed;
    const [untold, predicted] = [this.#untold, this.#predicted];
    this.#say(
      'tax-not-in-file',
      untold,
      `${file} does not say for ${untold.length} ${untold.length === 1 ? 'order' : 'orders'} what of them is taxed: all of it was taken to be. Export "Order Line Tax Free" and "Tax Free Shipping", or "Total Tax", give a product file with "Tax Free Item" along, or say it for the whole file with --set 'Order Line Tax Free=no' --set 'Tax Free Shipping=no'.`,
    );
    this.#say(
      'total-not-in-file',
      predicted,
      `${file} (${encoding}) names neither a total nor a full payment for ${predicted.length} ${predicted.length === 1 ? 'order' : 'orders'}: their copies are checked against the total that follows from the prices in the file, and against nothing else.`,
    );
    const name = baseName(file);
    this.#sayOfCharacters();
    this.#say(
      'rows-repeated',
      this.#repeated,
      `${name}: the rows of ${this.#words(this.#repeated)} come more than once, and what the file says of their money fits them once: they were taken once.`,
    );
    this.#say(
      'newer-file-taken',
      this.#byArrival,
      `${this.#words(this.#byArrival)} came in several files in different states: what ${name} holds was taken, which arrived last.`,
    );
    this.#say(
      'older-state-left',
      this.#older,
      `${name} holds ${this.#words(this.#older)} in an older state than what was read before: that was left out.`,
    );
  }

  #words(ids: readonly string[]): string {
    return describeIds(new Set(ids), singular(this.#entity));
  }

  #sayOfCharacters(): void {
    const { file, controlCharacters: count } = this.#feed;
    if (count === 0) return;
    const message = `${baseName(file)} holds ${count} control characters, which no XML can carry: they were left out of texts.`;
    const about = { store: this.#store.fixed.store, entity: this.#entity, sourceId: '' };
    this.#context.warnings.push({ ...about, code: 'characters-left-out', message, count });
  }

  #say(code: string, ids: readonly string[], message: string): void {
    const examples = examplesOf(new Set(ids));
    const [sourceId] = examples;
    if (sourceId === undefined) return;
    const about = { store: this.#store.fixed.store, entity: this.#entity, sourceId };
    this.#context.warnings.push({ ...about, code, message, count: ids.length, examples });
  }
}
