import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrderSeed, Seed } from '../../../src/fake-store/index.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import type { StagePage } from '../../../src/ledger/record.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import type { RunContext } from '../../../src/run/context/context.ts';
import type { Narrowing } from '../../../src/run/context/narrowing.ts';
import { Backlog } from '../../../src/run/extract/backlog.ts';
import { Clocks } from '../../../src/run/extract/clocks.ts';
import { type ReadStore, readStore } from '../../../src/run/extract-and-load.ts';
import { openContext } from '../../../src/run/open-context.ts';
import type { RunOptions } from '../../../src/run/options.ts';
import { PlanDestination } from '../../../src/run/protocol/plan-destination.ts';
import { openOwnLedger } from '../../../src/session/own-ledger.ts';
import { Resources } from '../../../src/session/resources.ts';
import type { StoreRun } from '../../../src/session/store-run.ts';
import { contentOf, customerRows, orderRows, paymentRows, productRows, toCsv } from '../../feeds/neto-export.ts';
import { startTwoStores, type TwoStores } from '../../rules/support/two-stores.ts';
import { startAlteringProxy } from '../../support/altering-proxy.ts';
import { impatience } from '../../support/impatience.ts';
import { withMethods } from './with-methods.ts';

/** What the store has, whichever way it is read. */
export interface Content {
  readonly orders: readonly string[];
  readonly payments: readonly string[];
  readonly customers: readonly string[];
  readonly products: readonly string[];
  readonly rmas: readonly string[];
}

/** One and the same store behind a source, and a ledger that it is read into. */
export interface Ground {
  readonly kind: 'asked' | 'files';
  readonly content: Content;
  /** What the source can hold of it. */
  readonly holds: readonly (keyof Content)[];
  /** A run begins. */
  open(how?: Opening): Promise<Opened>;
  /** Of the order, in its store or in its file, something can't be read from now on. */
  makeUnreadable(orderId: string): void;
  /** Nothing of the store can be read from now on. */
  fail(): void;
  /** Whatever tells that something was written: requests that write, and the bytes and names of files. */
  traces(): unknown;
  /** Writes something, as no source may. */
  leaveTrace(): Promise<void>;
}

export interface Opening {
  readonly narrowing?: Narrowing;
  readonly signal?: AbortSignal;
  readonly spoil?: Spoil;
}

/** Puts a fault into a run. */
export type Spoil = (store: StoreRun, ledger: Ledger) => { readonly store: StoreRun; readonly ledger: Ledger };

export interface Opened {
  readonly context: RunContext;
  readonly store: StoreRun;
  readonly ledger: Ledger;
  /** All that this run has staged, in order. */
  readonly staged: readonly StagePage['records'][number][];
  /** By entity, the source ids that this run has staged, in order. */
  ids(entity: EntityName): string[];
  read(): Promise<ReadStore>;
}

const NOW = Date.parse('2026-07-20T00:00:00Z');
const NUMBERS = [1, 2, 3, 4, 5];

function orderOf(number: number): OrderSeed {
  return {
    OrderID: `N${number}`, OrderStatus: 'Dispatched', Username: `user-${number}`, Email: `user-${number}@example.com`,
    BillFirstName: 'Jo', BillLastName: `Name${number}`, ShipFirstName: 'Jo', ShipLastName: `Name${number}`,
    DatePlaced: '2026-07-10 02:00:00', DateUpdated: '2026-07-10 03:00:00', DateInvoiced: '2026-07-10', ShippingOption: 'Post',
    OrderLine: [
      { SKU: `SKU-${number}`, Quantity: number, UnitPrice: '11.00', ProductName: 'Mug' },
      { SKU: 'BOOK', Quantity: 1, UnitPrice: '5.50', ProductName: 'Book' },
    ],
    OrderPayment: [{ Id: String(5000 + number), Amount: `${11 * number + 5.5}0`, PaymentType: 'Cash', DatePaid: '2026-07-10 04:00:00' }],
  }; // biome-ignore format: a table
}

