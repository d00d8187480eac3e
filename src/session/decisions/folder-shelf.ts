import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { Pipeline } from '../../config/pipeline.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isAlive } from '../is-alive.ts';
import { type ReadFile, readDecisionFile } from './decision-file.ts';
import type { Shelf } from './shelf.ts';

/** Beside the ledger, so that whoever may write the one may write the other. */
export function decisionsFolder({ ledger }: Pick<Pipeline, 'ledger'>): string {
  return `${ledger}.decisions`;
}

/** What `writeSafely` writes first, with the number of its process. */
const HALF = /^\.(?:\d{8,15}|refused|about)-[0-9a-f-]{36}\.json\.(\d+)-[0-9a-f]+\.part$/;

/** Files of this machine, each safe from a power cut once it is written. */
export class FolderShelf implements Shelf {
  readonly name: string;
  readonly #ledger: string;

  constructor(pipeline: Pick<Pipeline, 'ledger'>) {
    this.name = decisionsFolder(pipeline);
    this.#ledger = pipeline.ledger;
  }

  async names(): Promise<string[]> {
    return (await readdir(this.name).catch(() => [])).sort();
  }

  read<Content>(name: string, schema: z.ZodType<Content>): Promise<ReadFile<Content>> {
    return readDecisionFile(path.join(this.name, name), schema, this.#ledger);
  }

  async write(name: string, text: string, { replaces }: { readonly replaces: boolean }): Promise<boolean> {
    await mkdir(this.name, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new ConsolidatorError('file-unwritable', `The folder ${this.name} can't be made.`, { cause });
    });
    try {
      await writeSafely(path.join(this.name, name), text, { force: replaces, mode: 0o600 });
    } catch (error) {
      if (error instanceof ConsolidatorError && error.code === 'output-exists') return false;
      throw error;
    }
    return true;
  }

  async remove(name: string): Promise<void> {
    await rm(path.join(this.name, name), { force: true });
  }

  async rename(name: string, to: string): Promise<boolean> {
    return rename(path.join(this.name, name), path.join(this.name, to)).then(
      () => true,
      () => false,
    );
  }

  async sweep(): Promise<void> {
    for (const name of await this.names()) {
      const pid = HALF.exec(name)?.[1];
      if (pid !== undefined && !isAlive(Number(pid))) await this.remove(name);
    }
  }
}
