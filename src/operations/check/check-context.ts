import type { Pipeline, Secondary, StoreConnection } from '../../config/pipeline.ts';
import type { KeyPath } from '../../config/problems.ts';
import { errorCodes } from '../../model/error-codes.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { Clock } from '../../neto/clock.ts';
import type { Progress } from '../../session/progress.ts';
import type { Topic } from './finding.ts';
import type { Findings } from './findings.ts';

export interface CheckOptions {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: Progress | undefined;
  /** Orders of each store that are looked at, those placed last; 100 when left out. */
  readonly sample?: number | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
  /** For tests: what the clients wait by. */
  readonly clock?: Clock | undefined;
}

/** What all parts of a check share. */
export interface CheckContext extends Pick<CheckOptions, 'pipeline' | 'home' | 'signal'> {
  readonly findings: Findings;
  /** A client that sends reads only, whichever store it is for. */
  readonly open: (connection: StoreConnection) => NetoClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
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
export async function part<T>(
  { findings }: Pick<CheckContext, 'findings'>,
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
