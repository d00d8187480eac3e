import { entities, entityReconciledAs } from '../entities/registry.ts';
import { compareOwnRecords } from '../reconcile/own-records.ts';
import { nothingProven, type ProvenChunk } from '../reconcile/prove-chunk.ts';
import type { ReadingRun } from '../run/context/parts.ts';
import { type StoreToProve, settledUpTo } from './store-to-prove.ts';

/** Whether it is about a record that hangs on no order, which is compared by itself. */
export function isOfOwnRecord({ entity }: { readonly entity: string }): boolean {
  return entityReconciledAs(entity)?.reconciles?.ends !== undefined;
}

/** Whether a store has such records that are copied. */
export function hasOwnRecords({ side: { secondary } }: StoreToProve): boolean {
  return entities.some(({ name, reconciles }) => reconciles?.ends !== undefined && secondary.entities.includes(name));
}

/**
 * What hangs on no order, all at once: of the period, and of the days of what the proof before has found, so that each is
 * told as settled once it is.
 * @throws ConsolidatorError where one of the two ends can't be read
 */
export async function proveOwnRecords(context: ReadingRun, store: StoreToProve): Promise<ProvenChunk> {
  const { side, bound, period } = store;
  const { primary, signal } = context;
  const open = (store.state.result?.differences ?? []).filter(isOfOwnRecord).flatMap(({ day }) => day ?? []);
  const days = [side.from, side.to ?? period.to, ...open].sort();
  const ofDays = { ...side, from: days.at(0) ?? side.from, to: days.at(-1) ?? side.to };
  const asking = { settledUpTo: settledUpTo(context, bound), signal };
  const { differences } = await compareOwnRecords(ofDays, primary, asking);
  return {
    secondary: nothingProven,
    primary: nothingProven,
    expected: [],
    differences: differences.map((given) => ({ ...given, orderId: null, roundings: 1 })),
  };
}
