import { ConsolidatorError } from '../../model/errors.ts';
import { TextTable } from '../../model/text-table.ts';
import type { Instant } from '../../model/time.ts';
import { Passes } from '../../neto/passes.ts';
import type { StoreTime } from './store-clock.ts';

/** Passes over one window before its records count as changing faster than they can be listed. */
const MAXIMUM_PASSES = 10;

/** What changed in a store from one moment on. */
export interface ChangeWindow extends StoreTime {
  /** Left out: since ever. */
  readonly from?: Instant | undefined;
}

/**
 * For `inPasses`: what bears a stamp after the bound comes again with the next run's window, so no further pass is made for
 * it; else a busy store would never come to the end of a listing that reaches into the future.
 */
export function within({ upTo }: StoreTime): (found: { readonly updatedAt: Instant | null }) => boolean {
  return ({ updatedAt }) => updatedAt === null || updatedAt <= upTo;
}

/**
 * A listing of a window, repeated until a pass brings nothing new, since a record that is changed meanwhile leaves the
 * window and shifts its neighbours over a page border. What left it was changed after its end, and belongs to the next run.
 * @param list begins the listing anew, and hands on what the passes before have found
 * @param counts whether a record that a pass brings first makes another pass necessary
 * @param first what stands for the first pass, where the window was just listed for something else; then a second one follows
 * in any case
 * @returns each record once, as the first pass that brought it had it
 * @throws ConsolidatorError `pages-never-end`
 */
export async function* inPasses<Found>(
  store: string,
  list: (passes: Passes) => AsyncIterable<readonly Found[]>,
  keyOf: (found: Found) => string,
  counts: (found: Found) => boolean = () => true,
  first: (passes: Passes) => AsyncIterable<readonly Found[]> = list,
): AsyncGenerator<Found[]> {
  const seen = new TextTable();
  const passes = new Passes();
  for (let pass = 1; pass <= MAXIMUM_PASSES; pass += 1) {
    let isNews = false;
    for await (const page of pass === 1 ? first(passes) : list(passes)) {
      const fresh = page.filter((found) => !seen.has(keyOf(found)));
      for (const found of fresh) seen.put(keyOf(found));
      isNews ||= fresh.some(counts);
      yield fresh;
    }
    if (!isNews && (pass > 1 || first === list)) return;
  }
  throw new ConsolidatorError(
    'pages-never-end',
    `${store}: each of ${MAXIMUM_PASSES} listings of one window brought records that the earlier ones had not.`,
    { store },
  );
}
