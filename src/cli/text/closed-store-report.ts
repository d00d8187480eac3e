import { entityNames, singular } from '../../entities/kinds.ts';
import { counted } from '../../model/amounts-text.ts';
import type { ClosedStoreReport } from '../../operations/doctor/close-store.ts';

/** What became of what a store left open, and what stays. */
export function closedStoreReport(report: ClosedStoreReport): string {
  const { store, found, absent, leftOut, unchanged, copies, leftToPerson } = report;
  const stays = entityNames().flatMap((entity) => {
    const count = copies[entity] ?? 0;
    return count === 0 ? [] : [counted(count, singular(entity))];
  });
  return [
    `${store} is closed; nothing was written to any store.`,
    `Writes of unknown outcome: ${found} were found in the primary, ${absent} never happened.`,
    `${counted(leftOut, 'record')} that waited to be copied are left out; ${counted(unchanged, 'change')} of copies are not carried over.`,
    stays.length === 0
      ? 'None of it stays in the primary.'
      : `What stays in the primary, and in the map: ${stays.join(', ')}.`,
    ...(leftToPerson.length === 0
      ? []
      : [
          `${counted(leftToPerson.length, 'record')} stay with you:`,
          ...leftToPerson.map(
            ({ entity, sourceId, targetId, why }) =>
              `  ${singular(entity)} ${sourceId}${targetId === null ? '' : ` (${targetId})`}: ${why}`,
          ),
        ]),
  ].join('\n');
}
