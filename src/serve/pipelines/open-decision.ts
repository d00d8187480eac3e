import type { RecordKey } from '../../model/entities.ts';
import type { Decision } from '../../verdict/decisions.ts';

/** A decision that is to be made, without what its records hold: there may be ten thousand, and a page shows twenty. */
export interface OpenDecision extends Pick<Decision, 'store' | 'entity' | 'code' | 'value'> {
  readonly records: readonly RecordKey[];
  /** How many records wait for it in all. */
  readonly weight: number;
}

export function openDecisionOf({ store, entity, code, value, records, followers }: Decision): OpenDecision {
  return {
    ...{ store, entity, code, value, weight: records.length + followers.length },
    records: records.map((one) => ({ store: one.store, entity: one.entity, sourceId: one.sourceId })),
  };
}

/** Those first that most records wait for. */
export function byWeight(open: readonly OpenDecision[]): readonly OpenDecision[] {
  return open.toSorted((a, b) => b.weight - a.weight);
}
