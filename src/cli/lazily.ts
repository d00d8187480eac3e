import type { Shell } from './shell.ts';

/** What a command does, in a file of its own below `actions/`. */
interface Action<Given extends readonly unknown[]> {
  act(shell: Shell, ...given: Given): Promise<void>;
}

/**
 * What is called when a command was given. Its action, with all that it imports, is loaded only then: whoever asks for help,
 * or slips, waits for the definitions alone.
 */
export function lazily<Given extends readonly unknown[]>(
  shell: Shell,
  load: () => Promise<Action<Given>>,
): (...given: Given) => Promise<void> {
  return async (...given) => (await load()).act(shell, ...given);
}
