import { execute } from '../../src/cli/execute.ts';
import type { SmallDemo } from './small-demo.ts';

/** Runs a command in this process, which is quicker where nothing but its words matters. */
export async function executeHere(
  words: readonly string[],
  { folder, home, environment }: Pick<SmallDemo, 'folder' | 'home' | 'environment'>,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const code = await execute(words, {
    environment: { ...environment, NETO_CONSOLIDATOR_HOME: home },
    folder,
    signal: new AbortController().signal,
    terminal: undefined,
    now: Date.now,
    print: (text) => {
      stdout += `${text}\n`;
    },
    note: (text) => {
      stderr += `${text}\n`;
    },
  });
  return { code, stdout, stderr };
}
