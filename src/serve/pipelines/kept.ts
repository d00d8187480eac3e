/** Milliseconds. */
const HOLDS = 60_000;
/** As long somebody waits for what is made anew, where there is what was made before. */
const PATIENCE = 150;
/** After so many times of what it took, it is made anew: while a run writes, it would be made all the time. */
const REST = 4;

interface Made<Value> {
  readonly stamp: string;
  readonly value: Value;
  readonly at: number;
  readonly took: number;
}

export interface KeptValue<Value> {
  readonly value: Value;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** False: something has changed since, and it is being made anew. */
  readonly isCurrent: boolean;
}

/**
 * What takes long to make of a large ledger, and changes with it alone. Nobody waits for it twice: who comes while it is made anew gets
 * what was made before, and is told so.
 */
export class Kept<Value> {
  readonly #now: () => number;
  readonly #most: number;
  readonly #made = new Map<string, Made<Value>>();
  readonly #making = new Map<string, { readonly stamp: string; readonly made: Promise<Made<Value>> }>();

  /** @param now milliseconds since 1970 @param most that are kept at once; the oldest gives way */
  constructor(now: () => number, most: number) {
    this.#now = now;
    this.#most = most;
  }

  /** @param stamp another one where anything has changed that it is made of @throws whatever `make` does, where nothing is kept */
  async of(name: string, stamp: string, make: () => Promise<Value>): Promise<KeptValue<Value>> {
    const kept = this.#made.get(name);
    if (kept === undefined) return told(await this.#make(name, stamp, make), stamp);
    const since = this.#now() - kept.at;
    // By a clock that was set back, what was made before would be given for as long as that.
    const age = since < 0 ? Number.POSITIVE_INFINITY : since;
    if (kept.stamp === stamp && age < HOLDS) return told(kept, stamp);
    // Quick ones are made each time.
    if (kept.took > PATIENCE && age < REST * kept.took) return told(kept, stamp);
    return told((await within(this.#make(name, stamp, make), PATIENCE)) ?? kept, stamp);
  }

  /** Resolves when nothing is being made any more. */
  async ended(): Promise<void> {
    await Promise.allSettled([...this.#making.values()].map(({ made }) => made));
  }

  #make(name: string, stamp: string, make: () => Promise<Value>): Promise<Made<Value>> {
    const under = this.#making.get(name);
    // What was read before the change has to be read again.
    const again = (): Promise<Made<Value>> => this.#make(name, stamp, make);
    if (under !== undefined) return under.stamp === stamp ? under.made : under.made.then(again, again);
    const begun = performance.now();
    const making = make()
      .then((value) => {
        const made = { stamp, value, at: this.#now(), took: performance.now() - begun };
        this.#made.delete(name);
        this.#made.set(name, made);
        const [oldest] = this.#made.keys();
        if (this.#made.size > this.#most && oldest !== undefined) this.#made.delete(oldest);
        return made;
      })
      // What was made before is of what can't be read any more.
      .catch((error: unknown) => {
        this.#made.delete(name);
        throw error;
      })
      .finally(() => this.#making.delete(name));
    this.#making.set(name, { stamp, made: making });
    return making;
  }
}

function told<Value>({ value, at, stamp: of }: Made<Value>, stamp: string): KeptValue<Value> {
  return { value, at, isCurrent: of === stamp };
}

/** @returns undefined where it takes longer; it goes on, and may fail unheard */
async function within<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
