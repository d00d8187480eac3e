import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pipeline } from '../../../src/config/pipeline.ts';
import {
  type FakeStore,
  type OrderSeed,
  type Seed,
  type Switches,
  startFakeStore,
} from '../../../src/fake-store/index.ts';
import type { LedgerRecord } from '../../../src/ledger/record.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import type { RunOptions } from '../../../src/run/options.ts';
import { runPipeline } from '../../../src/run/run.ts';
import type { RunSummary } from '../../../src/run/summary.ts';
import { impatience } from '../../support/impatience.ts';
import { openLedger } from '../../support/open-ledger.ts';
import { readPipelineOnce } from '../../support/pipeline-once.ts';

/** Keys of one group of the pipeline file, written as YAML flow. */
type Group = Readonly<Record<string, unknown>>;

export interface Setting {
  /** The secondary's orders. */
  readonly orders?: readonly OrderSeed[];
  readonly switches?: Partial<Switches>;
  readonly primarySwitches?: Partial<Switches>;
  readonly west?: Partial<Seed>;
  readonly main?: Partial<Seed>;
  /** Changes to the pipeline's rules for the secondary. */
  readonly rules?: Group & { readonly orders?: Group; readonly payments?: Group };
  readonly accounting?: Group;
  readonly guards?: Group;
  /** Of the pipeline. */
  readonly load?: Group;
  /** Changes to the pipeline's primary. */
  readonly primary?: Group;
  /** The connection to the books; its secrets are XERO_ID and XERO_SECRET. */
  readonly xero?: Group;
  /** What XERO_ID and XERO_SECRET stand for. */
  readonly xeroApp?: { readonly clientId: string; readonly clientSecret: string };
  /** Milliseconds since 1970, of all clocks. */
  readonly clock?: () => number;
  /** Of one store alone, where its clock differs. */
  readonly westClock?: () => number;
  readonly mainClock?: () => number;
}

type FileChanges = Pick<Setting, 'rules' | 'accounting' | 'guards' | 'primary' | 'load' | 'xero'>;

/** One secondary, west, and one primary on real sockets, with a pipeline and a ledger of their own. */
export interface TwoStores {
  readonly west: FakeStore;
  readonly main: FakeStore;
  pipeline(changes?: FileChanges): Promise<Pipeline>;
  run(options?: Partial<RunOptions>): Promise<RunSummary>;
  plan(): Promise<RunSummary>;
  /** Where a record stands in the ledger. */
  find(entity: EntityName, sourceId: string): Promise<LedgerRecord | null>;
  readonly ledgerFile: string;
  /** The folder of the ledger, the pipeline file and the request log. */
  readonly home: string;
  close(): Promise<void>;
}

/** One mug at $11.00, tax included, paid by cash, invoiced and sent. */
export function orderSeed(changes: Partial<OrderSeed> & { readonly OrderID: string }): OrderSeed {
  return {
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-07-10 02:00:00',
    DateUpdated: '2026-07-10 03:00:00',
    DateInvoiced: '2026-07-10',
    Username: 'jsmith',
    Email: 'jane@example.com',
    BillFirstName: 'Jane',
    BillLastName: 'Smith',
    ShipFirstName: 'Jane',
    ShipLastName: 'Smith',
    SalesChannel: 'Website',
    OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' }],
    ...changes,
  };
}

