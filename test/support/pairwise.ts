export type Factors = Readonly<Record<string, readonly unknown[]>>;
export type Row<F extends Factors> = { readonly [Name in keyof F]: F[Name][number] };

/** How many rows are drawn for each one that is taken: more make the table shorter, not better. */
const DRAWN = 6;
const TABLES = 24;

/**
 * Rows in which each two values of any two factors meet at least once: most faults that a combination of settings
 * causes need no more than two of them. The same table at each call.
 */
export function pairwise<const F extends Factors>(factors: F): Row<F>[] {
  return tableOf(factors, numbers(1));
}

/** The shortest of many such tables, for tests whose rows take longer than the tables do. */
export function fewestPairwise<const F extends Factors>(factors: F): Row<F>[] {
  const tables = Array.from({ length: TABLES }, (_, seed) => tableOf(factors, numbers(seed + 1)));
  return tables.reduce((shortest, table) => (table.length < shortest.length ? table : shortest));
}

/** As many of the rows, from the first one on, as have each value that any of them has: what one setting breaks is met. */
export function eachValueOf<R extends object>(rows: readonly R[]): R[] {
  const met = new Set<string>();
  return rows.filter((row) => {
    const values = Object.entries(row).map((entry) => JSON.stringify(entry));
    const isNew = values.some((value) => !met.has(value));
    for (const value of values) met.add(value);
    return isNew;
  });
}

function tableOf<const F extends Factors>(factors: F, draw: Draw): Row<F>[] {
  const names = Object.keys(factors);
  const open = new OpenPairs(names.map((name) => factors[name]?.length ?? 0));
  const rows: Row<F>[] = [];
  while (open.left > 0) {
    let best: { choice: number[]; met: number } = { choice: [], met: 0 };
    for (let count = 0; count < DRAWN; count += 1) {
      const choice = fill(open, draw);
      const met = open.metBy(choice);
      if (met > best.met) best = { choice, met };
    }
    open.close(best.choice);
    rows.push(
      Object.fromEntries(names.map((name, place) => [name, factors[name]?.[best.choice[place] ?? 0]])) as Row<F>,
    );
  }
  return rows;
}

/** Factor by factor, in an order by lot, the value that meets most open pairs with those chosen already. */
function fill(open: OpenPairs, draw: Draw): number[] {
  const choice: number[] = [];
  const order = open.sizes.map((_, place) => ({ place, lot: draw() })).sort((a, b) => a.lot - b.lot);
  for (const { place } of order) {
    let best = { value: 0, met: -1 };
    const values = open.sizes[place] ?? 0;
    const shift = Math.floor(draw() * values);
    for (let count = 0; count < values; count += 1) {
      const value = (count + shift) % values;
      const met = open.metWith(choice, place, value);
      if (met > best.met) best = { value, met };
    }
    choice[place] = best.value;
  }
  return choice;
}

/** The pairs of values that have not met yet, by the places of their factors and values. */
class OpenPairs {
  readonly sizes: readonly number[];
  /** How many pairs are left. */
  left = 0;
  /** Where each factor's values begin among all values of all factors. */
  readonly #begins: readonly number[];
  /** A byte for each two values: 1 where they have yet to meet. Both ways round, so that nobody need order them. */
  readonly #open: Uint8Array;
  readonly #values: number;

  constructor(sizes: readonly number[]) {
    this.sizes = sizes;
    this.#begins = sizes.map((_, place) => sizes.slice(0, place).reduce((sum, size) => sum + size, 0));
    this.#values = sizes.reduce((sum, size) => sum + size, 0);
    this.#open = new Uint8Array(this.#values ** 2);
    for (const [a, ofA] of sizes.entries()) {
      for (const [b, ofB] of sizes.entries()) {
        if (a >= b) continue;
        for (let x = 0; x < ofA; x += 1) for (let y = 0; y < ofB; y += 1) this.#set(a, x, b, y, 1);
        this.left += ofA * ofB;
      }
    }
  }

  /** @returns how many open pairs this value of this factor makes with what is chosen for the others */
  metWith(choice: readonly (number | undefined)[], place: number, value: number): number {
    const row = ((this.#begins[place] ?? 0) + value) * this.#values;
    let met = 0;
    for (let other = 0; other < choice.length; other += 1) {
      const chosen = choice[other];
      if (chosen !== undefined) met += this.#open[row + (this.#begins[other] ?? 0) + chosen] ?? 0;
    }
    return met;
  }

  metBy(choice: readonly number[]): number {
    // Each pair is found from both of its ends.
    return choice.reduce((sum, value, place) => sum + this.metWith(choice, place, value), 0) / 2;
  }

  close(choice: readonly number[]): void {
    this.left -= this.metBy(choice);
    for (const [a, x] of choice.entries()) for (const [b, y] of choice.entries()) this.#set(a, x, b, y, 0);
  }

  #set(a: number, x: number, b: number, y: number, value: 0 | 1): void {
    const [one, other] = [(this.#begins[a] ?? 0) + x, (this.#begins[b] ?? 0) + y];
    this.#open[one * this.#values + other] = value;
    this.#open[other * this.#values + one] = value;
  }
}

type Draw = () => number;

/** Numbers in [0, 1), always the same ones (mulberry32). */
function numbers(seed: number): Draw {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
