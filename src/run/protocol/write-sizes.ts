import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { AnsweredWrite } from './batch.ts';

/** An answer that takes longer is near to being lost; then half as many are sent. */
const SLOW_MILLISECONDS = 10_000;
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

  of(step: string): WriteSize {
    const known = this.#known[step];
    // A clock that was set back makes what is known young for ever, and costs no more than small writes.
    const isOld = known !== undefined && Math.abs(this.#now() - known.at) >= TRY_AFTER_MILLISECONDS;
    const most = known === undefined ? Number.POSITIVE_INFINITY : isOld ? known.most * 2 : known.most;
    return new LearnedSize(most, (size) => this.#keep(step, size));
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

class LearnedSize implements WriteSize {
  #most: number;
  readonly #keep: (most: number) => void;
  #cleanWrites = 0;

  constructor(most: number, keep: (most: number) => void) {
    this.#most = most;
    this.#keep = keep;
  }

  get most(): number {
    return this.#most;
  }

  note(writes: readonly AnsweredWrite[], isClean: boolean): void {
    const lower = tooSlow(writes) ?? (isClean ? tooLarge(writes) : undefined);
    if (lower !== undefined) {
      this.#cleanWrites = 0;
      this.#most = Math.max(1, lower);
      this.#keep(this.#most);
      return;
    }
    if (!Number.isFinite(this.#most) || !isClean) return;
    this.#cleanWrites += writes.filter(({ size }) => size >= this.#most).length;
    if (this.#cleanWrites < TRY_AFTER_WRITES) return;
    this.#cleanWrites = 0;
    this.#most *= 2;
    this.#keep(this.#most);
  }
}

/** Half of a write that was lost, or took so long that the next may be. */
function tooSlow(writes: readonly AnsweredWrite[]): number | undefined {
  const slow = writes.filter(
    ({ size, kind, milliseconds = 0 }) => size > 1 && (kind === 'lost' || milliseconds > SLOW_MILLISECONDS),
  );
  return slow.length === 0 ? undefined : Math.floor(Math.min(...slow.map(({ size }) => size)) / 2);
}

/** The largest write that went through, where larger ones were refused whose records were all taken in smaller ones. */
function tooLarge(writes: readonly AnsweredWrite[]): number | undefined {
  const refused = writes.filter(({ size, kind }) => size > 1 && kind !== 'accepted' && kind !== 'lost');
  if (refused.length === 0) return undefined;
  const smallest = Math.min(...refused.map(({ size }) => size));
  const taken = writes.filter(({ size, kind }) => kind === 'accepted' && size < smallest).map(({ size }) => size);
  return taken.length === 0 ? undefined : Math.max(...taken);
}
