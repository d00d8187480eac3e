import type { LocalDate } from '../../model/time.ts';
import type { JudgedSummary } from '../../notify/conditions.ts';
import { backfill } from '../../operations/backfill/backfill.ts';
import type { BackfillEvent } from '../../operations/backfill/options.ts';
import type { BackfillReport } from '../../operations/backfill/report.ts';
import { linkQueued } from '../../operations/link/link-queued.ts';
import { dailyProof } from '../../proof/daily-proof.ts';
import { stateHome } from '../../session/state-home.ts';
import { announcing, openToRun } from '../announcing.ts';
import { type OutputOption, printResult } from '../output.ts';
import { knownStores } from '../pipeline-file.ts';
import { openLog } from '../progress/log-file.ts';
import type { LogOption } from '../progress/log-option.ts';
import type { Shell } from '../shell.ts';
import { exitCodeOfRun } from '../summary-exit.ts';
import { backfillReport } from '../text/backfill-report.ts';
import { traced } from '../tracing/traced.ts';

interface BackfillCommand extends OutputOption, LogOption {
  readonly store: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly sliceDays?: number;
  readonly maxPerMinute?: number;
  readonly alreadyInAccounting?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly again?: boolean;
}

export function act(shell: Shell, file: string, options: BackfillCommand): Promise<void> {
  return traced(shell, () => fillBack(shell, file, options));
}

async function fillBack(shell: Shell, file: string, options: BackfillCommand): Promise<void> {
  const pipeline = await openToRun(shell, file);
  knownStores(pipeline, [options.store]);
  const log = openLog(shell, options, 'backfill');
  const announced = announcing(shell, pipeline, { stores: [options.store] });
  const report = await backfill({
    ...options,
    progress: log.take,
    prover: dailyProof,
    linker: linkQueued,
    pipeline,
    home: stateHome(shell.environment),
    signal: shell.signal,
    now: shell.now,
    tell: (event) => shell.note(lineOf(event)),
  })
    .catch((error: unknown) => {
      if (options.dryRun !== true) shell.afterwards?.(() => announced.notBegun(error));
      throw error;
    })
    .finally(() => log.end());
  const judged = judgedOf(report);
  if (judged !== undefined) shell.afterwards?.(() => announced.ended(judged));
  printResult(shell, options, report, () => backfillReport(report, file));
  const exit = exitCodeOfRun(report, shell);
  shell.end(exit === 0 && report.unmarked.length > 0 ? 3 : exit);
}

/** What a back-fill has to tell of; nothing where no slice was worked on. */
function judgedOf({
  dryRun,
  slices,
  status,
  problems,
  quarantine,
  differences,
}: BackfillReport): JudgedSummary | undefined {
  const run = slices.findLast((slice) => slice.run !== null && slice.state !== 'done-before')?.run ?? null;
  if (dryRun || run === null) return undefined;
  return { run, status, problems, quarantine, differences, warnings: [], proof: null, stores: {}, bound: {} };
}

function lineOf(event: BackfillEvent): string {
  switch (event.kind) {
    case 'slice':
      return `Slice ${event.number} of ${event.of}: ${event.slice.from} to ${event.slice.to}`;
    case 'slice-done': {
      const { from, to, state, stores } = event.report;
      const created = Object.values(stores).reduce((sum, { orders }) => sum + (orders?.created ?? 0), 0);
      const what = { done: 'copied', planned: 'would be copied', open: 'copied so far', 'done-before': 'copied' }[
        state
      ];
      return `  ${from} to ${to}: ${created} orders ${what}`;
    }
    case 'waits':
      return event.why === 'busy'
        ? '  Another run holds the pipeline: waiting for it to end.'
        : '  Another run was turned away meanwhile: making room for it.';
  }
}
