import type { StoreConnection } from '../../config/pipeline.ts';
import type { KeyPath } from '../../config/problems.ts';
import { errorCodes } from '../../model/error-codes.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { Topic } from '../findings/finding.ts';
import type { Telling } from '../findings/findings.ts';

/** What all parts of a check share. */
export interface CheckContext extends Telling {
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly signal: AbortSignal | undefined;
  /** A client that sends reads only, whichever store it is for. */
  readonly open: (connection: StoreConnection) => NetoClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Runs one part of the check, so that its failure is a finding and the other parts go on.
 * @returns undefined where it failed
 * @throws ConsolidatorError `stopped`
 */
export async function part<T>(
  { findings }: Pick<Telling, 'findings'>,
  store: string,
  topic: Topic,
  work: () => Promise<T>,
  path?: KeyPath,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    findings.problem(topic, store, error.message, errorCodes[error.code].remedy, path);
    return undefined;
  }
}
