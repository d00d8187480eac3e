import { counted } from '../../model/amounts-text.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Shell } from '../shell.ts';

interface DemoOptions {
  /** `true` where no folder was given. */
  readonly keep?: string | true;
  readonly stop?: string | true;
  readonly force?: boolean;
}

export async function act(shell: Shell, options: DemoOptions): Promise<void> {
  const { keep, stop, force = false } = options;
  if (keep !== undefined && stop !== undefined)
    throw new ConsolidatorError('usage', 'Give --keep or --stop, not both.');
  if (force && keep === undefined) throw new ConsolidatorError('usage', '--force goes with --keep alone.');
  // Its stores are nothing that other commands should have to load.
  if (keep !== undefined) return (await import('../demo/kept/keep.ts')).keepDemo(shell, folderOf(keep), force);
  if (stop !== undefined) return (await import('../demo/kept/stop.ts')).stopDemo(shell, folderOf(stop));
  await playOnce(shell);
}

function folderOf(given: string | true): string | undefined {
  return given === true ? undefined : given;
}

async function playOnce(shell: Shell): Promise<void> {
  const began = performance.now();
  const { playDemo } = await import('../demo/demo.ts');
  const { calling } = await import('../demo/kept/lines.ts');
  await playDemo(shell);
  const seconds = Math.max(1, Math.round((performance.now() - began) / 1000));
  shell.print(`
The demo is over (${counted(seconds, 'second')}); its stores and its folder are gone.
To play with it yourself, with stores that go on:
  ${calling(shell)} demo --keep
It shows where they are, and what to type: \`todo\`, \`status\`, \`report\` and more.

Where to look next:
  README.md                    set it up for your own stores
  pipelines/demo.yaml          the pipeline file that was just run
  docs/configuration.md        every key of a pipeline file
  docs/promises.md             what is promised, and the tests that prove it
  neto-consolidator --help     all commands`);
}
