import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LocalDate } from '../model/time.ts';
import { type AcceptedDifference, type ProofDifference, provesNothing } from '../run/proof.ts';
import { readProofState } from './proof-state.ts';

/** What the last finished proof of a store said. */
export interface LastProof {
  readonly store: string;
  readonly day: LocalDate;
  /** Accounting dates. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Whether there was something to prove: false where the primary had nothing of the store. */
  readonly proven: boolean;
  /** What nothing explains; they stand here until a proof is without them. */
  readonly differences: readonly ProofDifference[];
  /** What a person accepted that changes what the books come to. */
  readonly accepted: readonly AcceptedDifference[];
}

/** Stores that were never proven are left out. */
export async function readLastProofs(
  ledger: Pick<Ledger, 'learned'>,
  { secondaries }: Pick<Pipeline, 'secondaries'>,
): Promise<LastProof[]> {
  const proofs: LastProof[] = [];
  for (const { name: store } of secondaries) {
    const { result, provedOn } = await readProofState(ledger, store);
    if (result === null || provedOn === null) continue;
    const { from, to, differences, accepted = [] } = result;
    proofs.push({ store, day: provedOn, from, to, proven: !provesNothing(result), differences, accepted });
  }
  return proofs;
}
