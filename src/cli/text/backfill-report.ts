import { count, counted, money } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { add, ZERO } from '../../model/money.ts';
import type { BackfillReport, SliceReport } from '../../operations/backfill/report.ts';
import { quarantinedTable } from './quarantine-text.ts';
import { section, trouble, worthALook } from './run-report.ts';
import { table } from './table.ts';

/** How far a back-fill is, slice by slice. @param file the pipeline file as it was given */
export function backfillReport(report: BackfillReport, file: string): string {
  const { store, from, to, dryRun, slices, quarantine, unmarked } = report;
  const open = slices.filter(({ state }) => state === 'open').length;
  const title = dryRun ? 'What a back-fill would copy' : 'Back-fill';
  return [
    `${title} of ${store}, ${from} to ${to}: ${open === 0 ? 'all slices are through.' : `${counted(open, 'slice')} still to do; the same command goes on.`}`,
    ...(report.alreadyInAccounting ? [markText(report)] : []),
    '',
    slicesTable(slices, dryRun),
    ...trouble({ ...report, warnings: [] }),
    ...worthALook(report),
    ...section(
      `Not marked as exported, though the books have them: ${counted(unmarked.length, 'copy', 'copies')}`,
      unmarked.map(({ why, remedy }) => `${why}.\n  ${remedy}`).join('\n'),
    ),
    ...section(
      `Quarantined until you decide: ${counted(quarantine.length, 'record')}`,
      quarantine.length === 0 ? '' : quarantinedTable(quarantine),
    ),
    ...(quarantine.length === 0 ? [] : [`What to do about each: neto-consolidator quarantine list ${shellWord(file)}`]),
  ].join('\n');
}

function markText({ unmarked, dryRun, slices }: BackfillReport): string {
  const copies =
    dryRun || slices.some(({ state }) => state === 'open')
      ? 'Copies get the mark of exported ones before they are approved'
      : unmarked.length === 0
        ? 'Its copies are marked as exported already'
        : 'Its copies are marked as exported already, but for those below';
  return `${copies}. Returns of days that the books have are left out.`;
}

function slicesTable(slices: readonly SliceReport[], dryRun: boolean): string {
  const right = (title: string) => ({ title, align: 'right' }) as const;
  const verb = dryRun ? 'would be copied' : 'copied';
  const numbers = ['read', verb, 'as it was', 'left out', 'quarantined', 'open', `amount ${verb}`];
  return table(
    [{ title: 'from' }, { title: 'to' }, { title: '' }, ...numbers.map(right)],
    slices.map(({ from, to, state, stores, amounts }) => {
      const orders = Object.values(stores).flatMap((entities) => entities.orders ?? []);
      const sum = (name: 'read' | 'created' | 'unchanged' | 'skipped' | 'quarantined' | 'pending') =>
        count(orders.reduce((total, counts) => total + counts[name], 0));
      const created = Object.values(amounts).flatMap((entities) => entities.orders?.created ?? []);
      const words = { done: 'done', 'done-before': 'done before', open: 'to do', planned: '' }[state];
      return [
        from,
        to,
        words,
        sum('read'),
        sum('created'),
        sum('unchanged'),
        sum('skipped'),
        sum('quarantined'),
        sum('pending'),
        money(created.reduce((total, amount) => add(total, amount), ZERO)),
      ];
    }),
  );
}