const items = [
  { SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' },
  { SKU: 'BOOK', Name: 'Book', DefaultPrice: '20.00' },
];

const lists = {
  paymentMethods: [
    { id: '1', name: 'Cash' },
    { id: '2', name: 'Credit Card' },
    { id: '3', name: 'Account Credit' },
  ],
  shippingMethods: [{ id: '1', name: 'Post' }],
} satisfies Partial<Seed>;

export async function startTwoStores(setting: Setting = {}): Promise<TwoStores> {
  const folder = mkdtempSync(join(tmpdir(), 'two-stores-'));
  const { clock, westClock = clock, mainClock = clock } = setting;
  const west = await startFakeStore({
    seed: {
      name: 'West', timezone: 'Australia/Perth', items, ...lists, orders: [...(setting.orders ?? [])], ...setting.west,
    }, // biome-ignore format: a table
    switches: setting.switches ?? {},
    apiKey: 'west-key',
    ...(westClock === undefined ? {} : { clock: westClock }),
  });
  const main = await startFakeStore({
    seed: {
      name: 'Main', timezone: 'Australia/Sydney', items: [...items, { SKU: 'FEE', Name: 'Fee', DefaultPrice: '0' }],
      ...lists,
      warehouses: [{ id: '1', name: 'Main', isPrimary: true }, { id: '2', name: 'Virtual', tracksStock: false }],
      ...setting.main,
    }, // biome-ignore format: a table
    switches: setting.primarySwitches ?? setting.switches ?? {},
    apiKey: 'main-key',
    ...(mainClock === undefined ? {} : { clock: mainClock }),
  });
  const ledgerFile = join(folder, 'ledger.db');
  const write = (changes: FileChanges): string => {
    const file = join(folder, 'pipeline.yaml');
    writeFileSync(file, JSON.stringify(pipelineFile(west, main, changes)));
    return file;
  };
  const pipeline = (changes: FileChanges = setting) =>
    readPipelineOnce(write(changes), {
      ...{ MAIN_KEY: 'main-key', WEST_KEY: 'west-key' },
      ...{ XERO_ID: setting.xeroApp?.clientId ?? '', XERO_SECRET: setting.xeroApp?.clientSecret ?? '' },
    });
  const run = async (options: Partial<RunOptions> = {}) =>
    runPipeline({
      pipeline: options.pipeline ?? (await pipeline()),
      home: folder,
      yes: true,
      between: impatience,
      ...(clock === undefined ? {} : { now: clock }),
      ...options,
    });
  return {
    west,
    main,
    pipeline,
    run,
    plan: () => run({ simulate: true }),
    ledgerFile,
    home: folder,
    async find(entity, sourceId) {
      const ledger = openLedger(ledgerFile);
      try {
        return await ledger.find({ store: 'west', entity, sourceId });
      } finally {
        await ledger.close();
      }
    },
    async close() {
      await Promise.all([west.close(), main.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** JSON is YAML too. */
function pipelineFile(west: FakeStore, main: FakeStore, changes: FileChanges) {
  const { orders, ...rules } = changes.rules ?? {};
  const connection = { requestsPerMinute: 'unlimited' };
  return {
    name: 'rules',
    ledger: 'ledger.db',
    primary: {
      url: main.url,
      key: `\${MAIN_KEY}`,
      prefixes: ['N'],
      timezone: 'Australia/Sydney',
      ...connection,
      ...changes.primary,
    },
    secondaries: [
      {
        name: 'west',
        url: west.url,
        key: `\${WEST_KEY}`,
        timezone: 'Australia/Perth',
        ...connection,
        prefix: { N: 'W' },
        since: '2026-07-01',
        purpose: 'books',
        customers: { policy: 'house', house: { username: 'west_store', email: 'accounts@example.com' } },
        products: { policy: 'match' },
        ...rules,
        orders: { warehouse: 'Virtual', surchargeSku: 'FEE', houseEmail: 'accounts@example.com', ...orders },
      },
    ],
    accounting: changes.accounting ?? {},
    ...(changes.guards === undefined ? {} : { guards: changes.guards }),
    ...(changes.load === undefined ? {} : { load: changes.load }),
    ...(changes.xero === undefined ? {} : { xero: changes.xero }),
  };
}

export async function withTwoStores<T>(setting: Setting, use: (stores: TwoStores) => Promise<T>): Promise<T> {
  const stores = await startTwoStores(setting);
  try {
    return await use(stores);
  } finally {
    await stores.close();
  }
}

/** What stands in quarantine, as `orders N100: reason`. */
export function heldIn(summary: RunSummary): string[] {
  return summary.quarantine.map(({ entity, sourceId, code }) => `${entity} ${sourceId}: ${code}`);
}
