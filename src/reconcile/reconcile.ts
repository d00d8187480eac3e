import type { SeenPayments } from '../arrival/appeared.ts';
import { namedPeople, type People } from '../arrival/expected.ts';
import type { Arrivals, BatchMemory } from '../arrival/verdicts.ts';
import type { Pipeline } from '../config/pipeline.ts';
import { ConsolidatorError } from '../model/errors.ts';
import { type Decimal, ZERO } from '../model/money.ts';
import { addSeconds, type Instant, instantOfMilliseconds, type LocalDate } from '../model/time.ts';
import { openSharedRequestLog, openStore } from '../session/open-run.ts';
import type { Progress } from '../session/progress.ts';
import { Resources } from '../session/resources.ts';
import { readSkuMap } from '../session/sku-map.ts';
import { fixedRules } from '../session/store-rules.ts';
import type { HistoryWindow } from '../transform/history.ts';
import type { FixedRules } from '../transform/rules.ts';
import { alarmsOf, arrivalDifference } from './arrival-differences.ts';
import { comparedDays, type Days, refuseWrongRange } from './asked-days.ts';
import { type HandLinks, noLinks } from './belongs.ts';
import { allCasesOf, type OrderCase } from './cases.ts';
import { compareWithXero } from './compare-xero.ts';
import { notShownOf } from './compared-fields.ts';
import { differencesOf, type Grace } from './differences.ts';
import { expectedOf } from './expected-copies.ts';
import { sumOfRoundings, withoutGstRounding } from './gst-rounding.ts';
import { compareOwnRecords, type OwnRecords } from './own-records.ts';
import { type ReadReturns, readReturns, unreadableIn } from './read-returns.ts';
import { type ReadSides, readSides, type Sides } from './read-sides.ts';
import type { Difference, Reconciliation, StoreResult } from './result.ts';
import type { StoreSide } from './sides.ts';
import { sumsOf } from './sums.ts';
import { withUnreadable } from './unreadable.ts';
import type { XeroFile } from './xero-file.ts';

export interface ReconcileOptions {
  readonly pipeline: Pipeline;
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  /** The first day of the period, by accounting date; of days before a store's own `since`, those that a back-fill opened. */
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  /** What was changed in its store so many minutes before counts as under way, and not as wrong; 0 when left out. */
  readonly graceMinutes?: number | undefined;
  /** A store without any order is no sign of a key without rights. */
  readonly allowEmpty?: boolean | undefined;
  /** Xero itself is asked, as a third side; for a pipeline that names it. */
  readonly live?: boolean | undefined;
  /** Xero's export of invoices, as a third side. */
  readonly xero?: XeroFile | undefined;
  /** What people have linked by hand, which nothing in the primary tells. */
  readonly links?: HandLinks | undefined;
  /** The days that back-fills have opened, by store, which no pipeline file tells. */
  readonly history?: ReadonlyMap<string, readonly HistoryWindow[]> | undefined;
  /** How customers are recognised in Xero; by their names alone when left out. */
  readonly people?: People | undefined;
  /** Which payments the last look into Xero has seen, so that one of an old day is known to be new. */
  readonly seenPayments?: SeenPayments | undefined;
  /** What earlier looks into Xero know of an export in batches. */
  readonly batchMemory?: BatchMemory | undefined;
  /** Days of which all that was paid or credited is compared as well, whatever days its orders are of; for `compareBooks`. */
  readonly dated?: Days | undefined;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970; for tests. */
  readonly now?: (() => number) | undefined;
}

/**
 * Whether the primary's books hold what the secondaries sold. Asks the stores alone: of the ledger it is told what people
 * have linked by hand, which days back-fills have opened, and nothing else, so that a mistake in it can't hide itself.
 * Writes nothing.
 * @throws ConsolidatorError where a store can't be read, and `usage` where not one of the days asked for can be compared
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciliation> {
  return (await compareBooks(options)).reconciliation;
}

/** One order as both sides have it, with what differs. */
export interface ComparedCase {
  readonly order: OrderCase;
  readonly differences: readonly Difference[];
  /** By how much its GST differs by rounding alone; zero where it does not. */
  readonly rounding: Decimal;
}

/** One store with all that was read of it, for whoever sums up more than `reconcile` does. */
export interface ComparedStore {
  readonly store: StoreSide;
  readonly returns: ReadReturns;
  /** Orders of the period. */
  readonly inside: readonly ComparedCase[];
  /** Orders of other days that were read with them. */
  readonly outside: readonly ComparedCase[];
}

export interface ComparedBooks {
  readonly reconciliation: Reconciliation;
  readonly stores: readonly ComparedStore[];
}

