import type { Command } from 'commander';
import type { Shell } from '../shell.ts';
import { registerAccept } from './quarantine/accept.ts';
import { registerDrop } from './quarantine/drop.ts';
import { registerList } from './quarantine/list.ts';
import { registerPurge } from './quarantine/purge.ts';
import { registerRetry } from './quarantine/retry.ts';
import { registerShow } from './quarantine/show.ts';

/** What can be done with records that are quarantined; a further verb is a file and a line. */
const verbs = [registerList, registerShow, registerRetry, registerAccept, registerDrop, registerPurge];

export function registerQuarantine(program: Command, shell: Shell): void {
  const quarantine = program
    .command('quarantine')
    .usage('<verb> [options]')
    .helpCommand(false)
    .description('Shows the records that are quarantined until a person decides, and acts on them.');
  for (const register of verbs) register(quarantine, shell);
}
