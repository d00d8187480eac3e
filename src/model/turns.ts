import { setImmediate } from 'node:timers/promises';

/** Milliseconds. */
const LONGEST = 25;

/** Lets whoever else this process has to answer come in between, wherever something goes through tens of thousands. */
export class Turns {
  #since = performance.now();

  /** Resolves at once where it is not long ago that others had their turn. */
  async give(): Promise<void> {
    if (performance.now() - this.#since < LONGEST) return;
    await setImmediate();
    this.#since = performance.now();
  }

  /** Calls for each, in order. */
  async each<One>(all: Iterable<One>, call: (one: One) => void): Promise<void> {
    let place = 0;
    for (const one of all) {
      call(one);
      place += 1;
      if (place % AT_ONCE === 0) await this.give();
    }
  }
}

/** So many between two looks at the clock. */
const AT_ONCE = 100;
