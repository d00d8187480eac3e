/** What went wrong with a part of a run while the rest went on. */
export interface RunProblem {
  readonly store: string;
  readonly code: string;
  readonly message: string;
}
