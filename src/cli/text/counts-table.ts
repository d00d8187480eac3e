import { type EntityName, entityNames } from '../../model/entities.ts';
import { ZERO } from '../../model/money.ts';
import type { RunSummary } from '../../pipeline/run/summary.ts';
import { count, money } from './amounts.ts';
import { table } from './table.ts';

const outcomes = ['created', 'updated', 'unchanged', 'skipped', 'quarantined', 'pending'] as const;

/** Stores × entities: what became of what was read, and what the copies come to. */
export function countsTable(
  summary: Pick<RunSummary, 'stores' | 'amounts'>,
  words: { readonly created: string },
): string {
  const columns = [
    { title: 'store' },
    { title: '' },
    ...['read', words.created, 'changed', 'as it was', 'left out', 'held', 'open'].map((title) => right(title)),
    right(`amount ${words.created}`),
  ];
  const rows = Object.entries(summary.stores).flatMap(([store, entities]) =>
    entityNames.flatMap((entity) => {
      const counts = entities[entity];
      if (counts === undefined) return [];
      const numbers = [counts.read, ...outcomes.map((outcome) => counts[outcome])];
      return [[store, entity, ...numbers.map(count), amount(summary.amounts[store], entity)]];
    }),
  );
  return rows.length === 0 ? 'Nothing was read.' : table(columns, rows);
}

function amount(amounts: RunSummary['amounts'][string] | undefined, entity: EntityName): string {
  return entity === 'orders' || entity === 'payments' ? money(amounts?.[entity]?.created ?? ZERO) : '';
}

function right(title: string) {
  return { title, align: 'right' } as const;
}
