import type { Pipeline, Secondary, StoreConnection } from '../../config/pipeline.ts';
import type { KeyPath } from '../../config/problems.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { Findings } from './findings.ts';

/** What all parts of a check share. */
export interface CheckContext {
  readonly pipeline: Pipeline;
  readonly findings: Findings;
  /** The state home. */
  readonly home: string;
  /** A client that sends reads only, whichever store it is for. */
  readonly open: (connection: StoreConnection, username: string | undefined) => NetoClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal | undefined;
}

/** A secondary, with its place in the file. */
export interface CheckedSecondary {
  readonly secondary: Secondary;
  readonly path: KeyPath;
}

/**
 * Runs one part of the check, so that its failure is a finding and the other parts go on.
 * @returns undefined where it failed
 * @throws ConsolidatorError `stopped`
 */
export async function attempt<T>(
  part: () => Promise<T>,
  failed: (error: ConsolidatorError) => void,
): Promise<T | undefined> {
  try {
    return await part();
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    failed(error);
    return undefined;
  }
}
