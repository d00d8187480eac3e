import { plural } from '../../entities/registry.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { LoadOutcomes } from './batch.ts';

/** Records in a row that the primary refused or changed, after which the fault is no longer theirs. */
const TOO_MANY = 25;

/** How many records go into one write: few at first, more as read-backs prove clean, one again after a trouble. */
export class Pace {
  readonly #sizes: readonly number[];
  #step = 0;
  #troublesInARow = 0;

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
  }

  get size(): number {
    return this.#sizes[this.#step] ?? 1;
  }

  /** @throws ConsolidatorError `systematic-failure` */
  note(outcomes: LoadOutcomes, entity: EntityName): void {
    const troubled = [...outcomes.values()].filter((outcome) => outcome !== 'done').length;
    if (troubled === 0) {
      this.#step = Math.min(this.#step + 1, this.#sizes.length - 1);
      this.#troublesInARow = 0;
      return;
    }
    this.#step = 0;
    this.#troublesInARow = troubled === outcomes.size ? this.#troublesInARow + troubled : 0;
    if (this.#troublesInARow >= TOO_MANY) {
      throw new ConsolidatorError(
        'systematic-failure',
        `The last ${this.#troublesInARow} ${plural(entity)} in a row could not be written as meant, so the run ends here. \`quarantine list\` shows why; nothing is lost.`,
      );
    }
  }
}

/** One pace per entity and step. */
export class Paces {
  readonly #sizes: readonly number[];
  readonly #paces = new Map<string, Pace>();

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
  }

  of(step: string): Pace {
    const pace = this.#paces.get(step) ?? new Pace(this.#sizes);
    this.#paces.set(step, pace);
    return pace;
  }
}
