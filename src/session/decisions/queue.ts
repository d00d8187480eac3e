import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Pipeline } from '../../config/pipeline.ts';
import { writeSafely } from '../../feeds/safe-output.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Instant } from '../../model/time.ts';
import { isAlive } from '../is-alive.ts';
import { type ReadFile, readDecisionFile } from './decision-file.ts';
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

const QUEUED = /^(\d{8,15})-([0-9a-f-]{36})\.json$/;
const REFUSED = /^refused-([0-9a-f-]{36})\.json$/;
/** What `writeSafely` writes first, with the number of its process. */
const HALF = /^\.(?:\d{8,15}|refused|about)-[0-9a-f-]{36}\.json\.(\d+)-[0-9a-f]+\.part$/;
const numberOf = (name: string): number => Number(QUEUED.exec(name)?.[1] ?? 0);

/**
 * What people have decided while somebody else held the ledger, in the order in which they did. Each is a file of its own, safe
 * from a power cut when `add` resolves, and gone only once the ledger has it.
 */
export class DecisionQueue {
  readonly #folder: string;
  readonly #ledger: string;

  constructor(pipeline: Pick<Pipeline, 'ledger'>) {
    this.#ledger = pipeline.ledger;
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
    const last = Math.max(0, ...names.map(numberOf));
    const name = `${String(last + 1).padStart(8, '0')}-${decision.id}.json`;
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
    return (await this.#look()).flatMap(({ read }) => (read.kind === 'whole' ? [read.content] : []));
  }

  /**
   * To be called by whoever holds the pipeline's lock: puts aside what nobody here has written so, and tells of it as of what was
   * refused, since a person may wait for it. What a killed process has left half written goes.
   */
  async tidy(now: Instant): Promise<void> {
    for (const { name, read } of await this.#look()) {
      if (read.kind !== 'strange') continue;
      const aside = `unreadable-${name}`;
      const isMoved = await rename(path.join(this.#folder, name), path.join(this.#folder, aside)).then(
        () => true,
        () => false,
      );
      const to = isMoved ? `, and lies as ${aside} beside it now` : '';
      const message = `The file ${name} in ${this.#folder} ${read.why}, so that it was taken for no decision${to}. If it was yours, decide anew.`;
      const id = z.uuid().safeParse(QUEUED.exec(name)?.[2]).data ?? randomUUID();
      const refusals = [{ store: null, entity: null, sourceId: '', message }];
      await this.refuse({ id, at: now, refusedAt: now, by: 'nobody known', kind: 'unknown', refusals });
    }
    for (const name of await this.#names()) {
      const pid = HALF.exec(name)?.[1];
      if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(this.#folder, name), { force: true });
    }
  }

  /** Takes over what waits, and what is told, beside a ledger that lay elsewhere. Cut off, it is taken over the next time. */
  async takeOver(former: DecisionQueue): Promise<void> {
    for (const decision of await former.list()) {
      await this.add(decision);
      await former.done(decision.id);
    }
    for (const refused of await former.refused()) {
      await this.refuse(refused);
      await former.seen(refused.id);
    }
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
      if (REFUSED.test(name)) {
        const read = await this.#read(name, refusedDecisionSchema);
        if (read.kind === 'whole') found.push(read.content);
      }
    return found.sort((a, b) => (a.refusedAt < b.refusedAt ? -1 : 1));
  }

  /** Somebody has seen it; it is told no more. */
  async seen(id: string): Promise<void> {
    await rm(path.join(this.#folder, `refused-${id}.json`), { force: true });
  }

  async #names(): Promise<string[]> {
    return (await readdir(this.#folder).catch(() => [])).sort();
  }

  async #look(): Promise<{ readonly name: string; readonly read: ReadFile<QueuedDecision> }[]> {
    const names = (await this.#names()).filter((name) => QUEUED.test(name));
    const looked = [];
    for (const name of names.sort((a, b) => numberOf(a) - numberOf(b))) {
      const read = await this.#read(name, queuedDecisionSchema);
      const isOther = read.kind === 'whole' && read.content.id !== QUEUED.exec(name)?.[2];
      looked.push({ name, read: isOther ? ({ kind: 'strange', why: 'names another decision' } as const) : read });
    }
    return looked;
  }

  #read<Content>(name: string, schema: z.ZodType<Content>): Promise<ReadFile<Content>> {
    return readDecisionFile(path.join(this.#folder, name), schema, this.#ledger);
  }
}
