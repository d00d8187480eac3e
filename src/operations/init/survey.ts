import { BEGINNING } from '../../entities/reading/beginning.ts';
import { latestOrderIds } from '../../entities/reading/latest-orders.ts';
import { sampleOrderIds } from '../../entities/reading/sampled-order-ids.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { isZero } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import { addSeconds, instantOfMilliseconds } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readOrders } from '../../neto/orders.ts';
import { readLocalTimes } from '../../neto/probes.ts';
import {
  readCurrencySettings,
  readPaymentMethods,
  readShippingMethods,
  readWarehouses,
} from '../../neto/reference-lists.ts';
import { fittingZones } from '../check/check-time-zone.ts';
import { type CopiesSeen, copiesSeen } from './copies-seen.ts';
import { countNames, type NameSeen } from './names-seen.ts';
import { type PrefixSeen, prefixesOf } from './propose-prefixes.ts';

const DAY = 86_400;
/** Full orders that are looked at, those placed last. */
const LATEST = 300;
/** Ids for each of the windows back to the beginning. */
const PER_WINDOW = 500;
/** In winter and in summer, so that daylight saving tells zones apart. */
const ZONE_DAYS = [30, 180, 365];

/** What a store is like, as far as a pipeline file depends on it. */
export interface StoreSurvey {
  /** Ids that were seen. */
  readonly orders: number;
  readonly prefixes: readonly PrefixSeen[];
  /** The likely zones that agree with the local times of its payments; all of them where it has none. */
  readonly zones: readonly string[];
  /** Payments whose local times were compared. */
  readonly times: number;
  /** Lists that its key may not see are empty. */
  readonly lists: PrimaryLists;
  readonly latest: LatestOrders;
  /** Of other stores, among its latest orders. */
  readonly copies: readonly CopiesSeen[];
}

/** What its latest orders bear; names in their order of frequency. */
export interface LatestOrders {
  readonly orders: number;
  readonly paymentMethods: readonly NameSeen[];
  readonly shippingMethods: readonly NameSeen[];
  readonly warehouses: readonly NameSeen[];
  readonly salesChannels: readonly NameSeen[];
  /** Of orders without a due date; '' of those that name none. */
  readonly paymentTerms: readonly NameSeen[];
  readonly withoutDueDate: number;
  readonly surcharges: number;
  readonly taxInclusive: number;
}

/**
 * Reads what a store is like: reads alone, some dozen requests.
 * @param now milliseconds since 1970
 * @throws ConsolidatorError where its orders or its currency can't be read
 */
export async function surveyStore(
  client: NetoClient,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal | undefined },
): Promise<StoreSurvey> {
  const at = instantOfMilliseconds(now);
  const options = { signal };
  const ids = await sampleOrderIds(client, { now: at, perWindow: PER_WINDOW }, options);
  // A day ahead: its clock may be ahead of this machine's.
  const window = { since: BEGINNING, now: addSeconds(at, DAY), limit: LATEST };
  const latest = await latestOrderIds(client, window, options);
  // One that can't be read is told by the check; here the others say enough.
  const { orders } = await readOrders(client, latest, { ...options, onUnreadable: () => {} });
  const times = [];
  for (const days of ZONE_DAYS) times.push(...(await readLocalTimes(client, addSeconds(at, -days * DAY), options)));
  return {
    orders: ids.length,
    prefixes: prefixesOf(ids),
    zones: fittingZones(times),
    times: new Set(times.map(({ utc }) => utc)).size,
    lists: {
      paymentMethods: await unlessRefused(() => readPaymentMethods(client, options), []),
      shippingMethods: await unlessRefused(() => readShippingMethods(client, options), []),
      warehouses: await unlessRefused(() => readWarehouses(client, options), []),
      settings: await readCurrencySettings(client, options),
    },
    latest: latestOf(orders),
    copies: copiesSeen(orders),
  };
}

function latestOf(orders: readonly Order[]): LatestOrders {
  const undated = orders.filter(({ paymentDueAt }) => paymentDueAt === null);
  return {
    orders: orders.length,
    paymentMethods: countNames(orders.flatMap(({ payments }) => payments.map(({ method }) => method))),
    shippingMethods: countNames(orders.map(({ shippingMethod }) => shippingMethod)),
    warehouses: countNames(orders.flatMap(({ lines }) => lines.map(({ warehouseName }) => warehouseName))),
    salesChannels: countNames(orders.map(({ salesChannel }) => salesChannel)),
    paymentTerms: countNames(
      undated.map(({ paymentTerms }) => paymentTerms),
      { blank: true },
    ),
    withoutDueDate: undated.length,
    surcharges: orders.filter(({ surchargeTotal }) => !isZero(surchargeTotal)).length,
    taxInclusive: orders.filter(({ taxInclusive }) => taxInclusive).length,
  };
}

async function unlessRefused<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ConsolidatorError && (error.code === 'request-refused' || error.code === 'http-refused'))
      return otherwise;
    throw error;
  }
}
