import { comingTo } from '../../transform/entered-sums.ts';
import type { LinkMoney } from './report.ts';

/** What a store has, and what in the primary alone comes to it: keyed in parts, a cent off, by another method or day. */
export interface KeyedInParts {
  readonly source: LinkMoney & { readonly sourceId: string };
  /** The primary's own ids; none where nothing there comes to it. */
  readonly ids: readonly string[];
}

/** Each is taken for one thing only. */
export function keyedInParts(unpaired: readonly LinkMoney[]): readonly KeyedInParts[] {
  const taken = new Set<string>();
  return unpaired.flatMap((source): KeyedInParts[] => {
    const { sourceId, entity, amount } = source;
    if (sourceId === null) return [];
    const left = unpaired.filter((one) => one.sourceId === null && one.entity === entity);
    const entered = left.flatMap(({ ids: [id = ''], amount: part }) =>
      taken.has(`${entity} ${id}`) ? [] : [{ id, amount: part }],
    );
    const ids = comingTo(entered, amount).map(({ id }) => id);
    for (const id of ids) taken.add(`${entity} ${id}`);
    return [{ source: { ...source, sourceId }, ids }];
  });
}
