import { count } from '../../model/amounts-text.ts';
import type { AdoptionEntry, AdoptionReport } from '../../operations/adopt/adopt-copies.ts';
import { table } from './table.ts';

/** What was taken into the map, and what was not and why. */
export function adoptionReport({ adopted, remarks, left, different, said }: AdoptionReport): string {
  return [
    table(
      [{ title: 'Store' }, { title: 'Orders linked', align: 'right' }, { title: 'Payments linked', align: 'right' }],
      Object.entries(adopted).map(([store, { orders, payments }]) => [store, count(orders), count(payments)]),
    ),
    ...part('Linked, but look at these:', remarks),
    ...part('Left to the next run, which looks before it writes:', left),
    ...part('Not linked, because they differ from their source:', different),
    ...[...new Set(different.map(({ remedy }) => remedy))].flatMap((remedy) => ['', remedy]),
    ...(said.length === 0 ? [] : ['', 'Linked, though not all is as a run would make it:']),
    ...said.map(({ store, message }) => `${store}: ${message}`),
  ].join('\n');
}

function part(title: string, entries: readonly AdoptionEntry[]): string[] {
  if (entries.length === 0) return [];
  const rows = entries.map(({ store, sourceId, targetId, why }) => [store, sourceId, targetId, why]);
  return ['', title, table([{ title: 'Store' }, { title: 'Source' }, { title: 'Primary' }, { title: 'Why' }], rows)];
}
