import type { WriteStep } from '../../entities/definition/write-step.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { AsFound, LoadTarget } from '../../entities/writing/load-target.ts';
import type { EntityName, RecordKey } from '../../model/entities.ts';
import { lowerKey } from '../../model/text-key.ts';
import { TextTable } from '../../model/text-table.ts';
import { KeptAside, type KeptByKey } from '../../session/kept-aside.ts';
import type { Destination, EntityStep } from './destination.ts';

/** Stands for what was given to be written, and so is as it was meant. */
const AS_MEANT = Symbol('as meant');
const NOTHING_LACKING: AsFound = { shows: undefined, differences: [] };

/** What one step was given. */
interface Given {
  /** Target ids in lower case. */
  readonly ids: TextTable;
  /** What is foreseen of it, by these; empty for a step that foresees nothing. */
  readonly foreseen: KeptAside<unknown>;
}

/**
 * Writes nothing: it asks the primary as a run does, and finds what it was given to write as if it had been written exactly
 * so. That makes a plan the same run as the real one, but for the writes.
 */
export class PlanDestination implements Destination {
  readonly keeps: boolean = false;
  readonly isByFile: boolean = false;
  readonly #given = new Map<WriteStep<never>, Given>();
  /** By entity, what the primary has not and would have: nothing is there to be asked for it, or for what is put on it. */
  readonly #onlyForeseen = new Map<EntityName, TextTable>();
  /** What was put on such orders. */
  readonly #onForeseen = new TextTable();
  readonly #mostInMemory: number | undefined;

  /** @param mostInMemory for tests: of what is foreseen of one step */
  constructor(mostInMemory?: number) {
    this.#mostInMemory = mostInMemory;
  }

  open<Draft, Existing>({ entity, step, target }: EntityStep<Draft, Existing>): LoadTarget<Draft, unknown> {
    const { ids, foreseen } = this.#of(step);
    const isGiven = (item: LoadItem<Draft>): boolean => ids.has(lowerKey(item.targetId));
    const made = this.#onlyForeseenOf(entity);
    const madeOrders = this.#onlyForeseenOf('orders');
    const mayBeThere = (item: LoadItem<Draft>): boolean =>
      !made.has(lowerKey(item.targetId)) &&
      (step.onCopy === undefined || !madeOrders.has(lowerKey(step.onCopy(item.draft))));
    const { found: asFound } = target;
    const inPrimary = (existing: unknown): Existing => existing as Existing;
    return {
      async lookUp(items, options) {
        const others = items.filter((item) => !isGiven(item) && mayBeThere(item));
        const found = new Map<string, unknown>(others.length === 0 ? [] : await target.lookUp(others, options));
        for (const item of items.filter(isGiven)) found.set(lowerKey(item.targetId), AS_MEANT);
        return found;
      },
      write: async (items) => {
        for (const { key, targetId, draft } of items) {
          ids.put(lowerKey(targetId));
          if (step.onCopy !== undefined && madeOrders.has(lowerKey(step.onCopy(draft))))
            this.#onForeseen.put(nameOf(key));
          if (step.foresee === undefined) continue;
          made.put(lowerKey(targetId));
          foreseen.set(lowerKey(targetId), step.foresee(draft));
        }
        return { kind: 'accepted', ids: items.map(({ targetId }) => targetId), errors: [] };
      },
      elsewhere: async (sent) => (await target.elsewhere?.(sent)) ?? new Map(),
      isCopyOf: (item, found) => found === AS_MEANT || target.isCopyOf(item, inPrimary(found)),
      doubt: (item, found) => (found === AS_MEANT ? undefined : target.doubt?.(item, inPrimary(found))),
      compare: (draft, found) => (found === AS_MEANT ? [] : target.compare(draft, inPrimary(found))),
      ...(asFound === undefined
        ? {}
        : {
            found: (item, found, readAs) =>
              found === AS_MEANT ? NOTHING_LACKING : asFound.call(target, item, inPrimary(found), readAs),
          }),
    };
  }

  foreseen<Foreseen>(step: WriteStep<never, unknown, Foreseen>): KeptByKey<Foreseen> {
    // What one step has foreseen came from that step.
    return this.#of(step).foreseen as KeptAside<unknown> as KeptByKey<Foreseen>;
  }

  isOnForeseen(key: RecordKey): boolean {
    return this.#onForeseen.has(nameOf(key));
  }

  close(): void {
    for (const { foreseen } of this.#given.values()) foreseen.close();
  }

  #onlyForeseenOf(entity: EntityName): TextTable {
    const ids = this.#onlyForeseen.get(entity) ?? new TextTable();
    this.#onlyForeseen.set(entity, ids);
    return ids;
  }

  #of<Foreseen>(step: WriteStep<never, unknown, Foreseen>): Given {
    // Only what this step foresees is kept there, and so asked for it.
    const likenessOf = step.foreseenAs as ((foreseen: unknown) => string) | undefined;
    const given = this.#given.get(step) ?? {
      ids: new TextTable(),
      foreseen: new KeptAside<unknown>({ likenessOf, mostInMemory: this.#mostInMemory }),
    };
    this.#given.set(step, given);
    return given;
  }
}

function nameOf({ store, entity, sourceId }: RecordKey): string {
  return `${store}\n${entity}\n${sourceId}`;
}
