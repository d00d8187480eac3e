import { ConsolidatorError } from '../../model/errors.ts';
import type { Instant } from '../../model/time.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { listOrders, probeOrder } from '../../neto/orders.ts';
import { type ClockReading, isUnbelievable, secondsAhead } from './store-clock.ts';

export interface StoreProbe {
  /** Orders known to exist, from earlier runs. */
  readonly knownIds: readonly string[];
  /** Where none is known yet: there should be an order placed since then. */
  readonly placedFrom: Instant;
  readonly allowEmpty: boolean;
  /** By this machine: milliseconds since 1970. */
  readonly now: () => number;
  readonly toleranceSeconds: number;
}

/**
 * The store's own time, in one request that also proves that the key may see orders. A key without that right gets empty
 * lists, no errors (reference, section 4), which would look like "nothing new". A time that does not fit ours is asked for
 * once more, since one wrong reply is no wrong clock.
 * @throws ConsolidatorError `reads-nothing`
 */
export async function probeStore(
  client: NetoClient,
  probe: StoreProbe,
  options: RequestOptions = {},
): Promise<ClockReading> {
  const { found, reading } = await ask(client, probe, options);
  if (!found && !probe.allowEmpty) throw readsNothing(client.store, probe);
  const ahead = secondsAhead(reading);
  if (ahead === null || Math.abs(ahead) <= probe.toleranceSeconds) return reading;
  return soberer(reading, (await ask(client, probe, options)).reading);
}

async function ask(client: NetoClient, { knownIds, placedFrom, now }: StoreProbe, options: RequestOptions) {
  const { found, currentTime } =
    knownIds.length === 0
      ? await probeOrder(client, { placedFrom }, options)
      : await probeKnown(client, knownIds, options);
  const reading: ClockReading = { store: client.store, told: currentTime, at: now() };
  return { found, reading };
}

async function probeKnown(client: NetoClient, ids: readonly string[], options: RequestOptions) {
  for await (const { orders, currentTime } of listOrders(client, { ids }, options)) {
    return { found: orders.length > 0, currentTime };
  }
  return { found: false, currentTime: null };
}

/** Of two readings the one that is less far ahead, unless it is the one that can't be believed. */
function soberer(first: ClockReading, second: ClockReading): ClockReading {
  const [one, other] = [secondsAhead(first), secondsAhead(second)];
  if (one === null || isUnbelievable(first)) return other === null ? first : second;
  if (other === null || isUnbelievable(second)) return first;
  return one <= other ? first : second;
}

function readsNothing(store: string, { knownIds, placedFrom }: StoreProbe): ConsolidatorError {
  const asked = knownIds.length === 0 ? `placed since ${placedFrom.slice(0, 10)}` : `of ${knownIds.join(', ')}`;
  return new ConsolidatorError(
    'reads-nothing',
    `${store}: the store answers, but shows no order ${asked}. Give the key's user the right to see orders, or allow an empty store with --allow-empty.`,
    { store },
  );
}
