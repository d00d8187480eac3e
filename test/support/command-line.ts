import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** Thrown by a script for a value that it does not take. */
export class WrongUse extends Error {}

/**
 * Reads the options of one of the long scripts. With `--help` it prints how the script is called and ends with 0; for an
 * option that there is not, or a value that `check` refuses, it says so on standard error and ends with 2.
 * @param check throws `WrongUse`; gives what the script works with
 */
export function readOptions<const Options extends ParseArgsOptionsConfig, Result>(
  usage: string,
  options: Options,
  check: (values: ReturnType<typeof parseArgs<{ options: Options }>>['values']) => Result,
): Result {
  const words = process.argv.slice(2);
  if (words.includes('--help') || words.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return check(parseArgs({ args: words, options }).values);
  } catch (error) {
    const isWrongUse = error instanceof WrongUse || (error instanceof TypeError && 'code' in error);
    if (!isWrongUse) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

/** @throws WrongUse where it is not a whole number of at least that */
export function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= least) return number;
  throw new WrongUse(`--${name} takes a whole number from ${least} on, not "${text}".`);
}
