import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeStore, type Seed, startFakeStore } from '../../../src/fake-store/index.ts';
import { type Ended, runProgram } from '../../cli/program.ts';
import { methods, returnsOf, type Sold, type Store, seedOf } from './october.ts';

export interface ThreeStores {
  readonly main: FakeStore;
  readonly west: FakeStore;
  readonly south: FakeStore;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, for all clocks. */
  setTime(text: string): void;
  command(...words: string[]): Promise<Ended>;
  close(): Promise<void>;
}

const items = ['MUG', 'BOOK'].map((SKU) => ({ SKU, Name: SKU, DefaultPrice: '11.00' }));

function listsOf(names: readonly string[]): Partial<Seed> {
  return {
    items,
    paymentMethods: [...new Set(names)].map((name, place) => ({ id: String(place + 1), name })),
    shippingMethods: [{ id: '1', name: 'Post' }],
  };
}

/** Two secondaries in two time zones of their own, on real sockets, at 13:00 of 5 November in Sydney. */
export async function startThreeStores(sold: readonly Sold[]): Promise<ThreeStores> {
  const folder = mkdtempSync(join(tmpdir(), 'month-pack-'));
  let now = Date.parse('2026-11-05T02:00:00Z');
  const clock = (): number => now;
  const secondary = (name: Store, timezone: string): Promise<FakeStore> => {
    const own = sold.filter(({ store }) => store === name);
    const lists = listsOf(Object.keys(methods[name]));
    const seed: Seed = { name, timezone, ...lists, orders: own.map(seedOf), rmas: returnsOf(own) };
    return startFakeStore({ seed, apiKey: `${name}-key`, clock });
  };
  const [west, south, main] = await Promise.all([
    secondary('west', 'Australia/Perth'),
    secondary('south', 'Australia/Adelaide'),
    startFakeStore({
      seed: {
        ...{ name: 'Main', timezone: 'Australia/Sydney', staff: ['anna'] },
        ...listsOf(Object.values(methods).flatMap((own) => Object.values(own))),
        warehouses: [
          { id: '1', name: 'Main', isPrimary: true },
          { id: '2', name: 'Virtual', tracksStock: false },
        ],
      },
      switches: { taxRounding: 'per-order' },
      apiKey: 'main-key',
      clock,
    }),
  ]);
  const connection = { requestsPerMinute: 'unlimited' };
  const store = (name: Store, url: string, timezone: string, prefix: string) => ({
    ...{ name, url, key: `\${${name.toUpperCase()}_KEY}`, timezone, ...connection, prefix: { N: prefix } },
    ...{ since: '2026-09-01', purpose: 'books', entities: ['products', 'customers', 'orders', 'payments', 'rmas'] },
    customers: { policy: 'house', house: { username: `${name}_store`, email: `${name}@example.com` } },
    products: { policy: 'match' },
    orders: { warehouse: 'Virtual', houseEmail: `${name}@example.com` },
    payments: { methods: methods[name] },
    rma: { staff: 'anna', warehouse: 'Virtual', waitDays: 0 },
  });
  const file = {
    ...{ name: 'books', ledger: 'ledger.db' },
    primary: { url: main.url, key: `\${MAIN_KEY}`, prefixes: ['N'], timezone: 'Australia/Sydney', ...connection },
    secondaries: [
      store('west', west.url, 'Australia/Perth', 'W'),
      store('south', south.url, 'Australia/Adelaide', 'X'),
    ],
  };
  // JSON is YAML too.
  writeFileSync(join(folder, 'pipeline.yaml'), JSON.stringify(file));
  const environment = {
    ...{ MAIN_KEY: 'main-key', WEST_KEY: 'west-key', SOUTH_KEY: 'south-key' },
    NETO_CONSOLIDATOR_HOME: join(folder, 'home'),
  };
  return {
    ...{ main, west, south, folder, environment },
    setTime(text) {
      now = Date.parse(text);
    },
    command: (...words) => runProgram(words, { folder, environment, now: clock }),
    async close() {
      await Promise.all([main, west, south].map((one) => one.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
