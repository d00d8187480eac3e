import path from 'node:path';
import { type Argument, Command } from 'commander';
import { refuseMissingPipeline } from '../config/files.ts';
import { programVersion } from '../model/program-version.ts';
import { fileToRead, nameInFleet, type Shell } from './shell.ts';
import { wrapPage } from './text/wrap.ts';

/** Adds one command to the program. */
type Register = (program: Command, shell: Shell) => void;
type Load = () => Promise<Register>;

/**
 * By what they are for, in the order in which a user meets them. A new command is a file in `commands/` with what can be given
 * to it, a line here, and a file in `actions/` with what it does. Each is loaded when it is asked for.
 */
const groups: Readonly<Record<string, Readonly<Record<string, Load>>>> = {
  'To begin:': {
    init: async () => (await import('./commands/init.ts')).registerInit,
    check: async () => (await import('./commands/check.ts')).registerCheck,
    plan: async () => (await import('./commands/plan.ts')).registerPlan,
    run: async () => (await import('./commands/run.ts')).registerRun,
    schedule: async () => (await import('./commands/schedule.ts')).registerSchedule,
  },
  'Every day:': {
    status: async () => (await import('./commands/status.ts')).registerStatus,
    todo: async () => (await import('./commands/todo.ts')).registerTodo,
    trace: async () => (await import('./commands/trace.ts')).registerTrace,
    notify: async () => (await import('./commands/notify.ts')).registerNotify,
    serve: async () => (await import('./commands/serve.ts')).registerServe,
  },
  'To decide:': {
    quarantine: async () => (await import('./commands/quarantine.ts')).registerQuarantine,
    map: async () => (await import('./commands/map.ts')).registerMap,
    link: async () => (await import('./commands/link.ts')).registerLink,
  },
  'To prove:': {
    reconcile: async () => (await import('./commands/reconcile.ts')).registerReconcile,
    report: async () => (await import('./commands/report.ts')).registerReport,
    month: async () => (await import('./commands/month.ts')).registerMonth,
  },
  'Files:': {
    import: async () => (await import('./commands/import.ts')).registerImport,
    export: async () => (await import('./commands/export.ts')).registerExport,
    rewrite: async () => (await import('./commands/rewrite.ts')).registerRewrite,
  },
  'The past:': {
    backfill: async () => (await import('./commands/backfill.ts')).registerBackfill,
    adopt: async () => (await import('./commands/adopt.ts')).registerAdopt,
    undo: async () => (await import('./commands/undo.ts')).registerUndo,
  },
  'Care:': {
    doctor: async () => (await import('./commands/doctor.ts')).registerDoctor,
    profile: async () => (await import('./commands/profile.ts')).registerProfile,
    forget: async () => (await import('./commands/forget.ts')).registerForget,
    ledger: async () => (await import('./commands/ledger.ts')).registerLedger,
    xero: async () => (await import('./commands/xero.ts')).registerXero,
  },
  'A fleet:': {
    worker: async () => (await import('./commands/worker.ts')).registerWorker,
    fleet: async () => (await import('./commands/fleet.ts')).registerFleet,
    pipelines: async () => (await import('./commands/pipelines.ts')).registerPipelines,
  },
  'To try:': {
    demo: async () => (await import('./commands/demo.ts')).registerDemo,
    'fake-store': async () => (await import('./commands/fake-store.ts')).registerFakeStore,
    'fake-xero': async () => (await import('./commands/fake-xero.ts')).registerFakeXero,
  },
  'The command line:': {
    help: async () => (await import('./commands/help.ts')).registerHelp,
    completion: async () => (await import('./commands/completion.ts')).registerCompletion,
  },
};

/** What tells of all others. */
const OF_ALL: readonly string[] = ['help', 'completion'];

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

/** What it was given for its pipeline file; in a fleet it is a name. */
function pipelineOf(command: Command): string | undefined {
  if (command.getOptionValue('fleet') === true) return undefined;
  const { registeredArguments, processedArgs } = command;
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

/** @param called the name of a command, to have it alone; anything else: all of them */
export async function buildProgram(shell: Shell, called = ''): Promise<Command> {
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
    .hook('preAction', async (_, command) => {
      showAsFiles(command);
      shell.file = pipelineOf(command);
      if (shell.file === undefined) return;
      if (nameInFleet(shell.file) !== undefined) return;
      const file = fileToRead(shell, shell.file);
      await refuseMissingPipeline(path.resolve(file), file);
    });
  for (const [heading, commands] of Object.entries(wanted(called))) {
    program.commandsGroup(heading);
    for (const register of await Promise.all(commands.map((load) => load()))) register(program, shell);
  }
  return program;
}

/** By heading. */
function wanted(called: string): Readonly<Record<string, readonly Load[]>> {
  const alone = Object.values(groups).find((commands) => Object.hasOwn(commands, called))?.[called];
  if (alone !== undefined && !OF_ALL.includes(called)) return { '': [alone] };
  return Object.fromEntries(Object.entries(groups).map(([heading, commands]) => [heading, Object.values(commands)]));
}
