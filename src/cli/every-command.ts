import type { Command } from 'commander';

export interface NamedCommand {
  /** With all above it: `neto-consolidator quarantine drop`. */
  readonly name: string;
  readonly command: Command;
}

/** A command and all below it, each after the one that it is below. */
export function everyCommand(command: Command, above = ''): NamedCommand[] {
  const name = above === '' ? command.name() : `${above} ${command.name()}`;
  return [{ name, command }, ...command.commands.flatMap((one) => everyCommand(one, name))];
}
