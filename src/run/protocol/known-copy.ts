import type { Ledger } from '../../ledger/ledger.ts';
import type { Origin } from '../../model/origin.ts';

/** Written or taken over by this ledger, whatever has become of it; the primary may have split it, or given it another number. */
export async function isKnownCopy(ledger: Ledger, targetId: string, { store, sourceId }: Origin): Promise<boolean> {
  if ((await ledger.findByTarget('orders', targetId)).length > 0) return true;
  const key = { store, entity: 'orders', sourceId } as const;
  const record = await ledger.find(key);
  if (record === null) return false;
  if (record.targetId !== null) return true;
  return (await ledger.history(key)).some(({ event }) => event === 'intent' || event === 'adopted');
}
