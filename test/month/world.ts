import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pipeline } from '../../src/config/pipeline.ts';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { type Seed, startFakeStore } from '../../src/fake-store/index.ts';
import type { Place } from '../chaos/arena.ts';
import { ID, type MonthBooks, SECRET } from './month-books.ts';
import { address, METHOD } from './order-draft.ts';
import { articles, BEGINNING, people } from './plan.ts';
import { dollars, netoTimeOf, type Stores } from './truth.ts';

export const house = 'accounts@example.com';
export const LEDGER = 'month.db';

export interface World {
  readonly stores: Stores;
  readonly pipeline: Pipeline;
  /** Where the ledger lies, and the state home that goes with it. */
  place: Place;
  readonly folder: string;
  close(): Promise<void>;
}

/** Three stores on real sockets whose time is `clock`, and the pipeline that joins them. */
export async function openWorld(clock: () => number, books?: MonthBooks): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'month-'));
  const start = (name: keyof Stores, seed: Seed) => startFakeStore({ seed, apiKey: `${name}-key`, clock });
  const [main, west, south] = await Promise.all([
    start('main', primary()),
    start('west', secondary('west', 'Australia/Perth')),
    start('south', secondary('south', 'Australia/Adelaide')),
  ]);
  const stores: Stores = { main, west, south };
  const file = join(folder, 'month.yaml');
  writeFileSync(file, pipelineText(stores) + (books?.pipelineText ?? ''));
  const environment = {
    MAIN_KEY: 'main-key',
    WEST_KEY: 'west-key',
    SOUTH_KEY: 'south-key',
    XERO_ID: ID,
    XERO_SECRET: SECRET,
  };
  return {
    stores,
    pipeline: await readPipeline(file, environment),
    place: { folder, home: join(folder, 'home') },
    folder,
    async close() {
      await Promise.all([main, west, south].map((store) => store.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const common = {
  country: 'AU',
  currency: 'AUD',
  gst: '10',
  shippingMethods: [{ id: '1', name: 'Post' }],
  paymentMethods: [METHOD, 'PayPal'].map((name, index) => ({ id: String(index + 1), name })),
};

function secondary(name: string, timezone: string): Seed {
  const placed = netoTimeOf(BEGINNING);
  return {
    ...common,
    name,
    timezone,
    warehouses: [{ id: '1', name: 'Main', isPrimary: true }],
    customers: people.map((person) => ({
      Username: person.toLowerCase(),
      EmailAddress: `${person.toLowerCase()}@example.net`,
      BillingAddress: address('Bill', person),
      ShippingAddress: address('Ship', person),
    })),
    items: articles.map(({ sku, cents }) => ({ SKU: sku, Name: `Product ${sku}`, DefaultPrice: dollars(cents) })),
    // So that no store looks empty to the first run.
    orders: [{ OrderID: 'N1', OrderStatus: 'Cancelled', DatePlaced: placed, Username: 'ada' }],
  };
}

function primary(): Seed {
  return {
    ...common,
    name: 'main',
    timezone: 'Australia/Sydney',
    warehouses: [
      { id: '1', name: 'Main', isPrimary: true },
      { id: '2', name: 'Virtual', tracksStock: false },
    ],
    customers: [{ Username: 'ann', EmailAddress: 'ann@example.net' }],
    items: [{ SKU: 'OWN', Name: 'Own product', DefaultPrice: '5.00' }],
    staff: ['anna'],
    settings: { mailOnStatus: { Dispatched: 'Your order is on its way', Cancelled: 'Your order is cancelled' } },
  };
}

function pipelineText(stores: Stores): string {
  const entry = (name: 'west' | 'south', zone: string, prefix: string, rest: string): string => `
  - name: ${name}
    url: ${stores[name].url}
    key: \${${name.toUpperCase()}_KEY}
    timezone: ${zone}
    requestsPerMinute: unlimited
    pageSize: 200
    prefix: { N: ${prefix} }
    since: 2026-09-01
    purpose: books
    entities: [products, customers, orders, payments, rmas]
    orders: { email: house, houseEmail: ${house}, salesChannel: ${name}, warehouse: Virtual, shippingMethods: { Post: Post } }
    payments: { methods: { ${METHOD}: ${METHOD}, PayPal: PayPal }, lookBackDays: 4 }
    rma: { staff: anna, warehouse: Virtual, waitDays: 14 }
${rest}`;
  return `name: month
ledger: ${LEDGER}
primary:
  url: ${stores.main.url}
  key: \${MAIN_KEY}
  prefixes: [N]
  timezone: Australia/Sydney
  requestsPerMinute: unlimited
secondaries:${entry('west', 'Australia/Perth', 'W', '    customers: { policy: prefix, usernamePrefix: w_ }\n    products: { policy: prefix, skuPrefix: W- }')}
${entry('south', 'Australia/Adelaide', 'S', '    customers: { policy: house, house: { username: south_house, email: south@example.com } }\n    products: { policy: placeholder, placeholderSku: SOUTH-SALE }')}
`;
}
