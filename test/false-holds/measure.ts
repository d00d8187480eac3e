import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { type FakeStore, type Lie, type Seed, startFakeStore } from '../../src/fake-store/index.ts';
import { readSwitches, type SwitchesInput } from '../../src/fake-store/switches.ts';
import { runPipeline } from '../../src/run/run.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { impatience } from '../support/impatience.ts';
import { temporaryFolder } from '../support/memory-disk.ts';
import { common, ownOrders, usualShop } from './usual-shop.ts';

export type Policy = 'match' | 'prefix' | 'house';

export interface Trial {
  readonly seed: number;
  /** Of both secondaries together. */
  readonly orders: number;
  readonly source: SwitchesInput;
  readonly primary: SwitchesInput;
  readonly purpose: 'books' | 'fulfil';
  readonly customers: Policy;
  /** How many orders of its own the primary has; 30 unless given. */
  readonly ownOrders?: number;
  /** How many runs there are; two unless given. */
  readonly runs?: number;
}

export interface Measured {
  readonly trial: Trial;
  readonly main: FakeStore;
  readonly stores: Readonly<Record<'west' | 'south', FakeStore>>;
  readonly summaries: readonly RunSummary[];
  readonly withHalfCents: number;
}

export const prefixes = { west: 'W', south: 'S' } as const;
const NOW = Date.parse('2026-08-01T00:00:00Z');
export const zones = { main: 'Australia/Sydney', west: 'Australia/Perth', south: 'Australia/Adelaide' } as const;

/** Two usual shops on sockets, copied into a primary by two runs. */
export async function withTrial<T>(
  trial: Trial,
  use: (measured: Measured) => T | Promise<T>,
  lies: readonly Lie[] = [],
): Promise<T> {
  const folder = mkdtempSync(join(temporaryFolder(), 'false-holds-'));
  const open: FakeStore[] = [];
  const start = async (seed: Seed, switches: SwitchesInput) => {
    const store = await startFakeStore({
      seed,
      switches: readSwitches(switches),
      apiKey: `${seed.name}-key`,
      clock: () => NOW,
    });
    open.push(store);
    return store;
  };
  try {
    const switches = readSwitches(trial.source);
    const half = Math.floor(trial.orders / 2);
    const shops = [
      usualShop('west', trial.seed * 2, trial.orders - half, switches),
      usualShop('south', trial.seed * 2 + 1, half, switches),
    ];
    const main = await start(primarySeed(trial), { ...trial.primary, lies: [...lies] });
    const [west, south] = await Promise.all(shops.map(({ seed }) => start(seed, trial.source)));
    if (west === undefined || south === undefined) throw new Error('Two stores were to be started');
    const file = join(folder, 'pipeline.yaml');
    writeFileSync(file, JSON.stringify(pipelineFile(trial, { main, west, south })));
    const keys = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', SOUTH_KEY: 'south-key' };
    const summaries: RunSummary[] = [];
    for (let run = 0; run < (trial.runs ?? 2); run += 1) {
      const pipeline = await readPipeline(file, keys);
      const options = { pipeline, home: folder, yes: true, between: impatience, now: () => NOW + run * 3_600_000 };
      summaries.push(await runPipeline(options));
    }
    const withHalfCents = shops.reduce((sum, shop) => sum + shop.withHalfCents, 0) / shops.length;
    return await use({ trial, main, stores: { west, south }, summaries, withHalfCents });
  } finally {
    await Promise.all(open.map((store) => store.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

function primarySeed({ seed, ownOrders: count = 30 }: Trial): Seed {
  const warehouses = [
    { id: '1', name: 'Main', isPrimary: true },
    { id: '2', name: 'Virtual', tracksStock: false },
  ];
  return {
    ...common,
    name: 'main',
    warehouses,
    staff: ['anna'],
    orders: ownOrders(seed, count),
    items: [{ SKU: 'FEE', Name: 'Surcharge', DefaultPrice: '0' }],
  };
}

function pipelineFile(trial: Trial, stores: Readonly<Record<'main' | 'west' | 'south', FakeStore>>) {
  const secondary = (name: 'west' | 'south') => ({
    name,
    url: stores[name].url,
    key: `\${${name.toUpperCase()}_KEY}`,
    timezone: zones[name],
    requestsPerMinute: 'unlimited',
    prefix: { N: prefixes[name] },
    since: '2026-07-01',
    purpose: trial.purpose,
    entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
    customers:
      trial.customers === 'house'
        ? { policy: 'house', house: { username: `${name}_house`, email: `${name}@example.com` } }
        : { policy: trial.customers },
    products: { policy: 'match' },
    orders: { warehouse: 'Virtual', surchargeSku: 'FEE', houseEmail: 'accounts@example.com' },
    rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
  });
  return {
    name: 'false-holds',
    ledger: 'ledger.db',
    primary: {
      url: stores.main.url,
      key: `\${MAIN_KEY}`,
      prefixes: ['N'],
      timezone: zones.main,
      requestsPerMinute: 'unlimited',
    },
    secondaries: [secondary('west'), secondary('south')],
  };
}
