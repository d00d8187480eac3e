import { plural } from '../../entities/kinds.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { AnsweredWrite, LoadOutcomes } from './batch.ts';
import type { WriteSize, WriteSizes } from './write-sizes.ts';

/**
 * Causes of trouble in a row, with nothing as it should be in between, after which the fault is no longer the records'. Each
 * record that was refused or altered is one; a lost answer is one, however many records it was for.
 */
const TOO_MANY = 25;

/** What one batch was sent as, and came to. */
export interface FinishedBatch {
  readonly outcomes: LoadOutcomes;
  readonly writes: readonly AnsweredWrite[];
}

/**
 * How many records go into one write: few at first, more as read-backs prove clean, one again after a trouble; and never
 * more than this primary is known to take.
 */
export class Pace {
  readonly #sizes: readonly number[];
  readonly #limit: WriteSize;
  #step = 0;
  /** Since the last trouble. */
  #cleanBatches = 0;
  #troublesInARow = 0;
  #troubledRecords = 0;
  /** Characters of the longest target id of a record that was found as it was meant. */
  longestWhole = 0;

  constructor(sizes: readonly number[], limit: WriteSize) {
    this.#sizes = sizes;
    this.#limit = limit;
  }

  get size(): number {
    return Math.min(this.#sizes[this.#step] ?? 1, this.#limit.most);
  }

  /** Whether read-backs have proven clean up to the largest batches, so that several writes may share the next one. */
  get isProven(): boolean {
    return this.#cleanBatches > 0 && this.#step === this.#sizes.length - 1;
  }

  /** @throws ConsolidatorError `systematic-failure` */
  note({ outcomes, writes }: FinishedBatch, entity: EntityName): void {
    const troubled = [...outcomes.values()].filter((outcome) => outcome !== 'done').length;
    this.#limit.note(writes, troubled === 0);
    if (troubled === 0) {
      this.#step = Math.min(this.#step + 1, this.#sizes.length - 1);
      this.#cleanBatches += 1;
      this.#troublesInARow = 0;
      this.#troubledRecords = 0;
      return;
    }
    this.#step = 0;
    this.#cleanBatches = 0;
    const isWhole = troubled === outcomes.size;
    const quarantined = [...outcomes.values()].filter((outcome) => outcome === 'quarantined').length;
    const causes = quarantined + (troubled > quarantined ? 1 : 0);
    this.#troublesInARow = isWhole ? this.#troublesInARow + causes : 0;
    this.#troubledRecords = isWhole ? this.#troubledRecords + troubled : 0;
    if (this.#troublesInARow >= TOO_MANY) {
      throw new ConsolidatorError(
        'systematic-failure',
        `The last ${this.#troubledRecords} ${plural(entity)} in a row could not be written as meant, so the run ends here. \`quarantine list\` shows why; nothing is lost.`,
      );
    }
  }
}

/** One pace per entity and step. */
export class Paces {
  readonly #sizes: readonly number[];
  readonly #limits: WriteSizes;
  readonly #paces = new Map<string, Pace>();

  constructor(sizes: readonly number[], limits: WriteSizes) {
    this.#sizes = sizes;
    this.#limits = limits;
  }

  /** @param isKeyless what is refused is not sent in smaller writes at once */
  of(step: string, isKeyless = false): Pace {
    const pace = this.#paces.get(step) ?? new Pace(this.#sizes, this.#limits.of(step, isKeyless));
    this.#paces.set(step, pace);
    return pace;
  }
}
