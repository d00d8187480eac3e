import { ConsolidatorError } from '../model/errors.ts';

/** Asks on a terminal; everything but yes is no. @returns undefined where no person is at both ends */
export function askOn(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): ((question: string) => Promise<boolean>) | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return async (question) => {
    const { createInterface } = await import('node:readline/promises');
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

/** No mistake: a person has to say yes first, and nobody is there to be asked. Nothing was changed. */
export class AsksYes extends ConsolidatorError {
  constructor(message: string) {
    super('usage', message);
  }
}

/** Whether giving the same line with `--yes` is all that is to be done. */
export function isAskingYes(error: unknown): boolean {
  return error instanceof AsksYes || (error instanceof ConsolidatorError && error.code === 'first-run-unconfirmed');
}
