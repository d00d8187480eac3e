import { ConsolidatorError } from '../model/errors.ts';
import { addSeconds, type Instant, instantOfMilliseconds } from '../model/time.ts';
import type { NetoClient, RequestOptions } from '../neto/client.ts';
import { listOrders, probeOrder } from '../neto/orders.ts';

/** Where a store does not tell its time, ours is taken, less what two clocks may differ by. */
const CLOCK_DOUBT_SECONDS = 120;

export interface StoreProbe {
  /** Orders known to exist, from earlier runs. */
  readonly knownIds: readonly string[];
  /** Where none is known yet: there should be an order placed since then. */
  readonly placedFrom: Instant;
  readonly allowEmpty: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The upper bound of a run's windows: the store's own time, in one request that also proves that the key may see orders.
 * A key without that right gets empty lists, no errors (reference, section 4), which would look like "nothing new".
 * @throws ConsolidatorError `reads-nothing`
 */
export async function probeStore(
  client: NetoClient,
  probe: StoreProbe,
  options: RequestOptions = {},
): Promise<Instant> {
  const { found, currentTime } =
    probe.knownIds.length === 0
      ? await probeOrder(client, { placedFrom: probe.placedFrom }, options)
      : await probeKnown(client, probe.knownIds, options);
  if (!found && !probe.allowEmpty) throw readsNothing(client.store, probe);
  return currentTime ?? addSeconds(instantOfMilliseconds(probe.now), -CLOCK_DOUBT_SECONDS);
}

async function probeKnown(client: NetoClient, ids: readonly string[], options: RequestOptions) {
  for await (const { orders, currentTime } of listOrders(client, { ids }, options)) {
    return { found: orders.length > 0, currentTime };
  }
  return { found: false, currentTime: null };
}

function readsNothing(store: string, { knownIds, placedFrom }: StoreProbe): ConsolidatorError {
  const asked = knownIds.length === 0 ? `placed since ${placedFrom.slice(0, 10)}` : `of ${knownIds.join(', ')}`;
  return new ConsolidatorError(
    'reads-nothing',
    `${store}: the store answers, but shows no order ${asked}. Give the key's user the right to see orders, or allow an empty store with --allow-empty.`,
    { store },
  );
}
