import { type Argument, Command } from 'commander';
import { programVersion } from '../model/program-version.ts';
import { registerAdopt } from './commands/adopt.ts';
import { registerBackfill } from './commands/backfill.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerExport } from './commands/export.ts';
import { registerFakeStore } from './commands/fake-store.ts';
import { registerForget } from './commands/forget.ts';
import { registerHelp } from './commands/help.ts';
import { registerImport } from './commands/import.ts';
import { registerInit } from './commands/init.ts';
import { registerLink } from './commands/link.ts';
import { registerMap } from './commands/map.ts';
import { registerMonth } from './commands/month.ts';
import { registerPlan } from './commands/plan.ts';
import { registerProfile } from './commands/profile.ts';
import { registerQuarantine } from './commands/quarantine.ts';
import { registerReconcile } from './commands/reconcile.ts';
import { registerReport } from './commands/report.ts';
import { registerRewrite } from './commands/rewrite.ts';
import { registerRun } from './commands/run.ts';
import { registerSchedule } from './commands/schedule.ts';
import { registerStatus } from './commands/status.ts';
import { registerTodo } from './commands/todo.ts';
import { registerTrace } from './commands/trace.ts';
import { registerUndo } from './commands/undo.ts';
import type { Shell } from './shell.ts';
import { wrapPage } from './text/wrap.ts';

/** Adds one command to the program. */
type Register = (program: Command, shell: Shell) => void;

/**
 * By what they are for, in the order in which a user meets them. A new command is a file in `commands/` with what can be given
 * to it, a line here, and a file in `actions/` with what it does, which is loaded when it is called.
 */
const groups: Readonly<Record<string, readonly Register[]>> = {
  'To begin:': [registerInit, registerCheck, registerPlan, registerRun, registerSchedule],
  'Every day:': [registerStatus, registerTodo, registerTrace],
  'To decide:': [registerQuarantine, registerMap, registerLink],
  'To prove:': [registerReconcile, registerReport, registerMonth],
  'Files:': [registerImport, registerExport, registerRewrite],
  'The past:': [registerBackfill, registerAdopt, registerUndo],
  'Care:': [registerDoctor, registerProfile, registerForget],
  'To try:': [registerDemo, registerFakeStore],
  'The command line:': [registerHelp, registerCompletion],
};

/** Columns of help, which nobody filters line by line. */
const HELP_WIDTH = 100;

const exitCodes = `
Exit codes:
  0    good
  1    failed, wholly or for one store
  2    the command line, the pipeline file or the ledger can't be used
  3    finished, and something is open in quarantine
  4    finished, and something differs from what was written
  5    another run holds the pipeline
  130  stopped cleanly by Ctrl-C (143: by SIGTERM)`;

function humanReadable(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** The argument of `init` is one, too. */
const PIPELINE_FILES: readonly string[] = ['pipeline', 'file'];

/**
 * A pipeline file whose name begins with a dash is named from here on with its folder: the same file, and in every line that is
 * printed one word that no command takes for an option.
 */
function showAsFiles({ registeredArguments, processedArgs }: Command): void {
  const shown = (given: unknown): unknown =>
    typeof given === 'string' && given.startsWith('-') ? `./${given}` : given;
  for (const [place, argument] of registeredArguments.entries()) {
    if (!PIPELINE_FILES.includes(argument.name()) || place >= processedArgs.length) continue;
    const given: unknown = processedArgs[place];
    processedArgs[place] = Array.isArray(given) ? given.map(shown) : shown(given);
  }
}

/** What it was given for its pipeline file. */
function pipelineOf({ registeredArguments, processedArgs }: Command): string | undefined {
  const place = registeredArguments.findIndex((argument) => argument.name() === 'pipeline');
  const given: unknown = processedArgs[place];
  const [only, ...more]: unknown[] = Array.isArray(given) ? given : [given];
  return typeof only === 'string' && more.length === 0 ? only : undefined;
}

/** The command that words are of, such as `quarantine drop`; '' where they name none. */
export function namedIn(program: Command, words: readonly string[]): string {
  const names: string[] = [];
  let at = program;
  for (const word of words) {
    const next = at.commands.find((command) => command.name() === word);
    if (next === undefined) break;
    names.push(word);
    at = next;
  }
  return names.join(' ');
}

export function buildProgram(shell: Shell): Command {
  const program = new Command('neto-consolidator')
    .description(
      'Copies the orders, payments, customers and products of several Neto stores into one store: once, and to the cent.',
    )
    .version(programVersion())
    .usage('<command> [options]')
    .helpCommand(false)
    // Taken off before the words come here, so that it may stand anywhere.
    .option('--no-color', 'show no colours; a terminal has them unless NO_COLOR is set')
    .exitOverride()
    // Each command has its own options, and a command below it (`export confirm`) too.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => shell.print(wrapPage(text.trimEnd(), shell.width ?? HELP_WIDTH)),
      writeErr: (text) => shell.note(wrapPage(text.trimEnd(), shell.width ?? HELP_WIDTH)),
      // Printed once, with the advice, where all errors are.
      outputError: () => {},
    })
    .configureHelp({
      helpWidth: Math.min(shell.width ?? HELP_WIDTH, HELP_WIDTH),
      minWidthToWrap: 20,
      // That a command has options goes without saying, and takes the room of what it does.
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map((argument) => humanReadable(argument))].join(' '),
    })
    .addHelpText('after', exitCodes)
    .hook('preAction', (_, command) => {
      showAsFiles(command);
      shell.file = pipelineOf(command);
    });
  for (const [heading, commands] of Object.entries(groups)) {
    program.commandsGroup(heading);
    for (const register of commands) register(program, shell);
  }
  return program;
}
