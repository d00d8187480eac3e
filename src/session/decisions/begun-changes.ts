import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Pipeline } from '../../config/pipeline.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { instantSchema } from '../../model/time.ts';
import { BatchFolder } from '../batch-folder.ts';
import { isAlive } from '../is-alive.ts';
import { readDecisionFile } from './decision-file.ts';
import { decisionsFolder } from './folder-shelf.ts';

/** By what is known afterwards whether it was made. */
const provenBySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('file'),
    file: z.string().min(1),
    /** Hashes of the file before and after. */
    before: z.string(),
    after: z.string(),
    /** Lines that it has from then on, without the blanks around. */
    lines: z.array(z.string()),
  }),
  /** A batch of files, which is open until then. */
  z.strictObject({ kind: z.literal('batch'), number: z.int().positive() }),
]);

/** A change outside the ledger that a person has said yes to, put down before it is made. */
const begunChangeSchema = z.strictObject({
  version: z.literal(1),
  /** Of the decision. */
  id: z.uuid(),
  at: instantSchema,
  by: z.string().min(1).max(200),
  /** The process that makes it. */
  pid: z.int().positive(),
  event: z.enum(['mapped', 'confirmed']),
  store: z.string().optional(),
  change: z.string().min(1),
  reason: z.string(),
  provenBy: provenBySchema,
});
export type BegunChange = z.infer<typeof begunChangeSchema>;

const NAME = /^about-([0-9a-f-]{36})\.json$/;

/**
 * Changes of the pipeline file and of batches, which are made before the audit tells of them: whoever is killed in between has left
 * word, and the next who opens the ledger to write tells of it if it was made.
 */
export class BegunChanges {
  readonly #folder: string;
  readonly #pipeline: Pick<Pipeline, 'ledger'>;

  constructor(pipeline: Pick<Pipeline, 'ledger'>) {
    this.#pipeline = pipeline;
    this.#folder = decisionsFolder(pipeline);
  }

  /** @throws ConsolidatorError `file-unwritable`: then nothing is to be changed */
  async begin(change: Omit<BegunChange, 'version' | 'pid'>): Promise<void> {
    const text = JSON.stringify(begunChangeSchema.parse({ ...change, version: 1, pid: process.pid }));
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new ConsolidatorError('file-unwritable', `The folder ${this.#folder} can't be made.`, { cause });
    });
    await writeSafely(this.#file(change.id), text, { force: true, mode: 0o600 });
  }

  /** The audit has it, or it was not made. */
  async end(id: string): Promise<void> {
    await rm(this.#file(id), { force: true });
  }

  /** To be called by whoever holds the pipeline's lock. */
  async settle(ledger: Pick<Ledger, 'noteDecided'>): Promise<void> {
    for (const name of await readdir(this.#folder).catch((): string[] => [])) {
      if (!NAME.test(name)) continue;
      const read = await readDecisionFile(path.join(this.#folder, name), begunChangeSchema, this.#pipeline.ledger);
      if (read.kind !== 'whole') continue;
      const { id, at, by: who, event, store, change, reason, pid } = read.content;
      const became = await this.#became(read.content);
      // Who makes it is about to.
      if (became === 'not-made' && isAlive(pid)) continue;
      if (became === 'made') await ledger.noteDecided({ id, at, who, event, store, change, reason });
      await this.end(id);
    }
  }

  async #became({ provenBy }: BegunChange): Promise<'made' | 'not-made'> {
    if (provenBy.kind === 'batch') {
      const batches = new BatchFolder(this.#pipeline);
      const isKnown = (await batches.numbers()).includes(provenBy.number);
      return isKnown && (await batches.read(provenBy.number)) === null ? 'made' : 'not-made';
    }
    const text = await readFile(provenBy.file, 'utf8').catch(() => '');
    const hash = hashOfText(text);
    if (hash === provenBy.after) return 'made';
    if (hash === provenBy.before) return 'not-made';
    // Somebody has edited it since: what it was to have is there, or it never was.
    const lines = new Set(text.split('\n').map((line) => line.trim()));
    return provenBy.lines.length > 0 && provenBy.lines.every((line) => lines.has(line)) ? 'made' : 'not-made';
  }

  #file(id: string): string {
    return path.join(this.#folder, `about-${id}.json`);
  }
}

export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