const west: Partial<Seed> = {
  orders: NUMBERS.map(orderOf),
  rmas: [
    {
      RmaID: '9002',
      OrderID: 'N2',
      RmaStatus: 'Closed',
      DateIssued: '2026-07-12',
      DateUpdated: '2026-07-12 00:00:00',
      RmaLine: [{ SKU: 'SKU-2', Quantity: 1, RefundSubtotal: '11.00', ReturnReason: 'Too small' }],
    },
  ],
  customers: NUMBERS.map((number) => ({
    Username: `user-${number}`,
    EmailAddress: `user-${number}@example.com`,
    BillFirstName: 'Jo',
    BillLastName: `Name${number}`,
  })),
  items: [
    ...NUMBERS.map((number) => ({ SKU: `SKU-${number}`, Name: `Mug ${number}`, DefaultPrice: '11.00' })),
    { SKU: 'BOOK', Name: 'Book', DefaultPrice: '5.50' },
  ],
};

const content: Content = {
  orders: NUMBERS.map((number) => `N${number}`),
  payments: NUMBERS.map((number) => String(5000 + number)),
  customers: NUMBERS.map((number) => `user-${number}`),
  products: ['BOOK', ...NUMBERS.map((number) => `SKU-${number}`)],
  rmas: ['9002'],
};

const rules = {
  entities: ['products', 'customers', 'orders', 'payments', 'rmas'],
  rma: { staff: 'anna', warehouse: 'Virtual' },
  customers: { policy: 'prefix', scope: 'all' },
  products: { policy: 'match', scope: 'all' },
};

/** A store by its API, on a real socket. */
export async function withApi(work: (ground: Ground) => Promise<void>): Promise<void> {
  const stores = await startTwoStores({ west, clock: () => NOW, rules });
  const unreadable = new Set<string>();
  let isDown = false;
  const proxy = await startAlteringProxy(stores.west.url, (action, reply) => {
    if (isDown) return 'out of order';
    for (const row of rowsOf(reply['Order'])) {
      if (action === 'GetOrder' && unreadable.has(String(row['OrderID']))) row['GrandTotal'] = 'a lot';
    }
    return reply;
  });
  const holds = ['orders', 'payments', 'customers', 'products', 'rmas'] as const;
  try {
    await withRuns(stores, { url: proxy.url, pageSize: 2 }, (open) =>
      work({
        kind: 'asked',
        content,
        holds,
        open,
        makeUnreadable: (orderId) => unreadable.add(orderId),
        fail: () => {
          isDown = true;
        },
        traces: () => stores.west.requests.filter(({ write }) => write).map(({ action }) => action),
        leaveTrace: () => sendWrite(stores.west.url),
      }),
    );
  } finally {
    await proxy.close();
    await stores.close();
  }
}

/** The same store by files that were made of it. Its API would be another way: nobody may ask it. */
export async function withFiles(work: (ground: Ground) => Promise<void>): Promise<void> {
  const stores = await startTwoStores({ west, clock: () => NOW, rules: { ...rules, source: { files: 'in/*' } } });
  const folder = join(stores.home, 'in');
  mkdirSync(folder);
  const write = (name: string, text: string): void => {
    const file = join(folder, name);
    writeFileSync(file, text);
    utimesSync(file, NOW / 1000 - 3600, NOW / 1000 - 3600);
  };
  try {
    const zone = 'Australia/Perth';
    const all = await contentOf(stores.west, 'west-key', zone);
    const orders = toCsv(orderRows({ ...all, payments: [] }, zone));
    // Two files of the orders that there are, since a store's export may come in parts.
    const { head, first, second } = halves(orders);
    write('orders-1.csv', head + first);
    write('orders-2.csv', head + second);
    write('payments.csv', toCsv(paymentRows(all)));
    write('customers.csv', toCsv(customerRows(all)));
    write('products.csv', toCsv(productRows(all)));
    const asked = stores.west.requests.length;
    await withRuns(stores, {}, (open) =>
      work({
        kind: 'files',
        content,
        holds: ['orders', 'payments', 'customers', 'products'],
        open,
        makeUnreadable: (orderId) => {
          const name = (first.includes(`"${orderId}"`) && 'orders-1.csv') || 'orders-2.csv';
          const lines = readFileSync(join(folder, name), 'utf8').split('\n');
          write(
            name,
            lines
              .map((line) => (line.includes(`"${orderId}"`) ? line.replaceAll('"5.50"', '"a lot"') : line))
              .join('\n'),
          );
        },
        fail: () => {
          for (const name of readdirSync(folder)) write(name, '"no end');
        },
        leaveTrace: async () => write('orders-1.csv', '"Order ID"\n'),
        traces: () => ({ files: hashesIn(folder), asked: stores.west.requests.length - asked }),
      }),
    );
  } finally {
    await stores.close();
  }
}

