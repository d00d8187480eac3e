import type { Pipeline } from '../../config/pipeline.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { FixedRules } from '../../transform/rules.ts';

export interface TraceSource {
  readonly store: string;
  readonly rules: FixedRules;
  /** Undefined with `--offline`. */
  readonly client: NetoClient | undefined;
}

export interface TraceContext {
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly sources: readonly TraceSource[];
  readonly primary: NetoClient | undefined;
  /** Orders that are read and wait for a person's yes, by store. */
  readonly unconfirmed: ReadonlyMap<string, number>;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
