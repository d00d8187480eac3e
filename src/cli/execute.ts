import { reportError } from './errors.ts';
import { buildProgram, namedIn } from './program.ts';
import { lineOf, type Shell, type Surroundings, showingAll, typed, widthIn } from './shell.ts';

/**
 * Runs one command line. Every error ends here as a sentence and an exit code.
 * @param words without `node` and the script
 * @returns the exit code
 */
export async function execute(words: readonly string[], around: Surroundings): Promise<number> {
  let code = 0;
  const shown = showingAll(around);
  const shell: Shell = {
    width: widthIn(around.environment),
    ...shown,
    note: (text) => shown.note(typed(shell, text)),
    line: lineOf(words),
    end(given) {
      code = given;
    },
    run: execute,
  };
  const program = buildProgram(shell);
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return reportError(error, shell, words, namedIn(program, words));
  }
}
