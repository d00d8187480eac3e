/** Requests under way to one store at a time, for one process. */
export const IN_FLIGHT = 4;

/**
 * Does pieces of work that don't depend on one another a few at a time, and gives their results in the order of the
 * pieces. No more than that many are done ahead of whoever takes them, so memory stays flat.
 * @throws what the first piece throws that fails; those under way are waited for, and no further one is begun
 */
export async function* ahead<Piece, Result>(
  pieces: readonly Piece[],
  work: (piece: Piece) => Promise<Result>,
  inFlight: number = IN_FLIGHT,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  let next = 0;
  try {
    for (;;) {
      for (const piece of pieces.slice(next, next + inFlight - begun.length)) {
        const result = work(piece);
        // Its turn comes later; until then nobody waits for it who could take its error.
        result.catch(() => {});
        begun.push(result);
        next += 1;
      }
      const first = begun.shift();
      if (first === undefined) return;
      yield await first;
    }
  } finally {
    await Promise.allSettled(begun);
  }
}