/** The same, with the orders that the sums are made of. @throws ConsolidatorError as `reconcile` does */
export async function compareBooks(options: ReconcileOptions): Promise<ComparedBooks> {
  const { pipeline, from, to, now = Date.now } = options;
  refuseWrongRange({ from, to });
  const resources = new Resources();
  try {
    const around = {
      requestLog: openSharedRequestLog({ home: options.home, database: pipeline.database }, resources),
      progress: options.progress ?? (() => {}),
    };
    const primary = openStore(pipeline.primary, { readOnly: true }, around, resources);
    const skuMaps = await Promise.all(pipeline.secondaries.map(({ products }) => readSkuMap(products.map)));
    const stores = pipeline.secondaries.map((secondary, place): StoreSide => {
      const skuMap = skuMaps[place] ?? new Map<string, string>();
      const history = options.history?.get(secondary.name) ?? [];
      const rules = fixedRules(pipeline, secondary, { installationId: '', skuMap, history });
      const client = openStore(secondary, { readOnly: true }, around, resources);
      const { compared } = comparedDays({ from: options.from, to: options.to }, rules);
      const days = compared ?? { from: rules.since, to: options.to ?? null };
      return { secondary, rules, client, ...days, isLeftOut: compared === null };
    });
    const left = stores.flatMap(({ rules }) => daysLeft(rules, options));
    if (stores.every(({ isLeftOut }) => isLeftOut)) refuseNothing(left);
    const read = {
      primary,
      stores,
      allowEmpty: options.allowEmpty ?? false,
      now: now(),
      toleranceSeconds: pipeline.load.clockToleranceSeconds,
      links: options.links ?? noLinks,
      dated: options.dated,
      signal: options.signal,
    };
    const live = options.live === true ? { around, resources } : undefined;
    const at = instantOfMilliseconds(now());
    return await compareSides(read, await readSides(read), { ...options, left, at, opening: live });
  } finally {
    await resources.close();
  }
}

interface StoreCases {
  readonly store: StoreSide;
  readonly returns: ReadReturns;
  readonly cases: readonly OrderCase[];
  readonly outside: readonly OrderCase[];
}

async function compareSides(
  { primary, stores: all }: ReadSides,
  sides: Sides,
  options: ReconcileOptions & {
    readonly at: Instant;
    readonly left: readonly DaysLeft[];
    readonly opening: Opening | undefined;
  },
): Promise<ComparedBooks> {
  const { pipeline, at, left } = options;
  const stores = all.filter(({ isLeftOut }) => isLeftOut !== true);
  const grace = { at, minutes: options.graceMinutes ?? 0 };
  const cases: StoreCases[] = [];
  const own = new Map<StoreSide, OwnRecords>();
  for (const store of stores) {
    const returns = await readReturns(store, primary, sides, { signal: options.signal });
    const { inside, outside } = allCasesOf(store, sides);
    cases.push({ store, returns, cases: inside, outside });
    own.set(
      store,
      await compareOwnRecords(store, primary, { settledUpTo: settledUpTo(grace), signal: options.signal }),
    );
  }
  const roundings = new Map<StoreSide, Decimal[]>(stores.map((store) => [store, []]));
  const compared = cases.map(({ store, returns, cases: inside, outside }): ComparedStore => {
    const compare = (order: OrderCase, sum?: Decimal[]): ComparedCase => {
      const found = withoutGstRounding(order, differencesOf(order, returns, grace));
      if (found.rounding !== undefined) sum?.push(found.rounding);
      return { order, differences: found.differences, rounding: found.rounding ?? ZERO };
    };
    return {
      ...{ store, returns },
      inside: inside.map((one) => compare(one, roundings.get(store))),
      outside: outside.map((one) => compare(one)),
    };
  });
  const differences = compared.flatMap(({ inside }) => inside.flatMap((one) => one.differences));
  const orderCases = cases.flatMap((of) => of.cases);
  const xero =
    options.xero === undefined
      ? undefined
      : await compareWithXero({ cases: orderCases, file: options.xero, primary }, { signal: options.signal });
  const books =
    options.opening === undefined
      ? undefined
      : await askBooks(cases, { primary, stores }, { ...options, ...options.opening });
  const reconciliation: Reconciliation = {
    pipeline: pipeline.name,
    at,
    stores: cases.map((of) => ({
      ...sumsOf(of.store, of.cases, of.returns),
      gstRounding: sumOfRoundings(roundings.get(of.store) ?? []),
      ...ownSums(own.get(of.store)),
    })),
    differences: [
      ...withUnreadable(differences, sides.unreadable, stores),
      ...cases.flatMap((of) => withUnreadable([], unreadableIn(of.returns), [of.store])),
      ...(xero?.differences ?? []),
      ...(books?.alarms ?? []),
      ...[...own.values()].flatMap((one) => one.differences),
    ].sort(byPlace),
    xero: xero?.result ?? null,
    ...(books === undefined ? {} : { books: books.arrivals }),
    notCompared: [
      ...left.map(({ message }) => message),
      ...notCompared(cases, xero !== undefined || books !== undefined),
      ...[...own.values()].flatMap((one) => one.notCompared),
    ],
    daysLeft: left.map(({ store, from, to }) => ({ store, from, to })),
    requests: {
      ...Object.fromEntries([primary, ...all.map(({ client }) => client)].map((one) => [one.store, one.requests])),
      ...(books === undefined ? {} : { xero: books.arrivals.requests }),
    },
  };
  return { reconciliation, stores: compared };
}

