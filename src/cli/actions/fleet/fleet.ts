import { askForRun } from '../../../fleet/jobs/ask-for-run.ts';
import { fleetStatus, type PipelineStanding } from '../../../fleet/status/fleet-status.ts';
import { personHere } from '../../../session/person-here.ts';
import { type OutputOption, printResult, printText } from '../../output.ts';
import type { Shell } from '../../shell.ts';
import { table } from '../../text/table.ts';
import { withFleet } from './open-fleet.ts';

export async function status(shell: Shell, options: OutputOption): Promise<void> {
  const standings = await withFleet(shell.environment, ({ database }) => fleetStatus(database));
  printResult(shell, options, standings, () => statusText(standings));
  const isBad = ({ verdict }: PipelineStanding): boolean =>
    verdict === 'dead' || verdict === 'unable' || verdict === 'failed' || verdict === 'late';
  if (standings.some(isBad)) shell.end(1);
  else if (standings.some(({ verdict }) => verdict === 'differences')) shell.end(4);
  else if (standings.some(({ verdict }) => verdict === 'open')) shell.end(3);
}

export async function run(shell: Shell, name: string, { yes }: { readonly yes?: true }): Promise<void> {
  const wish = yes === true ? { yes: personHere() } : {};
  const asked = await withFleet(shell.environment, (fleet) => askForRun(fleet, name, 'person', wish));
  printText(
    shell,
    {
      queued: `A worker takes ${name} next.`,
      waits: `${name} waits for a worker already; it is brought forward.`,
      'after-this-run': `${name} runs now; one more run follows it.`,
      paused: `${name} is paused, and was not asked for. Resume it: neto-consolidator pipelines resume ${name}`,
    }[asked],
  );
  if (asked === 'paused') shell.end(1);
}

function statusText(standings: readonly PipelineStanding[]): string {
  if (standings.length === 0) return 'The fleet has no pipeline. Store one: neto-consolidator pipelines apply FILE';
  const counts = Map.groupBy(standings, ({ verdict }) => verdict);
  const sum = [...counts].map(([verdict, of]) => `${of.length} ${verdict}`).join(', ');
  return [
    `${standings.length} pipeline${standings.length === 1 ? '' : 's'}: ${sum}`,
    '',
    table(
      [
        { title: 'Pipeline' },
        { title: 'Verdict' },
        { title: 'Now' },
        { title: 'Last good', align: 'right' },
        { title: 'Last run' },
        { title: 'To do', align: 'right' },
        { title: 'Requests', align: 'right' },
      ],
      standings.map(({ name, verdict, now, lagSeconds, lastRun }) => [
        name,
        verdict,
        now,
        lagSeconds === null ? 'never' : `${durationOf(lagSeconds)} ago`,
        lastRun === null
          ? '-'
          : [lastRun.outcome, ...lastRun.problems.filter((code) => code !== lastRun.outcome)].join(' '),
        lastRun === null ? '' : String(lastRun.toDo ?? lastRun.quarantined + lastRun.differences),
        lastRun === null ? '' : String(lastRun.requests),
      ]),
    ),
    ...lacking(standings),
  ].join('\n');
}

/** What is missing on which worker, each once: one that has no table of keys lacks the same for all. */
function lacking(standings: readonly PipelineStanding[]): string[] {
  const lines = standings.flatMap(({ unableWorkers }) =>
    unableWorkers.map(({ worker, lacks }) => `${worker}: ${lacks}`),
  );
  return lines.length === 0 ? [] : ['', 'Workers that leave runs to others:', ...new Set(lines)];
}

function durationOf(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
