import type { LedgerRecord } from './record.ts';

/** Whether a record was written to the primary, or taken for what stands there, and nobody has let go of it since. */
export function isCopiedRecord({ state, targetId }: Pick<LedgerRecord, 'state' | 'targetId'>): boolean {
  return targetId !== null && (state === 'loaded' || state === 'linked' || state === 'quarantined');
}
