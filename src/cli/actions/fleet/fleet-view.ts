import pLimit from 'p-limit';
import { checkStored } from '../../../config/stored/stored-pipeline.ts';
import type { FleetDatabase } from '../../../fleet/database/database.ts';
import { unknownPipeline } from '../../../fleet/database/unknown-pipeline.ts';
import { askForRun } from '../../../fleet/jobs/ask-for-run.ts';
import {
  applyPipeline,
  historyOf,
  pausePipeline,
  resumePipeline,
  type StoredPipeline,
  storedPipeline,
  storedPipelines,
} from '../../../fleet/pipelines/stored-pipelines.ts';
import { fleetStatus } from '../../../fleet/status/fleet-status.ts';
import { requestsNow } from '../../../fleet/status/host-use.ts';
import { findOrders } from '../../../ledger/storage/postgres/find-orders.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { parsePostgresAddress } from '../../../model/postgres-address.ts';
import { localDateSchema } from '../../../model/time.ts';
import type { KeptText } from '../../../operations/map/map-name.ts';
import type { Among } from '../../../serve/access/rights.ts';
import type { FleetView, FoundOrders, OrderOfFleet } from '../../../serve/pipelines/fleet-view.ts';
import { type ServedPipeline, servedFrom } from '../../../serve/pipelines/served-pipeline.ts';
import { stateHome } from '../../../session/state-home.ts';
import type { Shell } from '../../shell.ts';
import { fleetAddress, type OpenFleet } from './open-fleet.ts';
import { type OwnSources, pipelineOf } from './pipeline-of.ts';

/** Orders that one search tells. */
const MOST = 100;
/** Of each ledger: more than one order of a number are of stores that number alike. */
const MOST_OF_EACH = 10;
/** Ledgers that are opened at once, each with connections of its own. */
const AT_ONCE = 4;

/** What the page asks of a fleet, from its database. @param only the pipelines that are served; null: all */
export function fleetView(shell: Shell, fleet: OpenFleet, sources: OwnSources, only: Among): FleetView {
  const { database } = fleet;
  const own = (among: Among): Among =>
    among === null ? only : only === null ? among : among.filter((name) => only.includes(name));
  const served = (among: Among, name: string): ServedPipeline => {
    const read = async () => pipelineOf(shell, sources, await storedPipeline(fleet, name, own(among)));
    const file = sources.files.get(name) ?? `fleet:${name}`;
    const plain = servedFrom({ name, file, read }, { ...shell, home: stateHome(shell.environment) });
    return {
      ...plain,
      look: (use) => plain.look(use).catch((error: unknown) => Promise.reject(notRunYet(error, name))),
      ...(sources.files.has(name)
        ? {}
        : { text: (by, reason) => keptText(fleet, name, { ...by, among: own(by.decides) }, reason) }),
      queued: async () => (await fleetStatus(database, own(among), name))[0]?.now ?? 'idle',
    };
  };
  return {
    answers: async () => void (await database.query('SELECT 1')),
    pipelines: async (among) => (await storedPipelines(fleet, own(among))).map(({ name }) => served(among, name)),
    standings: (among) => fleetStatus(database, own(among)),
    async standing(among, name) {
      const [found] = await fleetStatus(database, own(among), name);
      if (found === undefined) throw unknownPipeline(name);
      return found;
    },
    requestsNow: (among) => requestsNow(database, own(among)),
    history: async (among, name) => (await historyOf(fleet, name, own(among))).toReversed(),
    orders: async (among, number) => {
      const stored = await storedPipelines(fleet, own(among));
      return findInAll(database, stored, ({ name }) => served(among, name), fleetAddress(shell.environment), number);
    },
    ask: (name, { who, among }, isYes) =>
      askForRun(fleet, name, 'person', { among: own(among), ...(isYes ? { yes: who } : {}) }),
    async pause(name, { who, among }, reason) {
      await pausePipeline(fleet, name, { who, reason, among: own(among) });
    },
    async resume(name, { who, among }, reason) {
      await resumePipeline(fleet, name, { who, reason, among: own(among) });
    },
  };
}

