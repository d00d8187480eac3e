import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { personWith, shownTo } from './support/deciding.ts';
import { type Reply, type Served, type Serving, withServed } from './support/served.ts';

/** What a bookkeeper looks at: two orders copied and one of them paid, and one that waits for a prefix. */
const orders = [
  orderSeed({
    OrderID: 'N1',
    OrderPayment: [{ Id: '71', PaymentType: 'Cash', Amount: '11.00', DatePaid: '2026-07-10' }],
  }),
  orderSeed({ OrderID: 'N2', DateInvoiced: '2026-08-03' }),
  orderSeed({ OrderID: 'Z3' }),
];

let stores: TwoStores;
let serving: Serving;
beforeAll(async () => {
  stores = await startTwoStores({ orders });
  await stores.pipeline();
  await stores.run({ prover: dailyProof, proof: 'now' });
  serving = {
    files: [join(stores.home, 'pipeline.yaml')],
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' },
    home: stores.home,
  };
});
afterAll(() => stores?.close());

interface Inside extends Served {
  get(path: string): Promise<Reply>;
  post(path: string, form?: Readonly<Record<string, string>>): Promise<Reply>;
}

async function inside<T>(use: (served: Inside) => Promise<T>): Promise<T> {
  return withServed(serving, async (served) => {
    const cookie = await served.enter();
    const token = await served.formToken(cookie);
    return use({
      ...served,
      get: (path) => served.ask(path, { headers: { Cookie: cookie } }),
      post: (path, form = {}) =>
        shownTo(
          served,
          { Cookie: cookie },
          served.ask(path, { form: { ...form, 'form-token': token }, headers: { Cookie: cookie } }),
        ),
    });
  });
}

