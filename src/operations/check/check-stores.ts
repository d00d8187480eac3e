import { BEGINNING } from '../../entities/reading/beginning.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import { addSeconds, type Instant, instantOfMilliseconds, startOfDay } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readCurrencySettings } from '../../neto/reference-lists.ts';
import { readPrimaryLists } from '../../session/primary-names.ts';
import type { CheckedSecondary } from '../findings/findings.ts';
import { checkConnection } from './check-connection.ts';
import { type CheckContext, part } from './check-context.ts';
import { checkMoney } from './check-money.ts';
import { checkNames } from './check-names.ts';
import { checkPrimaryNumbers } from './check-primary-numbers.ts';
import { checkProducts } from './check-products.ts';
import { checkSalesChannel } from './check-sales-channel.ts';
import { checkTimeZone } from './check-time-zone.ts';

const ZONE_DAYS = 60;
const DAY = 86_400;

interface StoresChecked {
  /** Undefined where the primary can't be asked. */
  readonly lists: PrimaryLists | undefined;
  /** The secondaries of which a run could read orders. */
  readonly readable: readonly CheckedSecondary[];
}

/** What no run says of the stores: each by itself, and what the file names outright. @throws ConsolidatorError `stopped` */
export async function checkStores(context: CheckContext): Promise<StoresChecked> {
  const { pipeline } = context;
  const today = instantOfMilliseconds(context.now());
  const primary = await part(context, 'primary', 'key', () =>
    checkConnection(context, pipeline.primary, ['primary'], BEGINNING),
  );
  const lists = primary === undefined ? undefined : await checkPrimary(context, primary, today);
  const readable: CheckedSecondary[] = [];
  for (const [index, secondary] of pipeline.secondaries.entries()) {
    const checked = { secondary, path: ['secondaries', index] };
    if (primary !== undefined && lists !== undefined) await checkNamed(context, checked, primary, lists);
    if (await checkSecondary(context, checked, today, lists)) readable.push(checked);
  }
  return { lists, readable };
}

async function checkPrimary(
  context: CheckContext,
  primary: NetoClient,
  today: Instant,
): Promise<PrimaryLists | undefined> {
  const { pipeline, findings, signal } = context;
  const lists = await part(context, 'primary', 'currency and tax', () => readPrimaryLists(primary, { signal }));
  if (lists === undefined) return undefined;
  const { currency, gstPercent, country } = lists.settings;
  findings.ok('currency and tax', 'primary', `${currency}, with a tax rate of ${gstPercent} %.`);
  const from = addSeconds(today, -ZONE_DAYS * DAY);
  await part(context, 'primary', 'time zone', () =>
    checkTimeZone(context, primary, pipeline.primary, ['primary'], from, country),
  );
  await part(context, 'primary', 'order numbers', () => checkPrimaryNumbers(context, primary, today));
  return lists;
}

/** What the pipeline file names outright, whether recent orders need it or not. */
async function checkNamed(
  context: CheckContext,
  checked: CheckedSecondary,
  primary: NetoClient,
  lists: PrimaryLists,
): Promise<void> {
  const { name } = checked.secondary;
  checkNames(context, checked, lists);
  await part(context, name, 'articles', () => checkProducts(context, checked, primary));
  await part(context, name, 'sales channel', () => checkSalesChannel(context, checked, primary));
}

/** @returns whether a run could read orders of it */
async function checkSecondary(
  context: CheckContext,
  { secondary, path }: CheckedSecondary,
  today: Instant,
  lists: PrimaryLists | undefined,
): Promise<boolean> {
  const { findings, signal } = context;
  const { name, since, timezone, source } = secondary;
  const beginning = startOfDay(since, timezone);
  if (beginning > today) {
    const message = `\`since\` is ${since}, which is still to come: a run would read nothing at all.`;
    const remedy = 'Write the day from which on orders are to be copied.';
    findings.problem('orders visible', name, message, remedy, [...path, 'since']);
  }
  if (source !== undefined) {
    findings.ok('key', name, 'It is read from files, so its API is not asked.');
    return false;
  }
  const client = await part(context, name, 'key', () => checkConnection(context, secondary, path, beginning));
  if (client === undefined) return false;
  const own = await part(context, name, 'currency and tax', () => readCurrencySettings(client, { signal }));
  const from = addSeconds(today, -ZONE_DAYS * DAY);
  await part(context, name, 'time zone', () =>
    checkTimeZone(context, client, secondary, path, from, own?.country ?? ''),
  );
  if (own === undefined || lists === undefined) return false;
  checkMoney(context, name, own, lists.settings);
  return beginning <= today;
}
