import type { Command } from 'commander';

export interface LogOption {
  readonly log?: string;
}

/** Adds `--log`, which every command has that goes on for a while. */
export function withLog(command: Command): Command {
  return command.option('--log <file>', 'append requests and steps as JSON lines, without contents, people or keys');
}
