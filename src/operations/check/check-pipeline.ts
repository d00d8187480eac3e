import type { StoreConnection } from '../../config/pipeline.ts';
import { placesIn } from '../../config/places.ts';
import { keeperOf } from '../../ledger/open/keeper-of.ts';
import type { LearnedPrefix } from '../../model/learned-prefix.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import type { NetoClient } from '../../neto/client.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import type { openXero, XeroSettings } from '../../session/open-xero.ts';
import { openLedgerCopy } from '../../session/own-ledger.ts';
import { Resources } from '../../session/resources.ts';
import type { XeroClient } from '../../xero/client.ts';
import { XERO } from '../../xero/errors.ts';
import { type CheckReport, worstOf } from '../findings/finding.ts';
import { type CheckedSecondary, Findings } from '../findings/findings.ts';
import { foretell } from '../foretell/foretell.ts';
import type { QuarantineGroup } from '../foretell/quarantine-groups.ts';
import { type Simulation, type SimulationOptions, simulate } from '../foretell/simulate.ts';
import { habitConflicts } from '../profile/habit-conflicts.ts';
import { type CheckContext, part } from './check-context.ts';
import { checkOpenPaths, checkSecrets } from './check-secrets.ts';
import { unmappedShipping } from './check-shipping.ts';
import { checkStores } from './check-stores.ts';
import type { checkXero } from './check-xero.ts';

/**
 * Looks whether a pipeline would run well: keys, rights, names and settings by looks of its own, and all that a run decides
 * by a run that writes nothing, over the latest orders. Only reads are sent, to the primary too, and the ledger is not
 * touched. A part that fails is a finding, and the others go on.
 * @throws ConsolidatorError `stopped`, or where the shared request log can't be opened
 */
export async function checkPipeline(
  options: SimulationOptions & {
    /** What the pipeline file was read with, which may name a file of keys. */
    readonly environment?: NodeJS.ProcessEnv | undefined;
  },
): Promise<CheckReport> {
  const { pipeline, home, signal, now = Date.now, progress = () => {}, environment = {} } = options;
  const resources = new Resources();
  try {
    const clients: NetoClient[] = [];
    const requestLog = openSharedRequestLog({ home, database: pipeline.database }, resources);
    // The client's own gate lets nothing but reads through, as for a secondary.
    const open = (connection: StoreConnection): NetoClient => {
      const client = openStore(
        connection,
        { readOnly: true },
        { requestLog, progress, clock: options.clock },
        resources,
      );
      clients.push(client);
      return client;
    };
    const findings = new Findings(placesIn(pipeline.file));
    const context: CheckContext = { pipeline, findings, home, open, now, signal };
    await checkSecrets(context, environment);
    checkOpenPaths(context);
    const hasLedger = await checkLedger(context);
    const { lists, readable } = await checkStores(context);
    let books: XeroClient | undefined;
    if (pipeline.xero !== undefined) {
      const around = { requestLog, progress, clock: options.clock };
      books = await checkBooks(context, pipeline.xero, around, resources, {
        primaryCurrency: lists?.settings.currency,
        learned: await learnedIn(context, hasLedger),
      });
    }
    const names = readable.map(({ secondary }) => secondary.name);
    const simulation =
      lists === undefined || names.length === 0
        ? undefined
        : await part(context, 'primary', 'recent orders', () => simulate(options, { names, lists, hasLedger }));
    if (lists !== undefined && simulation !== undefined) {
      const shipping = await shippingBeyond(context, readable, simulation, { lists, hasLedger });
      foretell(context, readable, simulation, { lists, shipping });
    }
    const stores = ['primary', ...pipeline.secondaries.map(({ name }) => name), ...(books === undefined ? [] : [XERO])];
    const found = findings.sorted(stores);
    const requestsOf = (store: string): number =>
      clients.reduce((sum, client) => sum + (client.store === store ? client.requests : 0), 0) +
      (store === XERO ? (books?.requests ?? 0) : 0) +
      (simulation?.summary.requests[store] ?? 0);
    return {
      pipeline: pipeline.name,
      file: pipeline.file,
      status: worstOf(found),
      findings: found,
      requests: Object.fromEntries(stores.map((store) => [store, requestsOf(store)])),
    };
  } finally {
    await resources.close();
  }
}

/** What the ledger has learned of the export; nothing where there is none. */
async function learnedIn(context: CheckContext, hasLedger: boolean): Promise<LearnedPrefix | undefined> {
  const { pipeline, now, home } = context;
  const { xero } = pipeline;
  if (xero === undefined || !hasLedger || !(await keeperOf(pipeline).exists())) return undefined;
  const { readLearnedPrefix } = await import('../../session/learned-prefix.ts');
  const resources = new Resources();
  try {
    const open = () => openLedgerCopy(pipeline, { now, home }, resources);
    const ledger = await part(context, 'primary', 'ledger', open, ['ledger']);
    return ledger === undefined ? undefined : await readLearnedPrefix(ledger, xero);
  } finally {
    await resources.close();
  }
}

/** Loaded only where a pipeline names its books. @throws ConsolidatorError `stopped` */
async function checkBooks(
  context: CheckContext,
  settings: XeroSettings,
  around: Parameters<typeof openXero>[1],
  resources: Resources,
  { primaryCurrency, learned }: Parameters<typeof checkXero>[3],
): Promise<XeroClient | undefined> {
  const { openXero } = await import('../../session/open-xero.ts');
  const { checkXero: checkBooksIn } = await import('./check-xero.ts');
  const client = await part(context, XERO, 'books', async () => openXero(settings, around, resources));
  if (client !== undefined) await checkBooksIn(context, settings, client, { primaryCurrency, learned });
  return client;
}

/** By store: what its orders beyond those of the run name; nothing where that run has seen them all. */
async function shippingBeyond(
  context: CheckContext,
  readable: readonly CheckedSecondary[],
  { summary, sample }: Simulation,
  known: { readonly lists: PrimaryLists; readonly hasLedger: boolean },
): Promise<Map<string, readonly QuarantineGroup[]>> {
  const found = new Map<string, readonly QuarantineGroup[]>();
  for (const checked of readable) {
    const { name, entities } = checked.secondary;
    if (!entities.includes('orders') || (summary.stores[name]?.orders?.read ?? 0) < sample) continue;
    const groups = await part(context, name, 'shipping methods', () => unmappedShipping(context, checked, known));
    found.set(name, groups ?? []);
  }
  return found;
}

/** @returns whether a run could go on with the ledger, or begin one */
async function checkLedger(context: CheckContext): Promise<boolean> {
  const { pipeline, findings, now, home } = context;
  if (!(await keeperOf(pipeline).exists())) {
    findings.ok('ledger', 'primary', 'There is no ledger yet; the first run makes it.');
    return true;
  }
  const resources = new Resources();
  const open = () => openLedgerCopy(pipeline, { now, home }, resources);
  try {
    const ledger = await part(context, 'primary', 'ledger', open, ['ledger']);
    if (ledger === undefined) return false;
    findings.ok('ledger', 'primary', 'The ledger is sound, and belongs to this pipeline.');
    for (const { store, message, remedy, path } of await habitConflicts(ledger, pipeline))
      findings.warn('habits', store, message, remedy, path);
    return true;
  } finally {
    await resources.close();
  }
}
