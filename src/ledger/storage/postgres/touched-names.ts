/** What some read saw: all that was done before that moment, and nothing that began after it. */
export interface ReadMark {
  readonly at: number;
  /** It was asked behind all steps that were under way, and so saw what they did. */
  readonly isBehind: boolean;
}

interface Touch {
  /** When the last step that is about it was sent, and when one was answered. */
  sent: number;
  answered: number;
  /** How many are under way. */
  open: number;
}

/**
 * Which names the steps that are under way are about, and those that were answered a moment ago: of these nobody knows how they
 * stand, and a read that was sent meanwhile may be of before.
 */
export class TouchedNames {
  readonly #of = new Map<string, Touch>();
  readonly #most: number;
  #now = 0;
  /** Of a name that is not known nothing was done since then. */
  #knownSince = 0;

  /** @param most so many names, beside those that are under way */
  constructor(most: number) {
    this.#most = most;
  }

  begin(names: Iterable<string>): void {
    this.#now += 1;
    for (const name of names) {
      const before = this.#of.get(name) ?? { sent: 0, answered: 0, open: 0 };
      this.#put(name, { ...before, sent: this.#now, open: before.open + 1 });
    }
  }

  /** @param names as they were begun */
  end(names: Iterable<string>): void {
    this.#now += 1;
    for (const name of names) {
      const before = this.#of.get(name);
      if (before !== undefined) this.#put(name, { ...before, answered: this.#now, open: before.open - 1 });
    }
    for (const [name, { answered, open }] of this.#of) {
      if (this.#of.size <= this.#most) break;
      if (open > 0) continue;
      this.#of.delete(name);
      this.#knownSince = Math.max(this.#knownSince, answered);
    }
  }

  #put(name: string, touch: Touch): void {
    this.#of.delete(name);
    this.#of.set(name, touch);
  }

  isOpen(name: string): boolean {
    return (this.#of.get(name)?.open ?? 0) > 0;
  }

  markOf(isBehind: boolean): ReadMark {
    return { at: this.#now, isBehind };
  }

  /** @returns undefined where no step was about it, since `knownSince` */
  touchOf(name: string): Touch | undefined {
    return this.#of.get(name);
  }

  get knownSince(): number {
    return this.#knownSince;
  }

  /** Somebody else has written: what was read before is worth nothing. */
  forget(): void {
    this.#now += 1;
    this.#knownSince = this.#now;
  }
}

/** Whether what that read saw of a name stands so still, but for what others write. */
export function standsStill(touched: TouchedNames, name: string, { at, isBehind }: ReadMark): boolean {
  if (at < touched.knownSince) return false;
  const touch = touched.touchOf(name);
  if (touch === undefined) return true;
  return isBehind ? touch.sent <= at : touch.open === 0 && touch.answered <= at;
}
