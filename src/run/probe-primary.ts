import type { ClockReading } from '../entities/reading/store-clock.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { listOrders, readTime } from '../neto/orders.ts';
import type { ReadingRun } from './context/parts.ts';

/** Copies of each store of which at least one must still be seen: some may have been deleted. */
const COPIES = 5;

/**
 * Proves that the primary still shows what was copied into it. A key that has lost its right to see orders gets empty
 * lists, no errors (reference, section 4, quirk 53): all copies would look absent, and be written again.
 * @returns what it says of its time
 * @throws ConsolidatorError `reads-nothing`
 */
export async function probePrimary(context: ReadingRun): Promise<ClockReading> {
  const { allowEmpty, ledger, primary, signal, stores } = context;
  const copies = await Promise.all(stores.map(({ fixed }) => ledger.copies(fixed.store, 'orders', COPIES)));
  const ids = copies.flat().flatMap(({ targetId }) => targetId ?? []);
  const reading = (told: ClockReading['told']): ClockReading => ({ store: primary.store, told, at: context.now() });
  if (allowEmpty || ids.length === 0) return reading(await readTime(primary, { signal }));
  for await (const { orders, currentTime } of listOrders(primary, { ids }, { signal })) {
    if (orders.length > 0) return reading(currentTime);
  }
  throw new ConsolidatorError(
    'reads-nothing',
    `The primary answers, but shows none of the copies ${ids.join(', ')}. Give the key's user the right to see orders; if the copies were all deleted on purpose, go on with --allow-empty. Nothing was written.`,
    { store: primary.store },
  );
}
