import { singular } from '../../entities/kinds.ts';
import { count, counted } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { formatMoney } from '../../model/money.ts';
import type { SkipReason } from '../../model/reasons.ts';
import type { RunSummary } from '../../run/summary.ts';
import type { Planned } from '../plan-pipeline.ts';
import type { PlanSample } from '../plan-samples.ts';
import { countsTable } from './counts-table.ts';
import { planVerdict } from './plan-verdict.ts';
import { quarantinedText } from './quarantine-text.ts';
import {
  comesToLines,
  confirming,
  requestsLine,
  section,
  trouble,
  unconfirmedWords,
  worthALook,
} from './run-report.ts';
import { table } from './table.ts';

const DROPPED: string = 'dropped' satisfies SkipReason;

/** What a run would do. @param file the pipeline file as it was given */
export function planReport({ summary, samples, decisions }: Planned, file: string): string {
  const { quarantine } = summary;
  return [
    `Plan of ${summary.pipeline}: what a run would do now. Nothing was written.`,
    planVerdict(summary, decisions),
    '',
    countsTable(summary, { created: 'to copy' }),
    ...section('Some of the orders', samplesTable(samples)),
    ...section(
      'Left out by rule',
      skippedText(summary, (code) => code !== DROPPED),
    ),
    ...section(
      'Dropped by you, with a reason',
      skippedText(summary, (code) => code === DROPPED),
    ),
    ...trouble(summary),
    ...worthALook(summary),
    ...section(
      `Would be quarantined until you decide: ${counted(quarantine.length, 'record')}`,
      quarantine.length === 0 ? '' : quarantinedText(quarantine, file),
    ),
    '',
    requestsLine(summary),
    ...toDoIt(summary, file),
  ].join('\n');
}

function toDoIt({ unconfirmed = [] }: RunSummary, file: string): string[] {
  if (unconfirmed.length === 0) return [`To do it: neto-consolidator run ${shellWord(file)}`];
  return [
    `A run asks before it copies ${unconfirmedWords(unconfirmed)}: they are older than its last whole run, or this is its first. To do it, where they are wanted:`,
    ...comesToLines(unconfirmed),
    ...confirming({ unconfirmed }, `neto-consolidator run ${shellWord(file)}`),
  ];
}

function samplesTable(samples: readonly PlanSample[]): string {
  if (samples.length === 0) return '';
  const rows = samples.map(({ store, outcome, sourceId, targetId, total }) => [
    store,
    sourceId,
    '->',
    targetId,
    total === null ? '' : formatMoney(total),
    outcome === 'created' ? 'new' : 'changed',
  ]);
  return table(
    [
      { title: 'store' },
      { title: 'there' },
      { title: '' },
      { title: 'primary' },
      { title: 'total', align: 'right' },
      { title: '' },
    ],
    rows,
  );
}

function skippedText({ skipped }: Pick<RunSummary, 'skipped'>, isTold: (code: string) => boolean): string {
  return skipped
    .filter(({ code }) => isTold(code))
    .map(({ store, entity, count: number, code, reason }) => {
      const what = number === 1 ? singular(entity) : entity;
      return `  ${store}: ${count(number)} ${what} ${code}: ${reason}`;
    })
    .join('\n');
}
