import { type Ended, runProgram } from './program.ts';
import type { SmallDemo } from './small-demo.ts';

/** Runs a command in this process, in the folder of those stores and with what their pipeline file needs. */
export function executeHere(
  words: readonly string[],
  { folder, home, environment }: Pick<SmallDemo, 'folder' | 'home' | 'environment'>,
): Promise<Ended> {
  return runProgram(words, { folder, environment: { ...environment, NETO_CONSOLIDATOR_HOME: home } });
}
