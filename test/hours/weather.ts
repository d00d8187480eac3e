import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Fault, type FaultRequest, seededFaults } from '../../src/fake-store/index.ts';
import { isForAPerson, quick } from '../month/simulate.ts';
import type { Stores } from '../month/truth.ts';

type StoreName = keyof Stores;

/** What is wrong with one store for a whole hour. */
const troubles = {
  down: () => ({ kind: 'reset', when: 'before' }),
  failing: () => ({ kind: 'status', status: 500, when: 'before' }),
  'in a web server’s words': () => ({ kind: 'html' }),
  'too busy': () => ({ kind: 'rate-limited', retryAfterSeconds: 0 }),
} as const satisfies Record<string, () => Fault>;

/** The same every eight hours: what is kept of the second time is kept for good. */
const PERIOD = 8;
const hourly: Readonly<Record<number, readonly [StoreName, keyof typeof troubles]>> = {
  1: ['south', 'failing'],
  3: ['main', 'down'],
  4: ['west', 'too busy'],
  5: ['main', 'in a web server’s words'],
};
/** In which hours the key of a store is dead; it is good again in the next one. */
const deadKeys: Readonly<Record<number, StoreName>> = { 6: 'main', 7: 'west' };
/** In which hours two requests are never answered, one before and one after it was done. */
const silent: readonly number[] = [0, 4];

/** The faults of a day, for the stores of one pipeline. */
export class Weather {
  met = 0;
  #isOver = false;
  #trouble: readonly [StoreName, () => Fault] | undefined;
  #silences: ('before' | 'after')[] = [];
  readonly #stores: Stores;
  readonly #folder: string;

  constructor(stores: Stores, folder: string, { seed, rate }: { readonly seed: number; readonly rate: number }) {
    this.#stores = stores;
    this.#folder = folder;
    for (const [index, [name, store]] of Object.entries(stores).entries()) {
      const planned = seededFaults({ seed: seed * 3 + index, rate, kinds: quick });
      store.faults.next = (request: FaultRequest) => {
        const fault = this.#isOver ? undefined : this.#faultOf(name as StoreName, request, planned);
        if (fault !== undefined) this.met += 1;
        return fault;
      };
    }
    this.#keys();
  }

  /** @param hour from 0 on */
  turn(hour: number): void {
    const phase = hour % PERIOD;
    const [name, trouble] = hourly[phase] ?? [];
    this.#trouble = name === undefined || trouble === undefined ? undefined : [name, troubles[trouble]];
    this.#silences = silent.includes(phase) ? ['before', 'after'] : [];
    this.#keys(deadKeys[phase]);
  }

  /** Nothing goes wrong any more. */
  clear(): void {
    this.#isOver = true;
    this.#keys();
  }

  #faultOf(name: StoreName, request: FaultRequest, planned: (request: FaultRequest) => Fault | undefined) {
    const [troubled, trouble] = this.#trouble ?? [];
    if (troubled === name) return trouble?.();
    const when = name === 'main' ? this.#silences.pop() : undefined;
    if (when !== undefined) return { kind: 'silence', when } as const;
    const fault = planned(request);
    return fault === undefined || isForAPerson(fault, request) ? undefined : fault;
  }

  /** The program reads them anew before each run. */
  #keys(dead?: StoreName): void {
    const lines = Object.keys(this.#stores).map((name) => {
      const key = name === dead ? 'a-key-that-is-dead' : `${name}-key`;
      return `${name.toUpperCase()}_KEY=${key}\n`;
    });
    writeFileSync(path.join(this.#folder, '.env'), lines.join(''), { mode: 0o600 });
  }
}
