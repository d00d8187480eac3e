import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Decimal } from '../model/money.ts';

/** An order as it would be copied. */
export interface PlanSample {
  readonly store: string;
  readonly outcome: 'created' | 'updated';
  readonly sourceId: string;
  readonly targetId: string;
  readonly total: Decimal | null;
}

/** @param limit of each store */
export async function readSamples(
  ledger: Ledger,
  run: number,
  pipeline: Pipeline,
  limit: number,
): Promise<PlanSample[]> {
  const samples: PlanSample[] = [];
  for (const { name: store } of pipeline.secondaries) {
    let left = limit;
    for (const outcome of ['updated', 'created'] as const) {
      if (left === 0) continue;
      const records = await ledger.recordsOfRun(run, { store, entity: 'orders', outcome }, left);
      left -= records.length;
      for (const { sourceId, targetId, amount } of records) {
        samples.push({ store, outcome, sourceId, targetId: targetId ?? '', total: amount });
      }
    }
  }
  return samples;
}
