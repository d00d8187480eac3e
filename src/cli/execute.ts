import { withoutColourOption } from './colour.ts';
import { reportError } from './errors.ts';
import { buildProgram, namedIn } from './program.ts';
import { lineOf, type Shell, type Surroundings, showingAll, typed, widthIn } from './shell.ts';

/**
 * Runs one command line. Every error ends here as a sentence and an exit code.
 * @param given without `node` and the script
 * @returns the exit code
 */
export async function execute(given: readonly string[], around: Surroundings): Promise<number> {
  const words = withoutColourOption(given);
  let code = 0;
  const afterwards: (() => Promise<void>)[] = [];
  const shown = showingAll(around);
  const shell: Shell = {
    width: widthIn(around.environment),
    ...shown,
    note: (text) => shown.note(typed(shell, text)),
    line: lineOf(words),
    end(exit) {
      code = exit;
    },
    afterwards(work) {
      afterwards.push(work);
    },
    run: execute,
  };
  const program = await buildProgram(shell, words[0]);
  program.hook('preAction', (_program, command) => around.beforeAction?.(command.name()));
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    code = reportError(error, shell, words, namedIn(program, words));
  }
  for (const work of afterwards) await work();
  return code;
}
