import { nothing } from './amounts.ts';
import { sameId, sourceIdOf } from './belongs.ts';
import type { Difference } from './result.ts';
import type { StoreSide, Unreadable } from './sides.ts';

/** Errors by which a store says that it does not show some records, to this key or at all. */
export const withheld: ReadonlySet<string> = new Set(['request-refused', 'http-refused', 'answer-unexpected']);

const remedy = 'Mend the field that the message names in its store, and compare again.';

/**
 * Puts in what could not be read: an order that seems missing or extra because the other side could not be read is no
 * such thing, and an unreadable one that nobody else names is told by itself.
 */
export function withUnreadable(
  differences: readonly Difference[],
  unreadable: readonly Unreadable[],
  stores: readonly StoreSide[],
): Difference[] {
  const told = new Set<Unreadable>();
  const renamed = differences.map((one): Difference => {
    const trouble = unreadable.find((entry) => concerns(entry, one));
    if (
      trouble === undefined ||
      trouble.entity !== 'order' ||
      one.entity !== 'order' ||
      (one.kind !== 'missing' && one.kind !== 'extra')
    )
      return one;
    told.add(trouble);
    return { ...one, kind: 'different', field: 'unreadable', message: trouble.problem, remedy };
  });
  return [...renamed, ...unreadable.filter((entry) => !told.has(entry)).flatMap((entry) => alone(entry, stores))];
}

function concerns({ store, id }: Unreadable, one: Difference): boolean {
  const named = store === 'primary' ? one.targetId : one.store === store ? one.sourceId : null;
  return named !== null && sameId(named) === sameId(id);
}

function alone({ entity, store, id, problem }: Unreadable, stores: readonly StoreSide[]): Difference[] {
  const isCopy = store === 'primary';
  const owner = stores.find(({ rules }) =>
    // Of payments and returns only those of copies were asked for.
    isCopy ? entity !== 'order' || sourceIdOf(id, rules.prefix) !== undefined : rules.store === store,
  );
  // An order of the primary's own is none of our business.
  if (owner === undefined) return [];
  return [
    {
      kind: 'different',
      entity,
      store: owner.rules.store,
      sourceId: isCopy || id === '' ? null : id,
      targetId: isCopy ? id : null,
      day: null,
      field: 'unreadable',
      secondary: null,
      primary: null,
      xero: null,
      effect: nothing,
      underWay: false,
      reason: null,
      message: problem,
      remedy,
    },
  ];
}
