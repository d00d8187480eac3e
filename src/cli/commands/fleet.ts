import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import type { Shell } from '../shell.ts';

const load = () => import('../actions/fleet/fleet.ts');

const verdicts = `
The worst first: dead (tried eight times, or wrong in itself), unable (no worker has its keys), failed, differences, late (has not ended for two of its starts), open
(something waits for a person), not-run, good, paused. Ends with 1 where one is dead, unable, failed or late, else with 4 where something
differs, else with 3 where something is open, else with 0. The same as a page: \`serve --fleet\`.`;

export function registerFleet(program: Command, shell: Shell): void {
  const fleet = program
    .command('fleet')
    .usage('<verb> [options]')
    .helpCommand(false)
    .description('Shows all pipelines of a fleet, the worst first, and asks for runs.');
  withOutput(
    fleet.command('status').description('Shows each pipeline: its verdict, its last run, what waits for a person.'),
  )
    .addHelpText('after', verdicts)
    .addHelpText('after', examples('fleet status', 'fleet status --output json'))
    .action(lazily(shell, async () => ({ act: (await load()).status })));
  fleet
    .command('run')
    .argument('<name>', 'the name of a pipeline')
    .description(
      'Asks for a run now; where one goes on, one more follows it. Starts one again that was laid aside, too.',
    )
    .option('--yes', 'yes to the older orders that its first run asks about, for this run')
    .addHelpText('after', examples('fleet run au-stores', 'fleet run au-stores --yes'))
    .action(lazily(shell, async () => ({ act: (await load()).run })));
}