/** What is changed is a new version of it, and stands in the history with who and why. */
function keptText(
  fleet: OpenFleet,
  name: string,
  { who, among }: { readonly who: string; readonly among: Among },
  reason: string,
): KeptText {
  return {
    async read() {
      const { text } = await storedPipeline(fleet, name, among);
      if (text !== null) return text;
      throw new ConsolidatorError(
        'usage',
        `The pipeline ${name} is a file in the folder of the workers: change it there.`,
      );
    },
    async replace({ before, after: text, isTried }) {
      const { primary, schedule = null } = checkStored({ name, text }, { keepsWebhook: true });
      if (isTried) return;
      await storedPipeline(fleet, name, among);
      const stored = { name, text, primaryHost: primary.host, schedule, timeZone: primary.timezone };
      await applyPipeline(fleet, stored, { who, reason }, before);
    },
  };
}

/** Nobody makes a ledger by hand in a fleet, so that none is no fault, and no command mends it. */
function notRunYet(error: unknown, name: string): unknown {
  if (!(error instanceof ConsolidatorError && error.code === 'ledger-missing')) return error;
  const remedy = 'A worker begins it by its schedule, or at once where somebody asks for it.';
  return new ConsolidatorError('ledger-missing', `No run of ${name} has begun yet, so that there is nothing to show.`, {
    remedy,
  });
}

/** Ledgers of the fleet's own database are asked together, those of files in a folder one by one. */
async function findInAll(
  database: FleetDatabase,
  stored: readonly StoredPipeline[],
  servedOf: (pipeline: StoredPipeline) => ServedPipeline,
  address: string,
  number: string,
): Promise<FoundOrders> {
  const ledgers = stored.flatMap(({ name, text }) =>
    text === null ? [] : [{ schema: parsePostgresAddress(address, name).schema, pipeline: name }],
  );
  const ask = (sql: string, values: readonly unknown[]) => database.query(sql, values);
  const together = await findOrders(ask, ledgers, number, MOST_OF_EACH);
  const orders: OrderOfFleet[] = together.map((order) => ({
    ...order,
    bookedOn: order.bookedOn === null ? null : (localDateSchema.safeParse(order.bookedOn).data ?? null),
  }));
  const unasked: string[] = [];
  const limit = pLimit(AT_ONCE);
  const apart = stored.filter(({ text }) => text === null);
  await limit.map(apart, async (pipeline) => {
    try {
      orders.push(...(await findInLedger(servedOf(pipeline), number)));
    } catch (error) {
      if (!(error instanceof ConsolidatorError)) throw error;
      if (error.code !== 'ledger-missing') unasked.push(pipeline.name);
    }
  });
  const sorted = orders.toSorted((a, b) => (a.pipeline < b.pipeline ? -1 : 1));
  return { orders: sorted.slice(0, MOST), isCut: sorted.length > MOST, unasked };
}

async function findInLedger(pipeline: ServedPipeline, number: string): Promise<OrderOfFleet[]> {
  return pipeline.look(async (ledger, own) => {
    const keys = own.secondaries.map(({ name }) => ({ store: name, entity: 'orders' as const, sourceId: number }));
    const bySource = (await ledger.findAll(keys)).filter((record) => record !== null);
    const byTarget = await ledger.findByTarget('orders', number);
    const found = new Map([...bySource, ...byTarget].map((record) => [`${record.store} ${record.sourceId}`, record]));
    return [...found.values()].map(({ store, sourceId, targetId, state, amount, currency, bookedOn }) => ({
      ...{ pipeline: pipeline.name, store, sourceId, targetId, state, amount },
      currency: currency ?? null,
      bookedOn: bookedOn ?? null,
    }));
  });
}
