import { ZERO } from '../model/money.ts';
import { addSeconds, type Instant } from '../model/time.ts';
import { nothingProven } from '../reconcile/prove-chunk.ts';
import type { StoreSide } from '../reconcile/sides.ts';
import type { RunBasics } from '../run/context/parts.ts';
import type { StoreProof } from '../run/proof.ts';
import type { StoreRun } from '../session/store-run.ts';
import type { Period } from './period.ts';
import type { StoreProofState } from './proof-state.ts';

export interface StoreToProve {
  readonly run: StoreRun;
  readonly state: StoreProofState;
  readonly side: StoreSide;
  readonly period: Period;
  readonly bound: Instant;
}

export function sideOf({ secondary, fixed, client }: StoreRun, { from, to }: Period): StoreSide {
  return { secondary, rules: fixed, client, from: from > fixed.since ? from : fixed.since, to };
}

export function putOff({ fixed: { store } }: StoreRun, { from, to }: Period, why: string): StoreProof {
  return {
    store,
    state: 'put-off',
    why,
    from,
    to,
    secondary: nothingProven,
    primary: nothingProven,
    labels: {},
    gstRounding: ZERO,
    beforeThisVersion: {},
    firstSeen: false,
    differences: [],
  };
}

/** Orders that were changed in their store after it was read, with the overlap that every reading has, are under way. */
export function settledUpTo(context: RunBasics, bound: Instant): Instant {
  return addSeconds(bound, -context.pipeline.load.overlapSeconds);
}
