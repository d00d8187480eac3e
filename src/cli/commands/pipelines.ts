import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { lazily } from '../lazily.ts';
import { withOutput } from '../output.ts';
import type { Shell } from '../shell.ts';

const load = () => import('../actions/fleet/pipelines.ts');
const meaning = `
NETO_CONSOLIDATOR_DATABASE names the database. What is stored holds neither keys nor variables nor \`ledger\`: each worker has a table of keys
of its own (NETO_CONSOLIDATOR_KEYS), and ledgers are in the same database. Every change is a new version, and stands in the history
with who made it (login@machine, or the name of a token on the page) and why.

A run that begins after a change goes by it; one that goes on ends by what it began with. Of files, all are checked before any is
stored; one that is wrong ends with 2, and nothing was stored.

Commands take a stored pipeline as fleet:NAME in place of a file: \`todo fleet:au-stores\`, \`trace N11177 fleet:au-stores\`,
\`doctor fleet:au-stores\`. See docs/fleet.md.`;

const REASON = 'why; it is kept in the history, so name nobody in it';

export function registerPipelines(program: Command, shell: Shell): void {
  const pipelines = program
    .command('pipelines')
    .usage('<verb> [options]')
    .helpCommand(false)
    .description('Stores the pipelines of a fleet in its database, and tells what is stored.')
    .addHelpText('after', meaning);
  withOutput(
    pipelines
      .command('apply')
      .argument('<files...>', 'pipeline files without keys, or folders of them; each is called as its name says')
      .description('Stores pipelines, or their changes; all are checked first, and each version is kept.')
      .option('--reason <text>', REASON),
  )
    .addHelpText('after', examples('pipelines apply pipelines/au-stores.yaml', 'pipelines apply pipelines/'))
    .action(lazily(shell, async () => ({ act: (await load()).apply })));
  withOutput(pipelines.command('list').description('Lists the pipelines of the fleet.'))
    .addHelpText('after', examples('pipelines list'))
    .action(lazily(shell, async () => ({ act: (await load()).list })));
  withOutput(
    pipelines
      .command('diff')
      .argument('<files...>', 'pipeline files, or folders of them')
      .description(
        'Shows in which keys files differ from what is stored, as `key: stored → file`; comments and order are no difference. Ends with 1 where they differ, or are not stored yet.',
      ),
  )
    .addHelpText('after', examples('pipelines diff pipelines/'))
    .action(lazily(shell, async () => ({ act: (await load()).diff })));
  withOutput(
    pipelines
      .command('history')
      .argument('<name>', 'the name of a pipeline')
      .description(
        'Shows who changed a pipeline, when and why, the oldest first: applied, paused, resumed, removed, and who said yes to the older orders of a first run.',
      ),
  )
    .addHelpText('after', examples('pipelines history au-stores'))
    .action(lazily(shell, async () => ({ act: (await load()).history })));
  pipelines
    .command('pause')
    .argument('<name>', 'the name of a pipeline')
    .description(
      'Lets no run of a pipeline begin until it is resumed. What waits for a worker is let go of; a run that goes on ends as ever.',
    )
    .requiredOption('--reason <text>', REASON)
    .addHelpText('after', examples('pipelines pause au-stores --reason "the merchant moves to another host"'))
    .action(lazily(shell, async () => ({ act: (await load()).pause })));
  pipelines
    .command('resume')
    .argument('<name>', 'the name of a pipeline')
    .description('Has a paused pipeline run by its schedule again, once soon for what was missed.')
    .option('--reason <text>', REASON)
    .addHelpText('after', examples('pipelines resume au-stores'))
    .action(lazily(shell, async () => ({ act: (await load()).resume })));
  pipelines
    .command('remove')
    .argument('<name>', 'the name of a pipeline')
    .description(
      'Takes a pipeline out of the fleet; its ledger and its history stay, and applying it again goes on from there.',
    )
    .requiredOption('--reason <text>', REASON)
    .addHelpText('after', examples('pipelines remove au-stores --reason "the merchant has left"'))
    .action(lazily(shell, async () => ({ act: (await load()).remove })));
}
