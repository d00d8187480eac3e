import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { AnsweredWrite } from './batch.ts';

/** An answer that takes longer is near to being lost; then half as many are sent. */
const SLOW_MILLISECONDS = 10_000;
/** Not for being slow: fewer at a time cost more than they win. */
const LEAST = 5;
/** Of the time before, that half as many records may take at most for halving to be of use. */
const HELPS = 0.75;
/** Writes of the largest size that is taken, after which a larger one is tried. */
const TRY_AFTER_WRITES = 50;
/** After which a larger one is tried in any case: what was in the way may have been mended. */
const TRY_AFTER_MILLISECONDS = 86_400_000;

const sizeSchema = z.object({ most: z.int().min(1), at: z.number() });
const fileSchema = z.record(z.string(), sizeSchema);

/** How many records one step may send to a primary in one write. */
export interface WriteSize {
  /** Infinity where nothing was refused for its size. */
  readonly most: number;
  /** @param isClean all records of them stand in the primary as they were meant */
  note(writes: readonly AnsweredWrite[], isClean: boolean): void;
}

/**
 * What one primary takes in one write, by entity and step, as refusals and slow answers have taught. Kept in the state home,
 * for all pipelines of a user on this machine. It decides nothing but how fast a run is, so whatever keeps the file from
 * being read or written is no trouble.
 */
export class WriteSizes {
  readonly #file: string | undefined;
  readonly #now: () => number;
  readonly #known: Record<string, z.infer<typeof sizeSchema>>;

  /**
   * @param home the state home; undefined where nothing is to be kept
   * @param now milliseconds since 1970
   */
  constructor(home: string | undefined, primaryHost: string, now: () => number) {
    const name = createHash('sha256').update(primaryHost).digest('hex').slice(0, 16);
    this.#file = home === undefined ? undefined : path.join(home, `write-sizes-${name}.json`);
    this.#now = now;
    this.#known = this.#read();
  }

  /** @param isKeyless what is refused is not sent in smaller writes at once, so that a refusal has to do */
  of(step: string, isKeyless = false): WriteSize {
    const known = this.#known[step];
    // A clock that was set back makes what is known young for ever, and costs no more than small writes.
    const isOld = known !== undefined && Math.abs(this.#now() - known.at) >= TRY_AFTER_MILLISECONDS;
    const own = known === undefined ? Number.POSITIVE_INFINITY : isOld ? known.most * 2 : known.most;
    // What is too large for one step is too large for what can not find it out without leaving records in doubt.
    const others = isKeyless ? Object.values(this.#known).map(({ most }) => (isOld ? most * 2 : most)) : [];
    return new LearnedSize({
      most: Math.min(own, ...others),
      kept: known?.most,
      isKeyless,
      keep: (size) => this.#keep(step, size),
    });
  }

  #keep(step: string, most: number): void {
    this.#known[step] = { most, at: this.#now() };
    if (this.#file === undefined) return;
    try {
      writeFileSync(this.#file, `${JSON.stringify(this.#known)}\n`, { mode: 0o600 });
    } catch {
      // The next run learns it again.
    }
  }

  #read(): Record<string, z.infer<typeof sizeSchema>> {
    if (this.#file === undefined) return {};
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch {
      return {};
    }
  }
}

interface LearnedSizeOptions {
  readonly most: number;
  /** As it stands in the file. */
  readonly kept: number | undefined;
  readonly isKeyless: boolean;
  readonly keep: (most: number) => void;
}

class LearnedSize implements WriteSize {
  readonly #isKeyless: boolean;
  readonly #keep: (most: number) => void;
  #most: number;
  #kept: number | undefined;
  #cleanWrites = 0;
  /** The last write that took too long, and how long. */
  #slow: Slow | undefined;

  constructor({ most, kept, isKeyless, keep }: LearnedSizeOptions) {
    this.#most = most;
    this.#kept = kept;
    this.#isKeyless = isKeyless;
    this.#keep = keep;
  }

  get most(): number {
    return this.#most;
  }

  note(writes: readonly AnsweredWrite[], isClean: boolean): void {
    const lower = this.#tooSlow(writes) ?? (isClean || this.#isKeyless ? tooLarge(writes, this.#isKeyless) : undefined);
    if (lower !== undefined) {
      this.#cleanWrites = 0;
      this.#set(Math.max(1, lower));
      return;
    }
    if (!Number.isFinite(this.#most) || !isClean) return;
    // It was tried larger than it was known to go, and went.
    if (this.#most > (this.#kept ?? 0) && writes.some(({ size }) => size >= this.#most)) this.#set(this.#most);
    this.#cleanWrites += writes.filter(({ size }) => size >= this.#most).length;
    if (this.#cleanWrites < TRY_AFTER_WRITES) return;
    this.#cleanWrites = 0;
    this.#most *= 2;
  }

  #set(most: number): void {
    this.#most = most;
    this.#kept = most;
    this.#keep(most);
  }

  /** Half of a write that was lost, or took so long that the next may be; not where half of it took as long. */
  #tooSlow(writes: readonly AnsweredWrite[]): number | undefined {
    const [slow] = writes
      .filter(
        ({ size, kind, milliseconds = 0 }) => size > LEAST && (kind === 'lost' || milliseconds > SLOW_MILLISECONDS),
      )
      .toSorted((a, b) => a.size - b.size);
    if (slow === undefined) return undefined;
    const { size, kind, milliseconds } = slow;
    const before = this.#slow;
    if (kind !== 'lost' && milliseconds !== undefined) this.#slow = { size, milliseconds };
    if (before !== undefined && milliseconds !== undefined && size < before.size) {
      // A store that is slow whatever it is given is given as much as it takes.
      if (milliseconds > HELPS * before.milliseconds) return before.size;
    }
    if (before !== undefined && milliseconds !== undefined && size >= before.size) return undefined;
    return Math.max(LEAST, Math.floor(size / 2));
  }
}

interface Slow {
  readonly size: number;
  readonly milliseconds: number;
}

/**
 * The largest write that went through, where larger ones were refused whose records were all taken in smaller ones; of what is
 * not sent in smaller ones, half of the one that was refused.
 */
function tooLarge(writes: readonly AnsweredWrite[], isKeyless: boolean): number | undefined {
  const refused = writes.filter(
    ({ size, kind, isPassing }) => size > 1 && kind !== 'accepted' && kind !== 'lost' && isPassing !== true,
  );
  if (refused.length === 0) return undefined;
  const smallest = Math.min(...refused.map(({ size }) => size));
  const taken = writes.filter(({ size, kind }) => kind === 'accepted' && size < smallest).map(({ size }) => size);
  if (taken.length > 0) return Math.max(...taken);
  return isKeyless ? Math.floor(smallest / 2) : undefined;
}
