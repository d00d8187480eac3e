import type { Pipeline, Secondary } from '../../config/pipeline.ts';
import type { KeyPath } from '../../config/problems.ts';
import type { Findings } from './findings.ts';

/** What whoever tells of a pipeline needs. */
export interface Telling {
  readonly pipeline: Pipeline;
  readonly findings: Findings;
}

/** A secondary, with its place in the file. */
export interface CheckedSecondary {
  readonly secondary: Secondary;
  readonly path: KeyPath;
}