interface Opening {
  readonly around: Parameters<typeof openStore>[2];
  readonly resources: Resources;
}

/** Loaded only where it is asked for. */
async function askBooks(
  all: readonly StoreCases[],
  { primary, stores }: Pick<ReadSides, 'primary' | 'stores'>,
  {
    pipeline,
    at,
    signal,
    dated,
    people = namedPeople,
    seenPayments,
    batchMemory,
    around,
    resources,
  }: Opening &
    Pick<ReconcileOptions, 'pipeline' | 'signal' | 'dated' | 'people' | 'seenPayments' | 'batchMemory'> & {
      at: Instant;
    },
): Promise<{ readonly arrivals: Arrivals; readonly alarms: readonly Difference[] }> {
  const { openXero } = await import('../session/open-xero.ts');
  const { compareWithBooks } = await import('./live-xero.ts');
  if (pipeline.xero === undefined) refuseNoBooks();
  const client = openXero(pipeline.xero, around, resources);
  const found = all.flatMap(({ cases, returns }) => cases.flatMap((one) => expectedOf(one, returns, people)));
  // Orders of other days are there for their money alone, which a payment that is dated otherwise in Xero would not tell of.
  const copies =
    dated === undefined
      ? found
      : found.filter(({ day }) => day === null || (day >= dated.from && day <= (dated.to ?? day)));
  const arrivals = await compareWithBooks({
    pipeline,
    client,
    primary,
    stores,
    copies,
    people,
    seenPayments,
    batchMemory,
    now: at,
    signal,
  });
  return { arrivals, alarms: alarmsOf(arrivals).map(arrivalDifference) };
}

function refuseNoBooks(): never {
  throw new ConsolidatorError(
    'usage',
    'The pipeline file does not say how to reach Xero: it has no `xero`. docs/xero.md says how to connect it; `--xero-csv` takes a file that Xero has exported.',
  );
}

/** null: whatever changed a moment ago counts as it stands. */
function settledUpTo({ at, minutes }: Grace): Instant | null {
  return minutes <= 0 ? null : addSeconds(at, -60 * minutes);
}

function ownSums(own: OwnRecords | undefined): Pick<StoreResult, 'ownRecords'> {
  return own === undefined || own.sums.length === 0 ? {} : { ownRecords: [...own.sums] };
}

function notCompared(all: readonly StoreCases[], hasBooks: boolean): string[] {
  return all.flatMap(({ store: { rules, secondary }, returns, cases }) => [
    ...(secondary.entities.includes('payments')
      ? []
      : [`Payments of ${rules.store}: the pipeline file leaves \`payments\` out of its \`entities\`.`]),
    ...(returns.kind === 'unreadable' ? [returns.why] : []),
    ...(hasBooks ? [] : markedAsExported(rules.store, cases)),
    ...notShownOf(rules.store, cases, returns),
  ]);
}

/** By its mark alone nobody can tell what went to the books from what somebody marked so that it never does. */
function markedAsExported(store: string, cases: readonly OrderCase[]): string[] {
  const marked = cases.filter(({ live }) => live[0]?.exported === true);
  const named = marked.slice(0, 3).map(({ live }) => live[0]?.order.id ?? '');
  const more = marked.length > named.length ? ', …' : '';
  return marked.length === 0
    ? []
    : [
        `Whether copies of ${store} that the primary shows as exported are in the books (${marked.length}: ${named.join(', ')}${more}): a file from Xero tells (\`--xero-csv\`).`,
      ];
}

interface DaysLeft extends Days {
  readonly store: string;
  readonly message: string;
}

function daysLeft(rules: FixedRules, { from, to }: ReconcileOptions): DaysLeft[] {
  const { store, since } = rules;
  return comparedDays({ from, to }, rules).left.map((days) => ({
    ...days,
    store,
    message: `${store}, ${days.from} to ${days.to}: before its \`since\` (${since}), and no back-fill has copied these days. \`backfill --store ${store} --from ${days.from} --to ${days.to} --dry-run\` says what it would copy of them.`,
  }));
}

function refuseNothing(left: readonly DaysLeft[]): never {
  const each = left.map(({ message }) => message).join(' ');
  throw new ConsolidatorError('usage', `Not one of the days asked for can be compared. ${each}`);
}

function byPlace(a: Difference, b: Difference): number {
  const key = ({ store, day, sourceId, targetId }: Difference) =>
    [store, day ?? '', sourceId ?? targetId ?? ''].join(' ');
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
