import { reportError } from './errors.ts';
import { buildProgram } from './program.ts';
import { lineOf, type Shell, type Surroundings, showingAll, widthIn } from './shell.ts';

/**
 * Runs one command line. Every error ends here as a sentence and an exit code.
 * @param words without `node` and the script
 * @returns the exit code
 */
export async function execute(words: readonly string[], around: Surroundings): Promise<number> {
  let code = 0;
  const shell: Shell = {
    width: widthIn(around.environment),
    ...showingAll(around),
    line: lineOf(words),
    end(given) {
      code = given;
    },
    run: execute,
  };
  try {
    await buildProgram(shell).parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return reportError(error, shell, words);
  }
}
