import { describe, expect, test } from 'vitest';
import type { NetoClient } from '../../src/neto/client.ts';
import { overStores } from '../rules/support/between-primary.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';

/** Milliseconds that a request is held for what should come meanwhile, where it does not. */
const PATIENCE = 8_000;

const payment = (Id: number) => [
  { Id: String(Id), Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' },
];
/** Three chunks: N1000 to N1099, N1100 to N1199, and the rest. */
const orders = Array.from({ length: 230 }, (_, index) =>
  orderSeed({ OrderID: `N${1000 + index}`, Email: `p${index}@example.com`, OrderPayment: payment(index + 1) }),
);
const load = { batchSizes: [1, 20] };

interface Request {
  readonly action: string;
  /** Which of the chunks its first order is of; 0 where it names none. */
  readonly chunk: number;
}

function requestOf(action: string, body: Readonly<Record<string, unknown>>): Request {
  const text = JSON.stringify(body['Order'] ?? body['Payment'] ?? body['Filter'] ?? {});
  const number = /"[NW]1(\d)\d\d"/.exec(text)?.[1];
  return { action, chunk: number === undefined ? 0 : Number(number) + 1 };
}

const nameOf = ({ action, chunk }: Request): string => `${action} ${chunk}`;

/** Until everything else has gone as far as it can. */
const QUIET = 'quiet';
/** Turns of the loop, and milliseconds, in which nothing is asked for, and nothing that was asked for still waits for its answer. */
const QUIET_TURNS = 300;
const QUIET_TIME = 50;

interface Watch {
  /** What is held until something else has been asked for, by the names of both (`UpdateOrder 2`), or until all is quiet. */
  readonly held?: Readonly<Record<string, string>>;
}

/** Runs, and tells what was asked for and answered, in turn. */
async function runWatched(stores: TwoStores, { held = {} }: Watch = {}) {
  const events: string[] = [];
  const wake: (() => void)[] = [];
  /** Requests that stand at a store; not those that are held here. */
  let underWay = 0;
  const note = (event: string): void => {
    events.push(event);
    for (const one of wake.splice(0)) one();
  };
  const until = async (asked: string): Promise<void> => {
    let isOver = false;
    const over = setTimeout(() => {
      isOver = true;
      for (const one of wake.splice(0)) one();
    }, PATIENCE);
    while (!isOver && !events.includes(asked)) await new Promise<void>((resolve) => wake.push(resolve));
    clearTimeout(over);
    if (isOver) events.push(`${asked} did not come`);
  };
  const untilQuiet = async (): Promise<void> => {
    let seen = events.length;
    let since = performance.now();
    for (let turns = 0; turns < QUIET_TURNS || performance.now() - since < QUIET_TIME; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (events.length === seen && underWay === 0) continue;
      seen = events.length;
      since = performance.now();
      turns = 0;
    }
  };
  const between = overStores(async (client: NetoClient, action, body, ...rest) => {
    const store = client.readOnly ? 'west ' : '';
    const name = store + nameOf(requestOf(action, body));
    note(name);
    const awaited = held[name];
    if (awaited === QUIET) await untilQuiet();
    else if (awaited !== undefined) await until(awaited);
    underWay += 1;
    const reply = await client.request(action, body, ...rest).finally(() => {
      underWay -= 1;
    });
    note(`${name} answered`);
    return reply;
  });
  const summary = await stores.run({ between });
  return { events, summary };
}

const withShop = (setting: Setting, work: (stores: TwoStores) => Promise<void>) =>
  withTwoStores({ orders, load, ...setting }, work);
const first = (events: readonly string[], event: string): number => {
  expect(events).toContain(event);
  return events.indexOf(event);
};
const last = (events: readonly string[], event: string): number => {
  expect(events).toContain(event);
  return events.lastIndexOf(event);
};

describe('chunks of orders', () => {
  test('go beside each other: one is prepared while another is added, a third approved, and what belongs to a fourth booked', () =>
    withShop({}, async (stores) => {
      const held = {
        'AddOrder 2': 'west GetPayment 3',
        'UpdateOrder 2': 'AddOrder 3',
        'AddPayment 2': 'UpdateOrder 3',
      };
      const { events, summary } = await runWatched(stores, { held });
      expect(events.filter((event) => event.endsWith('did not come'))).toEqual([]);
      expect(summary.status).toBe('good');
      expect(stores.main.payments()).toHaveLength(orders.length);
    }));

  test('do each thing one after another: no two are added, approved or paid at once, and none is paid before it is approved', () =>
    withShop({}, async (stores) => {
      const held = { 'AddOrder 2': QUIET, 'UpdateOrder 2': QUIET, 'AddPayment 2': QUIET };
      const { events } = await runWatched(stores, { held });
      for (const chunk of [1, 2]) {
        for (const action of ['AddOrder', 'UpdateOrder', 'AddPayment'])
          expect(first(events, `${action} ${chunk + 1}`)).toBeGreaterThan(last(events, `${action} ${chunk} answered`));
      }
      for (const chunk of [1, 2, 3]) {
        expect(first(events, `UpdateOrder ${chunk}`)).toBeGreaterThan(first(events, `AddOrder ${chunk} answered`));
        expect(first(events, `AddPayment ${chunk}`)).toBeGreaterThan(last(events, `UpdateOrder ${chunk} answered`));
      }
    }));

  test('wait while the first order has not gone all the way: nothing is made for the next chunk', () => {
    const rules = { customers: { policy: 'match' } };
    const lies = [{ on: 'add-order', field: 'GrandTotal', value: '12.00' }];
    return withShop({ rules, primarySwitches: { lies } } as never, async (stores) => {
      const { events } = await runWatched(stores, { held: { 'AddOrder 1': QUIET } });
      expect(events).toContain('west GetPayment 1');
      expect(events).not.toContain('west GetPayment 2');
      expect(stores.main.requests.filter(({ action }) => action === 'UpdateOrder')).toEqual([]);
    });
  });

  test('of which one order was split off from one that is under way are judged by what the primary has made of that one', () => {
    const split = orderSeed({ OrderID: 'N1205', RelatedOrderID: 'N1199', Email: 'p199@example.com' });
    const others = orders.filter(({ OrderID }) => OrderID !== 'N1205');
    const lies = [{ on: 'add-order', field: 'GrandTotal', by: '1.00', orders: ['W1199'] }];
    return withShop({ orders: [...others, split], primarySwitches: { lies } } as never, async (stores) => {
      const { summary } = await runWatched(stores, { held: { 'AddOrder 2': QUIET } });
      expect(heldIn(summary).filter((one) => one.startsWith('orders'))).toEqual([
        'orders N1199: read-back-differs',
        'orders N1205: split-after-copy',
      ]);
      expect(stores.main.order('W1205')).toBeUndefined();
    });
  });
});

describe('a first run', () => {
  const own = (count: number) =>
    Array.from({ length: count }, (_, index) => orderSeed({ OrderID: `N${5000 + index}`, Email: 'own@example.com' }));

  test('loads while it still reads, where the primary has too few orders that could be copies by another recipe', () =>
    withShop({ main: { orders: own(19) } } as never, async (stores) => {
      const { events, summary } = await runWatched(stores, { held: { 'west GetOrder 3': 'AddOrder 1' } });
      expect(events.filter((event) => event.endsWith('did not come'))).toEqual([]);
      expect(summary.status).toBe('good');
    }));

  test('reads all orders before it writes, where the primary has as many as prove that they are copies', () =>
    withShop({ main: { orders: own(20) } } as never, async (stores) => {
      const { events, summary } = await runWatched(stores, { held: { 'west GetOrder 3': QUIET } });
      expect(first(events, 'AddOrder 1')).toBeGreaterThan(first(events, 'west GetOrder 3 answered'));
      expect(summary.status).toBe('good');
    }));
});
