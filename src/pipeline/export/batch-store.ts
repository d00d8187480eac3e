import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeSafely } from '../../feeds/safe-output.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Pipeline } from '../config/pipeline.ts';
import type { ExportBatch } from './batch.ts';

/**
 * The batches that were written and are not known to have arrived, beside the ledger. They hold shoppers' data, like the
 * files themselves, so they are readable by their owner alone and go away when they are settled.
 */
export class BatchStore {
  readonly #folder: string;

  constructor({ ledger }: Pick<Pipeline, 'ledger'>) {
    this.#folder = `${ledger}.exports`;
  }

  /** The numbers of all batches ever made, in order; settled ones are empty. */
  async numbers(): Promise<number[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names
      .flatMap((name) => /^batch-(\d+)\.json$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
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
    );
  }

  async add(batch: ExportBatch): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#write(batch.number, JSON.stringify(batch), false);
  }

  /** What is left of it stays open; with nothing left its content goes, and its number stays taken. */
  async settle(batch: ExportBatch): Promise<void> {
    const empty = batch.orders.length + batch.customers.length + batch.products.length + batch.payments.length === 0;
    await this.#write(batch.number, empty ? 'null' : JSON.stringify(batch), true);
  }

  async drop(number: number): Promise<void> {
    await this.#write(number, 'null', true);
  }

  async #read(number: number): Promise<ExportBatch | undefined> {
    const content: unknown = JSON.parse(await readFile(this.#file(number), 'utf8'));
    return content === null ? undefined : (content as ExportBatch);
  }

  async #write(number: number, text: string, force: boolean): Promise<void> {
    await writeSafely(this.#file(number), text, { force, mode: 0o600 });
  }

  #file(number: number): string {
    return path.join(this.#folder, `batch-${String(number).padStart(4, '0')}.json`);
  }
}
