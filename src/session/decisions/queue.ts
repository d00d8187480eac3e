import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { Pipeline } from '../../config/pipeline.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import {
  type QueuedDecision,
  queuedDecisionSchema,
  type RefusedDecision,
  refusedDecisionSchema,
} from './queued-decision.ts';

/** Beside the ledger, so that whoever may write the one may write the other. */
export function decisionsFolder({ ledger }: Pick<Pipeline, 'ledger'>): string {
  return `${ledger}.decisions`;
}

const QUEUED = /^(\d{8})-([0-9a-f-]{36})\.json$/;
const REFUSED = /^refused-([0-9a-f-]{36})\.json$/;

/**
 * What people have decided while somebody else held the ledger, in the order in which they did. Each is a file of its own, safe
 * from a power cut when `add` resolves, and gone only once the ledger has it.
 */
export class DecisionQueue {
  readonly #folder: string;

  constructor(pipeline: Pick<Pipeline, 'ledger'>) {
    this.#folder = decisionsFolder(pipeline);
  }

  /**
   * @returns `known` where the same decision waits already
   * @throws ConsolidatorError `file-unwritable`
   */
  async add(decision: QueuedDecision): Promise<'queued' | 'known'> {
    const text = JSON.stringify(queuedDecisionSchema.parse(decision));
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new ConsolidatorError('file-unwritable', `The folder ${this.#folder} can't be made.`, { cause });
    });
    const names = await this.#names();
    if (names.some((name) => QUEUED.exec(name)?.[2] === decision.id)) return 'known';
    const last = names.flatMap((name) => QUEUED.exec(name)?.[1] ?? []).at(-1) ?? '0';
    const name = `${String(Number(last) + 1).padStart(8, '0')}-${decision.id}.json`;
    // Of two processes that find the same last one, both are kept: whichever comes first of them.
    try {
      await writeSafely(path.join(this.#folder, name), text, { mode: 0o600 });
    } catch (error) {
      // It was sent twice in one moment, as by a double click.
      if (error instanceof ConsolidatorError && error.code === 'output-exists') return 'known';
      throw error;
    }
    return 'queued';
  }

  /** In the order in which they were decided. */
  async list(): Promise<QueuedDecision[]> {
    const found: QueuedDecision[] = [];
    for (const name of await this.#names())
      if (QUEUED.test(name)) found.push(...(await this.#read(name, queuedDecisionSchema)));
    return found;
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.#names()).some((name) => QUEUED.test(name));
  }

  /** The ledger has it. */
  async done(id: string): Promise<void> {
    for (const name of await this.#names())
      if (QUEUED.exec(name)?.[2] === id) await rm(path.join(this.#folder, name), { force: true });
  }

  async refuse(refused: RefusedDecision): Promise<void> {
    const text = JSON.stringify(refusedDecisionSchema.parse(refused));
    await writeSafely(path.join(this.#folder, `refused-${refused.id}.json`), text, { force: true, mode: 0o600 });
  }

  /** Those that nobody has seen yet, the earliest first. */
  async refused(): Promise<RefusedDecision[]> {
    const found: RefusedDecision[] = [];
    for (const name of await this.#names())
      if (REFUSED.test(name)) found.push(...(await this.#read(name, refusedDecisionSchema)));
    return found.sort((a, b) => (a.refusedAt < b.refusedAt ? -1 : 1));
  }

  /** Somebody has seen it; it is told no more. */
  async seen(id: string): Promise<void> {
    await rm(path.join(this.#folder, `refused-${id}.json`), { force: true });
  }

  async #names(): Promise<string[]> {
    return (await readdir(this.#folder).catch(() => [])).sort();
  }

  /** What is no such thing is put aside, for nobody here has written it so, and is no reason to stop a run. */
  async #read<Content>(name: string, schema: z.ZodType<Content>): Promise<Content[]> {
    const file = path.join(this.#folder, name);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    // Somebody else has taken it meanwhile.
    if (text === undefined) return [];
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return [parsed.data];
    await rename(file, path.join(this.#folder, `unreadable-${name}`)).catch(() => undefined);
    return [];
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