/** What a person reads of it, in one line. */
function words({ text }: Reply): string {
  const [, main = ''] = /<main[^>]*>([\s\S]*)<\/main>/.exec(text) ?? [];
  return main.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

const requestsSent = (): number => stores.west.requests.length + stores.main.requests.length;

describe('the pages of a pipeline', () => {
  test('are made of the ledger: no store is asked by looking at one', () =>
    inside(async ({ get }) => {
      const before = requestsSent();
      for (const path of [
        '',
        '/proof',
        '/charts',
        '/charts?month=2026-07',
        '/trace?order=N1',
        '/month',
        '/runs',
        '/runs/1',
      ])
        expect((await get(`/pipelines/rules${path}`)).status, path).toBe(200);
      expect((await get('/')).status).toBe(200);
      expect(requestsSent()).toBe(before);
    }));

  test('begin with the verdict and what is to be done, with its amount', () =>
    inside(async ({ get }) => {
      const text = words(await get('/pipelines/rules'));
      expect(text).toContain('1 to do');
      expect(text).toContain('1 thing to do west order Z3');
      expect(text).toMatch(/Z3, 10 July, 11\.00/);
      expect(text.indexOf('in the books')).toBeLessThan(text.indexOf('Latest runs'));
    }));

  test('tell of one run what became of all that it read', () =>
    inside(async ({ get }) => {
      const text = words(await get('/pipelines/rules/runs/1'));
      expect(text).toContain('done, something waits for you');
      expect(text).toMatch(/west orders 3 2 1 west payments/);
      expect(text).toContain('The order number begins with a prefix that the pipeline file does not declare.');
      expect((await get('/pipelines/rules/runs/9')).status).toBe(404);
      expect((await get('/pipelines/rules/runs/x')).status).toBe(404);
    }));

  test('draw sales, GST and payments to the cent, by month and by day', () =>
    inside(async ({ get }) => {
      const months = words(await get('/pipelines/rules/charts'));
      expect(months).toContain('Sales: 22.00');
      expect(months).toContain('GST: 2.00');
      expect(months).toContain('Payments: 11.00');
      expect(months).toContain('Jul 2026 11.00 11.00 Aug 2026 11.00 11.00 all 22.00 22.00');
      const days = words(await get('/pipelines/rules/charts?month=2026-08'));
      expect(days).toContain('Sales: 11.00');
      expect(days).toContain('3 Aug 2026 11.00');
    }));

  test('name in words for what is searched in the quarantine, and each day with its year', () =>
    inside(async ({ get }) => {
      const { text } = await get('/pipelines/rules/quarantine');
      expect(text).toMatch(/<option value="id-prefix-unknown">The order number begins with a prefix [^<]*</);
      expect(text).toContain('10 Jul 2026');
      const record = words(await get('/pipelines/rules/record?store=west&entity=orders&id=Z3'));
      expect(record).toContain('Day 10 Jul 2026');
      expect(record).toContain('quarantined: The order number begins with a prefix that the pipeline file');
      expect(words(await get('/pipelines/rules/to-dos'))).toContain('Z3 10 Jul 2026, 11.00');
    }));

  test('show both sides of the last proof', () =>
    inside(async ({ get }) => {
      expect(words(await get('/pipelines/rules/proof'))).toContain('in west in the primary difference');
    }));
});

describe('one order', () => {
  test('is found by either number, in any case', () =>
    inside(async ({ get }) => {
      for (const id of ['N1', 'W1', 'n1', ' w1 ']) {
        const text = words(await get(`/pipelines/rules/trace?order=${encodeURIComponent(id)}`));
        expect(text, id).toContain('west N1 copied');
        expect(text, id).toContain('In the primary W1');
        expect(text, id).toContain('71 11.00 copied as west:71');
      }
    }));

  test('that is nowhere is told in a sentence', () =>
    inside(async ({ get }) => {
      const reply = await get('/pipelines/rules/trace?order=%3Cscript%3E');
      expect(reply.status).toBe(200);
      expect(reply.text).toContain('No order &lt;script&gt; is in the ledger');
    }));

  test('is asked for in both stores by a form alone, which says how they have it now', () =>
    inside(async ({ post }) => {
      const before = requestsSent();
      const text = words(await post('/pipelines/rules/trace', { order: 'N1' }));
      expect(requestsSent()).toBeGreaterThan(before);
      expect(text).toContain('now: Dispatched, approved, total 11.00, paid 11.00');
      expect(text).toContain('Equal to the cent on both sides: ');
    }));
});

/** Follows a form to what it has begun, until that has ended. */
async function ended({ get }: Pick<Inside, 'get'>, { status, headers }: Reply): Promise<Reply> {
  expect(status).toBe(303);
  const address = headers.location ?? '';
  let reply = await get(address);
  for (const until = Date.now() + 20_000; reply.text.includes('data-live=') && Date.now() < until; )
    reply = await get(address);
  return reply;
}

describe('what asks stores and takes long', () => {
  test("the month's pack is made once it is asked for, and can be saved", () =>
    inside(async (page) => {
      const reply = await ended(page, await page.post('/pipelines/rules/month', { month: '2026-07' }));
      expect(words(reply)).toContain('Something is still open');
      const links = [...reply.text.matchAll(/href="([^"]+\/files\/[^"]+)"/g)].map(([, href = '']) => href);
      expect(links.map((href) => href.split('/').at(-1))).toEqual(
        expect.arrayContaining(['month-2026-07.html', 'month-2026-07-orders.csv']),
      );
      const file = await page.get(links[0] ?? '');
      expect(file.headers['content-disposition']).toBe('attachment; filename="month-2026-07.html"');
      expect(file.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(file.text).toContain('July 2026');
      expect((await page.get(`${links[0]}x`)).status).toBe(410);
      expect(words(await page.get('/pipelines/rules/month'))).toContain('Pack of Jul 2026 : made');
    }));

  test('a comparison of both sides tells each difference with what it does to the books', () =>
    inside(async (page) => {
      const reply = await ended(page, await page.post('/pipelines/rules/proof'));
      const text = words(reply);
      expect(text).toContain('Differences between the stores');
      expect(text).toMatch(/missing order .*Z3.* 11\.00/);
    }));

  test('goes on one at a time for each pipeline: another waits, and says for what; the same one is asked for once', () =>
    inside(async (page) => {
      const begun = await Promise.all(
        ['2026-07', '2026-08', '2026-07'].map((month) => page.post('/pipelines/rules/month', { month, empty: 'yes' })),
      );
      const [first, second, again] = begun.map(({ headers }) => headers.location);
      expect(again).toBe(first);
      expect(second).not.toBe(first);
      const shown = words(await page.get(second ?? ''));
      // Where the first is made already, the second has begun.
      if (shown.includes('Asking the stores')) expect(words(await page.get(first ?? ''))).toContain('Made just now');
      else expect(shown).toMatch(/it comes after “Pack of Jul 2026 \(a store may be empty\)”|Made just now/);
      for (const [reply, name] of [
        [begun[0], 'month-2026-07'],
        [begun[1], 'month-2026-08'],
      ] as const) {
        const made = await ended(page, reply as Reply);
        expect(words(made)).toContain(`${name}.html`);
      }
    }));

  test('is not made of a month that has not begun', () =>
    inside(async (page) => {
      expect((await page.post('/pipelines/rules/month', { month: '2999-01' })).status).toBe(400);
    }));

  test('ends with the page', async () => {
    const begun = Date.now();
    await inside((page) => page.post('/pipelines/rules/proof'));
    expect(Date.now() - begun).toBeLessThan(10_000);
  });

  test('is told where it could not be done', () =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      const form = { 'form-token': await served.formToken(cookie) };
      const headers = { Cookie: cookie };
      const get = (path: string) => served.ask(path, { headers });
      const reply = await ended({ get }, await served.ask('/pipelines/au/proof', { form, headers }));
      expect(words(reply)).toContain('The pipeline au has no ledger yet');
    }));
});

