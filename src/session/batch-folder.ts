import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pipeline } from '../config/pipeline.ts';
import { writeSafely } from '../feeds/safe-output.ts';

export function batchesFolder({ ledger }: Pick<Pipeline, 'ledger'>): string {
  return `${ledger}.exports`;
}

/**
 * Where the batches lie that were written for an import by hand, beside the ledger. They hold shoppers' data, like the
 * files themselves, so they are readable by their owner alone.
 */
export class BatchFolder {
  readonly #folder: string;

  constructor({ ledger }: Pick<Pipeline, 'ledger'>) {
    this.#folder = batchesFolder({ ledger });
  }

  /** The numbers of all batches ever made, in order; settled ones are empty. */
  async numbers(): Promise<number[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names
      .flatMap((name) => /^batch-(\d+)\.json$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** @returns null for one that is settled */
  async read(number: number): Promise<unknown> {
    return JSON.parse(await readFile(this.#file(number), 'utf8'));
  }

  async add(number: number, content: unknown): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#write(number, content, false);
  }

  /** @param content null: nothing of it is left, and its number stays taken */
  async replace(number: number, content: unknown): Promise<void> {
    await this.#write(number, content, true);
  }

  async #write(number: number, content: unknown, force: boolean): Promise<void> {
    await writeSafely(this.#file(number), JSON.stringify(content), { force, mode: 0o600 });
  }

  #file(number: number): string {
    return path.join(this.#folder, `batch-${String(number).padStart(4, '0')}.json`);
  }
}
