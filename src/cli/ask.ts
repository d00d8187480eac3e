import { createInterface } from 'node:readline/promises';

/** Asks on a terminal; everything but yes is no. @returns undefined where no person is at both ends */
export function askOn(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): ((question: string) => Promise<boolean>) | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return async (question) => {
    const lines = createInterface({ input, output });
    try {
      const answer = await lines.question(`${question} [y/N] `, { signal });
      return /^\s*y(es)?\s*$/i.test(answer);
    } catch (error) {
      // Ctrl-C, or the end of the input, is no yes.
      if (signal.aborted || (error instanceof Error && error.name === 'AbortError')) return false;
      throw error;
    } finally {
      lines.close();
    }
  };
}
