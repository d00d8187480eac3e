import { entityNames, findKind } from '../../entities/kinds.ts';
import { count, money } from '../../model/amounts-text.ts';
import type { EntityName } from '../../model/entities.ts';
import { add, ZERO } from '../../model/money.ts';
import type { RunSummary } from '../../run/summary.ts';
import { table } from './table.ts';

const outcomes = ['updated', 'unchanged', 'skipped', 'quarantined', 'pending'] as const;

/** Stores × entities: what became of what was read, and what the copies come to. */
export function countsTable(
  summary: Pick<RunSummary, 'stores' | 'amounts' | 'acceptedAmounts' | 'takenOver'>,
  words: { readonly created: string },
): string {
  const isApart = summary.acceptedAmounts !== undefined;
  const { takenOver } = summary;
  const columns = [
    { title: 'store' },
    { title: '' },
    ...[
      'read',
      words.created,
      ...(takenOver === undefined ? [] : ['taken over']),
      'changed',
      'as it was',
      'left out',
      'quarantined',
      'open',
    ].map((title) => right(title)),
    right('amount in its store'),
    // Only where it is not the same.
    ...(isApart ? [right(`amount ${words.created}`)] : []),
  ];
  const rows = Object.entries(summary.stores).flatMap(([store, entities]) =>
    entityNames().flatMap((entity) => {
      const counts = entities[entity];
      if (counts === undefined) return [];
      const taken = takenOver?.[store]?.[entity] ?? 0;
      const { created, ...others } = counts;
      const numbers = [
        counts.read,
        Math.max(0, created - taken),
        ...(takenOver === undefined ? [] : [taken]),
        ...outcomes.map((outcome) => others[outcome]),
      ];
      const [own, accepted] = [summary.amounts[store], summary.acceptedAmounts?.[store]];
      const amounts = [amount(entity, own), ...(isApart ? [amount(entity, own, accepted)] : [])];
      return [[store, entity, ...numbers.map(count), ...amounts]];
    }),
  );
  return rows.length === 0 ? 'Nothing was read.' : table(columns, rows);
}

/** Of what was created: what it comes to in its store, with what people let its copies come to beside that. */
function amount(entity: EntityName, ...parts: readonly (RunSummary['amounts'][string] | undefined)[]): string {
  if (findKind(entity)?.financial?.isSummed !== true) return '';
  return money(add(ZERO, ...parts.map((part) => part?.[entity]?.created ?? ZERO)));
}

function right(title: string) {
  return { title, align: 'right' } as const;
}
