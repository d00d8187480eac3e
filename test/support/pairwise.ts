export type Factors = Readonly<Record<string, readonly unknown[]>>;
export type Row<F extends Factors> = { readonly [Name in keyof F]: F[Name][number] };

/** How many rows are drawn for each one that is taken: more make the table shorter, not better. */
const DRAWN = 6;

/**
 * Rows in which each two values of any two factors meet at least once: most faults that a combination of settings
 * causes need no more than two of them. The same table at each call.
 */
export function pairwise<const F extends Factors>(factors: F): Row<F>[] {
  const names = Object.keys(factors);
  const open = new Set<string>();
  for (const [place, a] of names.entries()) {
    for (const b of names.slice(place + 1)) {
      for (const x of factors[a]?.keys() ?? []) for (const y of factors[b]?.keys() ?? []) open.add(pair(a, x, b, y));
    }
  }
  const draw = numbers();
  const rows: Row<F>[] = [];
  while (open.size > 0) {
    let best: { choice: number[]; met: string[] } = { choice: [], met: [] };
    for (let count = 0; count < DRAWN; count += 1) {
      // Begins with a pair that is still open, so that each row brings the end nearer.
      const choice = fill(factors, names, open, draw);
      const met = pairsOf(names, choice).filter((one) => open.has(one));
      if (met.length > best.met.length) best = { choice, met };
    }
    for (const one of best.met) open.delete(one);
    rows.push(
      Object.fromEntries(names.map((name, place) => [name, factors[name]?.[best.choice[place] ?? 0]])) as Row<F>,
    );
  }
  return rows;
}

/** Factor by factor, in an order by lot, the value that meets most open pairs with those chosen already. */
function fill(factors: Factors, names: readonly string[], open: ReadonlySet<string>, draw: Draw): number[] {
  const choice: number[] = [];
  const order = names.map((_, place) => ({ place, lot: draw() })).sort((a, b) => a.lot - b.lot);
  for (const { place } of order) {
    let best = { value: 0, met: -1 };
    const values = factors[names[place] ?? '']?.length ?? 0;
    const shift = Math.floor(draw() * values);
    for (let count = 0; count < values; count += 1) {
      const value = (count + shift) % values;
      choice[place] = value;
      const met = pairsOf(names, choice).filter((one) => open.has(one)).length;
      if (met > best.met) best = { value, met };
    }
    choice[place] = best.value;
  }
  return choice;
}

function pairsOf(names: readonly string[], choice: readonly (number | undefined)[]): string[] {
  const pairs: string[] = [];
  for (const [first, x] of choice.entries()) {
    for (let second = first + 1; second < choice.length; second += 1) {
      const y = choice[second];
      if (x !== undefined && y !== undefined) pairs.push(pair(names[first] ?? '', x, names[second] ?? '', y));
    }
  }
  return pairs;
}

function pair(a: string, x: number, b: string, y: number): string {
  return `${a} ${x} ${b} ${y}`;
}

type Draw = () => number;

/** Numbers in [0, 1), always the same ones (mulberry32). */
function numbers(): Draw {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
