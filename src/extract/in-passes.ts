import { ConsolidatorError } from '../model/errors.ts';

/** Passes over one window before its records count as changing faster than they can be listed. */
const MAXIMUM_PASSES = 10;

/**
 * A listing of a window, repeated until a pass brings nothing new, since a record that is changed meanwhile leaves the
 * window and shifts its neighbours over a page border. What left it was changed after its end, and belongs to the next run.
 * @param list begins the listing anew
 * @returns each record once, as the first pass that brought it had it
 * @throws ConsolidatorError `pages-never-end`
 */
export async function* inPasses<Found>(
  store: string,
  list: () => AsyncIterable<readonly Found[]>,
  keyOf: (found: Found) => string,
): AsyncGenerator<Found[]> {
  const seen = new Set<string>();
  for (let pass = 1; pass <= MAXIMUM_PASSES; pass += 1) {
    const before = seen.size;
    for await (const page of list()) {
      const fresh = page.filter((found) => !seen.has(keyOf(found)));
      for (const found of fresh) seen.add(keyOf(found));
      yield fresh;
    }
    if (seen.size === before) return;
  }
  throw new ConsolidatorError(
    'pages-never-end',
    `${store}: each of ${MAXIMUM_PASSES} listings of one window brought records that the earlier ones had not.`,
    { store },
  );
}
