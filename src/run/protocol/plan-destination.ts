import type { WriteStep } from '../../entities/definition/write-step.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { AsFound, LoadTarget } from '../../entities/writing/load-target.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { Destination, EntityStep } from './destination.ts';

/** Stands for what was given to be written, and so is as it was meant. */
const AS_MEANT = Symbol('as meant');
const NOTHING_LACKING: AsFound = { shows: undefined, differences: [] };

/**
 * Writes nothing: it asks the primary as a run does, and finds what it was given to write as if it had been written exactly
 * so. That makes a plan the same run as the real one, but for the writes.
 */
export class PlanDestination implements Destination {
  readonly keeps: boolean = false;
  readonly isByFile: boolean = false;
  /** What each step was given, by target id in lower case, with what is foreseen of it. */
  readonly #given = new Map<WriteStep<never>, Map<string, unknown>>();

  open<Draft, Existing>({ step, target }: EntityStep<Draft, Existing>): LoadTarget<Draft, unknown> {
    const given = this.#of(step);
    const isGiven = (item: LoadItem<Draft>): boolean => given.has(lowerKey(item.targetId));
    const { found: asFound } = target;
    const inPrimary = (existing: unknown): Existing => existing as Existing;
    return {
      async lookUp(items, options) {
        const others = items.filter((item) => !isGiven(item));
        const found = new Map<string, unknown>(others.length === 0 ? [] : await target.lookUp(others, options));
        for (const item of items.filter(isGiven)) found.set(lowerKey(item.targetId), AS_MEANT);
        return found;
      },
      write: async (items) => {
        for (const { targetId, draft } of items) given.set(lowerKey(targetId), step.foresee?.(draft));
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

  foreseen<Foreseen>(step: WriteStep<never, unknown, Foreseen>): ReadonlyMap<string, Foreseen> {
    // What one step has foreseen came from that step.
    return this.#of(step) as ReadonlyMap<string, Foreseen>;
  }

  #of(step: WriteStep<never>): Map<string, unknown> {
    const given = this.#given.get(step) ?? new Map<string, unknown>();
    this.#given.set(step, given);
    return given;
  }
}
