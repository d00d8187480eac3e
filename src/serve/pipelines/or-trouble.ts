import { ConsolidatorError } from '../../model/errors.ts';

/** What was read, or why it could not be: a ledger that is missing, newer or locked, a pipeline file with a slip. */
export async function orTrouble<Result>(read: () => Promise<Result>): Promise<Result | ConsolidatorError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ConsolidatorError) return error;
    throw error;
  }
}
