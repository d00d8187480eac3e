import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Pipeline } from '../../config/pipeline.ts';
import type { Instant } from '../../model/time.ts';
import type { ReadFile } from './decision-file.ts';
import { FolderShelf } from './folder-shelf.ts';
import {
  type QueuedDecision,
  queuedDecisionSchema,
  type RefusedDecision,
  refusedDecisionSchema,
} from './queued-decision.ts';
import type { Shelf } from './shelf.ts';

const QUEUED = /^(\d{8,15})-([0-9a-f-]{36})\.json$/;
const REFUSED = /^refused-([0-9a-f-]{36})\.json$/;
const numberOf = (name: string): number => Number(QUEUED.exec(name)?.[1] ?? 0);

/**
 * What people have decided while somebody else held the ledger, in the order in which they did. Each is a file of its own, safe
 * from a power cut when `add` resolves, and gone only once the ledger has it.
 */
export class DecisionQueue {
  readonly #open: () => Promise<Shelf>;

  /** Beside the ledger: in its database where it is in one, so that whichever machine runs takes what was decided on another. */
  constructor({ ledger, database }: Pick<Pipeline, 'ledger'> & Partial<Pick<Pipeline, 'database'>>) {
    const folder = new FolderShelf({ ledger });
    this.#open = async () => {
      if (database === undefined) return folder;
      // With all that speaks to a database.
      const { DatabaseShelf } = await import('./database-shelf.ts');
      return new DatabaseShelf(database);
    };
  }

  /**
   * @returns `known` where the same decision waits already
   * @throws ConsolidatorError `file-unwritable`, `ledger-unwritable`
   */
  async add(decision: QueuedDecision): Promise<'queued' | 'known'> {
    const text = JSON.stringify(queuedDecisionSchema.parse(decision));
    const names = await this.#names();
    if (names.some((name) => QUEUED.exec(name)?.[2] === decision.id)) return 'known';
    const last = Math.max(0, ...names.map(numberOf));
    const name = `${String(last + 1).padStart(8, '0')}-${decision.id}.json`;
    // Of two processes that find the same last one, both are kept: whichever comes first of them. One that was sent twice in one
    // moment, as by a double click, is there already.
    return (await (await this.#open()).write(name, text, { replaces: false })) ? 'queued' : 'known';
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
      const isMoved = await (await this.#open()).rename(name, aside);
      const to = isMoved ? `, and lies as ${aside} beside it now` : '';
      const message = `The file ${name} in ${(await this.#open()).name} ${read.why}, so that it was taken for no decision${to}. If it was yours, decide anew.`;
      const id = z.uuid().safeParse(QUEUED.exec(name)?.[2]).data ?? randomUUID();
      const refusals = [{ store: null, entity: null, sourceId: '', message }];
      await this.refuse({ id, at: now, refusedAt: now, by: 'nobody known', kind: 'unknown', refusals });
    }
    await (await this.#open()).sweep();
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

  /** Whether nothing is there at all, nor half of something. */
  async holdsNothing(): Promise<boolean> {
    return (await this.#names()).length === 0;
  }

  async isEmpty(): Promise<boolean> {
    return !(await this.#names()).some((name) => QUEUED.test(name));
  }

  /** The ledger has it. */
  async done(id: string): Promise<void> {
    for (const name of await this.#names()) if (QUEUED.exec(name)?.[2] === id) await (await this.#open()).remove(name);
  }

  async refuse(refused: RefusedDecision): Promise<void> {
    const text = JSON.stringify(refusedDecisionSchema.parse(refused));
    await (await this.#open()).write(`refused-${refused.id}.json`, text, { replaces: true });
  }

  /** Those that nobody has seen yet, the earliest first. */
  async refused(): Promise<RefusedDecision[]> {
    const found: RefusedDecision[] = [];
    for (const name of await this.#names())
      if (REFUSED.test(name)) {
        const read = await (await this.#open()).read(name, refusedDecisionSchema);
        if (read.kind === 'whole') found.push(read.content);
      }
    return found.sort((a, b) => (a.refusedAt < b.refusedAt ? -1 : 1));
  }

  /** Somebody has seen it; it is told no more. */
  async seen(id: string): Promise<void> {
    await (await this.#open()).remove(`refused-${id}.json`);
  }

  async #names(): Promise<string[]> {
    return (await this.#open()).names();
  }

  async #look(): Promise<{ readonly name: string; readonly read: ReadFile<QueuedDecision> }[]> {
    const names = (await this.#names()).filter((name) => QUEUED.test(name));
    const looked = [];
    for (const name of names.sort((a, b) => numberOf(a) - numberOf(b))) {
      const read = await (await this.#open()).read(name, queuedDecisionSchema);
      const isOther = read.kind === 'whole' && read.content.id !== QUEUED.exec(name)?.[2];
      looked.push({ name, read: isOther ? ({ kind: 'strange', why: 'names another decision' } as const) : read });
    }
    return looked;
  }
}
