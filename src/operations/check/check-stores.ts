import type { ClockReading } from '../../entities/reading/store-clock.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { errorCodes } from '../../model/error-codes.ts';
import type { ConsolidatorError } from '../../model/errors.ts';
import type { CurrencySettings } from '../../model/reference-lists.ts';
import { addSeconds, type Instant, instant, instantOfMilliseconds, startOfDay } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readCurrencySettings } from '../../neto/reference-lists.ts';
import { readSkuMap } from '../../session/sku-map.ts';
import { fixedRules } from '../../session/store-rules.ts';
import { checkHouseAccount, checkSalesChannel } from './check-accounts.ts';
import { checkArticles } from './check-articles.ts';
import { checkClocks } from './check-clock.ts';
import { checkConnection } from './check-connection.ts';
import { checkContacts } from './check-contacts.ts';
import { attempt, type CheckContext, type CheckedSecondary } from './check-context.ts';
import { checkMoney } from './check-money.ts';
import { checkNames } from './check-names.ts';
import { checkNumbers, checkPrimaryNumbers } from './check-numbers.ts';
import { checkRecentOrders } from './check-recent-orders.ts';
import { checkOpenPaths, checkSecrets } from './check-secrets.ts';
import { checkSkus } from './check-skus.ts';
import { checkTerms } from './check-terms.ts';
import { checkTimeZone } from './check-time-zone.ts';
import { decidedAlready } from './decided-already.ts';
import type { Topic } from './finding.ts';
import { type PrimaryLists, readPrimaryLists } from './primary-lists.ts';
import { sampleOrders } from './sample-orders.ts';

const ZONE_DAYS = 60;
const DAY = 86_400;
/** Before any Neto store. */
const BEGINNING = instant('2000-01-01T00:00:00Z');

/** All stores of the pipeline: each by itself, and each secondary against the primary. @throws ConsolidatorError `stopped` */
export async function checkStores(context: CheckContext, ledger: Ledger | undefined): Promise<void> {
  const { pipeline, now } = context;
  const today = instantOfMilliseconds(now());
  // A day ahead: a store's clock may be ahead of this machine's, and its time zone too.
  const end = addSeconds(today, DAY);
  const earliest = pipeline.secondaries.map(({ since, timezone }) => startOfDay(since, timezone)).sort()[0] ?? today;
  const clocks: ClockReading[] = [];
  await checkSecrets(context);
  checkOpenPaths(context);
  const primary = await part(context, 'primary', 'key', () =>
    checkConnection(context, pipeline.primary, ['primary'], BEGINNING, clocks),
  );
  const lists = primary === undefined ? undefined : await checkPrimary(context, primary, earliest, end);
  for (const [index, secondary] of pipeline.secondaries.entries()) {
    const checked = { secondary, path: ['secondaries', index] };
    if (primary !== undefined && lists !== undefined) await checkAgainstPrimary(context, checked, primary, lists);
    const beginning = startOfDay(secondary.since, secondary.timezone);
    if (beginning > today) {
      const message = `\`since\` is ${secondary.since}, which is still to come: a run would read nothing at all.`;
      const remedy = 'Write the day from which on orders are to be copied.';
      context.findings.problem('orders visible', secondary.name, message, remedy, [...checked.path, 'since']);
    }
    if (secondary.source !== undefined) {
      context.findings.ok('key', secondary.name, 'It is read from files, so its API is not asked.');
      continue;
    }
    const client = await part(context, secondary.name, 'key', () =>
      checkConnection(context, secondary, checked.path, beginning, clocks),
    );
    if (client === undefined) continue;
    const settings = await part(context, secondary.name, 'currency and tax', () =>
      readCurrencySettings(client, { signal: context.signal }),
    );
    const country = settings?.country ?? '';
    await part(context, secondary.name, 'time zone', () =>
      checkTimeZone(context, client, secondary, checked.path, addSeconds(today, -ZONE_DAYS * DAY), country),
    );
    if (settings === undefined || primary === undefined || lists === undefined) continue;
    checkMoney(context, secondary.name, settings, lists.settings);
    await checkSample(context, checked, { client, settings, primary, lists, ledger, end });
  }
  checkClocks(context, clocks);
}

async function checkPrimary(
  context: CheckContext,
  primary: NetoClient,
  earliest: Instant,
  end: Instant,
): Promise<PrimaryLists | undefined> {
  const { pipeline, findings, signal } = context;
  const lists = await part(context, 'primary', 'currency and tax', () => readPrimaryLists(primary, { signal }));
  if (lists === undefined) return undefined;
  const { currency, gstPercent, country } = lists.settings;
  findings.ok('currency and tax', 'primary', `${currency}, with a tax rate of ${gstPercent} %.`);
  const from = addSeconds(end, -ZONE_DAYS * DAY);
  await part(context, 'primary', 'time zone', () =>
    checkTimeZone(context, primary, pipeline.primary, ['primary'], from, country),
  );
  await part(context, 'primary', 'order numbers', () => checkPrimaryNumbers(context, primary, earliest, end));
  return lists;
}

/** What the pipeline file names outright. */
async function checkAgainstPrimary(
  context: CheckContext,
  checked: CheckedSecondary,
  primary: NetoClient,
  lists: PrimaryLists,
): Promise<void> {
  const { name } = checked.secondary;
  checkNames(context, checked, lists);
  await part(context, name, 'articles', () => checkArticles(context, checked, primary));
  await part(context, name, 'accounts', () => checkHouseAccount(context, checked, primary));
  await part(context, name, 'sales channel', () => checkSalesChannel(context, checked, primary));
}

interface BothSides {
  readonly client: NetoClient;
  readonly settings: CurrencySettings;
  readonly primary: NetoClient;
  readonly lists: PrimaryLists;
  readonly ledger: Ledger | undefined;
  readonly end: Instant;
}

/** What recent orders will need. */
async function checkSample(context: CheckContext, checked: CheckedSecondary, both: BothSides): Promise<void> {
  const { secondary } = checked;
  const { client, settings, primary, lists, ledger, end } = both;
  const { name, since, timezone } = secondary;
  const beginning = startOfDay(since, timezone);
  const rules = await part(context, name, 'articles', async () => {
    const skuMap = await readSkuMap(secondary.products.map);
    const fixed = fixedRules(context.pipeline, secondary, { installationId: ledger?.installationId ?? 'none', skuMap });
    const source = { sourceGstPercent: settings.gstPercent, sourceCurrency: settings.currency };
    const { gstPercent, currency } = lists.settings;
    return { ...fixed, ...source, primaryGstPercent: gstPercent, primaryCurrency: currency };
  });
  const sample = await part(context, name, 'recent orders', () =>
    sampleOrders(client, beginning, end, { signal: context.signal }),
  );
  if (rules === undefined || sample === undefined) return;
  const decided = await decidedAlready(ledger, name, sample.orders);
  const copies = checkRecentOrders(context, checked, sample, { rules, lists, decided });
  checkTerms(context, checked, copies);
  checkContacts(context, checked, copies);
  await part(context, name, 'articles', () => checkSkus(context, checked, copies, rules, primary));
  await part(context, name, 'order numbers', () => checkNumbers(context, checked, copies, primary, ledger));
}

/** One part of the check; its failure is a finding. */
function part<T>(
  { findings }: CheckContext,
  store: string,
  topic: Topic,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const failed = (error: ConsolidatorError): void =>
    findings.problem(topic, store, error.message, errorCodes[error.code].remedy);
  return attempt(work, failed);
}
