import { type Command, Option } from 'commander';
import { ConsolidatorError } from '../../model/errors.ts';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import type { Shell } from '../shell.ts';

const meaning = `
NETO_CONSOLIDATOR_DATABASE names the PostgreSQL database that all workers share. A pipeline runs on one worker at a time, and two
pipelines of one primary never at once; what a worker that died has begun, another one goes on with. Keys come from the table that
NETO_CONSOLIDATOR_KEYS names, a file keys.yaml on each worker. See docs/fleet.md.

Ctrl-C (or SIGTERM) ends it cleanly: runs end between two steps, and other workers go on with them.`;

export function registerWorker(program: Command, shell: Shell): void {
  program
    .command('worker')
    .description('Takes runs of a fleet of pipelines from its database, beside other workers, until it is stopped.')
    .addOption(new Option('--concurrency <runs>', 'runs at once in this process').argParser(runsAtOnce).default(4))
    .option('--pipelines <folder>', 'a folder of pipeline files that every worker has, beside those in the database')
    .option('--no-timekeeping', 'takes runs only: other workers turn cron lines into runs')
    .addHelpText('after', meaning)
    .addHelpText('after', examples('worker', 'worker --concurrency 8 --pipelines pipelines/'))
    .action(lazily(shell, () => import('../actions/fleet/worker.ts')));
}

/** @throws ConsolidatorError `usage` */
function runsAtOnce(text: string): number {
  const runs = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (runs >= 1 && runs <= 100) return runs;
  throw new ConsolidatorError('usage', `"${text}" is no number of runs: a whole number from 1 to 100.`);
}