test('a run says of what was left out by a person since that it was quarantined then, and how it stands now', async () => {
  const own = await startTwoStores({ orders: [orderSeed({ OrderID: 'Z3' })] });
  try {
    await own.pipeline();
    await own.run();
    const ofOwn = { ...serving, files: [join(own.home, 'pipeline.yaml')], home: own.home };
    await withServed(ofOwn, async (served) => {
      const owner = personWith(served, await served.enter());
      const { yes } = await owner.look(await owner.formOf('Z3', 'drop'), { reason: 'a test' });
      expect((await owner.send(yes)).status).toBeLessThan(400);
      const text = words(await owner.get('/pipelines/rules/runs/1'));
      expect(text).toContain('west orders quarantined then Now: A person took the record out of quarantine for good.');
    });
  } finally {
    await own.close();
  }
});

test('charts lead no further back than there can be anything', () =>
  inside(async ({ get }) => {
    const { text } = await get('/pipelines/rules/charts');
    const [, earlier = ''] = /href="[^"]*(\/pipelines\/rules\/charts\?until=[^"]*)">Earlier</.exec(text) ?? [];
    const before = await get(earlier);
    expect(before.text).toContain('Nothing was copied from');
    expect(before.text).not.toContain('Earlier');
    expect(before.text).toContain('Later');
  }));

test('charts show what a run has copied as soon as it has', async () => {
  const setting = { orders: [orderSeed({ OrderID: 'N1' })] };
  const own = await startTwoStores(setting);
  try {
    await own.pipeline();
    await own.run();
    const ofOwn = { ...serving, files: [join(own.home, 'pipeline.yaml')], home: own.home };
    await withServed(ofOwn, async (served) => {
      const headers = { Cookie: await served.enter() };
      const shown = async () => words(await served.ask('/pipelines/rules/charts?month=2026-07', { headers }));
      expect(await shown()).toContain('Sales: 11.00');
      const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
      own.west.panel.addOrder(orderSeed({ OrderID: 'N2', DateUpdated: now }));
      await own.run();
      expect(await shown()).toContain('Sales: 22.00');
    });
  } finally {
    await own.close();
  }
});
