/** One row of a matrix: a value for each name. */
export type Row<Values extends Readonly<Record<string, readonly unknown[]>>> = {
  readonly [Name in keyof Values]: Values[Name][number];
};

/**
 * Rows in which every value of every name meets every value of every other name at least once, in far fewer rows than
 * all combinations. Greedy: each row takes the values that settle the most pairs still open. The same rows each time.
 */
export function pairwise<const Values extends Readonly<Record<string, readonly unknown[]>>>(
  values: Values,
): Row<Values>[] {
  const names = Object.keys(values);
  const sizes = names.map((name) => values[name]?.length ?? 0);
  const open = new Set<string>();
  for (let a = 0; a < names.length; a += 1) {
    for (let b = a + 1; b < names.length; b += 1) {
      for (let x = 0; x < (sizes[a] ?? 0); x += 1)
        for (let y = 0; y < (sizes[b] ?? 0); y += 1) open.add(pair(a, x, b, y));
    }
  }
  const rows: Row<Values>[] = [];
  while (open.size > 0) {
    const chosen = nextRow(sizes, open);
    for (const key of pairsOf(chosen)) open.delete(key);
    rows.push(
      Object.fromEntries(names.map((name, index) => [name, values[name]?.[chosen[index] ?? 0]])) as Row<Values>,
    );
  }
  return rows;
}

function nextRow(sizes: readonly number[], open: ReadonlySet<string>): number[] {
  // Begins with a pair that is open, so that each row settles one at least.
  const [first = ''] = open;
  const [a = 0, x = 0, b = 0, y = 0] = first.split(' ').map(Number);
  const chosen: number[] = [];
  chosen[a] = x;
  chosen[b] = y;
  for (const [index, size] of sizes.entries()) {
    if (chosen[index] !== undefined) continue;
    let best = 0;
    let most = -1;
    for (let value = 0; value < size; value += 1) {
      const settled = sizes.filter(
        (_, other) =>
          other !== index && chosen[other] !== undefined && open.has(pairOf(index, value, other, chosen[other])),
      ).length;
      if (settled > most) [best, most] = [value, settled];
    }
    chosen[index] = best;
  }
  return chosen;
}

function pairsOf(chosen: readonly number[]): string[] {
  return chosen.flatMap((x, a) => chosen.slice(a + 1).map((y, offset) => pair(a, x, a + 1 + offset, y)));
}

function pairOf(a: number, x: number, b: number, y: number): string {
  return a < b ? pair(a, x, b, y) : pair(b, y, a, x);
}

function pair(a: number, x: number, b: number, y: number): string {
  return `${a} ${x} ${b} ${y}`;
}