type Open = Ground['open'];

const whole: Spoil = (store, ledger) => ({ store, ledger });

async function withRuns(
  stores: TwoStores,
  connection: { readonly url?: string; readonly pageSize?: number },
  work: (open: Open) => Promise<void>,
): Promise<void> {
  const resources = new Resources();
  try {
    const file = await stores.pipeline();
    const pipeline = { ...file, secondaries: file.secondaries.map((one) => ({ ...one, ...connection })) };
    const now = () => NOW;
    const ledger = await openOwnLedger(pipeline, { now, home: stores.home }, resources);
    await work(async ({ narrowing = {}, signal, spoil = whole } = {}) => {
      const staged: StagePage[] = [];
      const watched = watching(ledger, staged);
      const options: RunOptions & { destination: PlanDestination } = {
        pipeline, home: stores.home, narrowing, signal, now, yes: true, between: impatience, destination: new PlanDestination(),
      }; // biome-ignore format: a table
      const own = await openContext(options, watched, resources, undefined);
      const [only] = own.stores;
      if (only === undefined) throw new RangeError('The pipeline has no store');
      const { store, ledger: given } = spoil(only, watched);
      const context = { ...own, ledger: given, stores: [store] };
      return {
        context,
        store,
        ledger,
        get staged() {
          return staged.flatMap(({ records }) => records);
        },
        ids: (entity) =>
          staged
            .filter((page) => page.entity === entity)
            .flatMap(({ records }) => records.map(({ sourceId }) => sourceId)),
        async read() {
          const clocks = new Clocks(context, { store: 'primary', told: null, at: NOW });
          return readStore(context, store, { clocks, backlog: new Backlog({ extractors: 1, bounded: false }) });
        },
      };
    });
  } finally {
    await resources.close();
  }
}

/** The same ledger, with a note of each page that is staged. */
function watching(ledger: Ledger, staged: StagePage[]): Ledger {
  return withMethods<Ledger>(ledger, {
    stagePage: (page: StagePage) => {
      staged.push(page);
      return ledger.stagePage(page);
    },
  });
}

async function sendWrite(url: string): Promise<void> {
  await fetch(`${url}/do/WS/NetoAPI`, {
    method: 'POST',
    headers: { NETOAPI_ACTION: 'UpdateItem', NETOAPI_KEY: 'west-key', Accept: 'application/json' },
    body: JSON.stringify({ Item: [{ SKU: 'BOOK', Name: 'Another' }] }),
  });
}

function rowsOf(list: unknown): Record<string, unknown>[] {
  return [list ?? []].flat() as Record<string, unknown>[];
}

/** The lines of a file but its first, in two parts of whole orders. */
function halves(text: string): { readonly head: string; readonly first: string; readonly second: string } {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const middle = lines.findIndex((line) => line.includes('"N3"'));
  const part = (some: readonly string[]) => `${some.join('\n')}\n`;
  return { head: `${head}\n`, first: part(lines.slice(0, middle)), second: part(lines.slice(middle)) };
}

function hashesIn(folder: string): [string, string][] {
  return readdirSync(folder).map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex'),
  ]);
}
