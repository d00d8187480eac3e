import { describe, expect, test } from 'vitest';
import type { Control, FaultInput, FaultRequest } from '../../src/fake-xero/index.ts';
import { alarmsIn, planned, type Scene, withScene } from './books-on-a-socket.ts';

const numbers = (count: number): string[] => Array.from({ length: count }, (_, place) => `W${101 + place}`);
const paidOrders = (count: number) => numbers(count).map((number) => planned(number, { paid: ['110'] }));

/** What is known of each invoice, by its verdict. */
function invoicesIn({ arrivals }: Awaited<ReturnType<Scene['look']>>): string[] {
  return arrivals
    .filter(({ entity }) => entity === 'invoice')
    .map(({ number, verdict, cause }) => `${number} ${verdict} ${cause}`);
}

const proven = (count: number): string[] => numbers(count).map((number) => `${number} proven null`);

/** So that what is looked for lies on several pages of 1,000. */
function addStrangers({ xero }: Scene, count: number): void {
  for (let place = 1; place <= count; place += 1) {
    xero.control.createInvoice({ number: `INV-${place}`, contact: 'A Stranger', date: '2026-11-10', total: '1' });
  }
}

test('a list 404 is never taken for "none"', () =>
  withScene(paidOrders(3), {}, async ({ xero, look }) => {
    xero.faults.next = ({ query }) =>
      query.has('InvoiceNumbers') ? { kind: 'status', status: 404, body: 'html' } : undefined;
    expect(invoicesIn(await look())).toEqual(numbers(3).map((number) => `${number} unproven not-read`));
    xero.faults.next = undefined;
    expect(invoicesIn(await look())).toEqual(numbers(3).map((number) => `${number} missing not-exported`));
  }));

test('a VOIDED or a DELETED twin is no double', () =>
  withScene(
    numbers(2).map((number) => planned(number)),
    {},
    async ({ xero, neto, exported, look }) => {
      const twin = { contact: 'Customer W101', date: '2026-11-10', total: '110' } as const;
      xero.switches.voidedNumbers = 'free';
      xero.control.createInvoice({ ...twin, number: 'W101' });
      xero.control.voidInvoice('W101');
      xero.control.createInvoice({ ...twin, number: 'W102', status: 'DRAFT' });
      xero.control.deleteInvoice('W102');
      await exported();
      expect(neto.log().map(({ result }) => result)).toEqual(['exported', 'exported']);
      expect(xero.control.invoices()).toHaveLength(4);
      expect(invoicesIn(await look())).toEqual(proven(2));
    },
  ));

test('a second live invoice of a number is found, of whatever day it is', () =>
  withScene(paidOrders(3), {}, async ({ xero, exported, look }) => {
    await exported();
    const second = { contact: 'Somebody Else', total: '110' };
    xero.control.forceInvoice({ ...second, number: 'W101', date: '2026-01-10' });
    xero.control.forceInvoice({ ...second, number: 'W103', date: '2027-03-01' });
    xero.control.forceInvoice({ ...second, number: 'W104', date: '2026-01-10' });
    expect(alarmsIn(await look())).toEqual(['W101 invoice doubled', 'W103 invoice doubled']);
  }));

test('an invoice that was renamed and then voided is told by its new name, and not as missing', () =>
  withScene([planned('W101')], {}, async ({ xero, exported, look }) => {
    await exported();
    xero.control.renumberInvoice('W101', 'W101void');
    xero.control.voidInvoice('W101void');
    const { arrivals } = await look();
    expect(arrivals).toMatchObject([
      { verdict: 'different', cause: 'voided', message: expect.stringContaining('W101void') },
    ]);
  }));

test('a bill with the number of an order is no double of its invoice, and no proof of it', () =>
  withScene(
    numbers(2).map((number) => planned(number)),
    {},
    async ({ xero, neto, exported, look }) => {
      neto.hold('W102');
      await exported();
      for (const number of numbers(2)) {
        xero.control.createInvoice({ number, type: 'ACCPAY', contact: 'A Supplier', date: '2026-11-10', total: '110' });
      }
      expect(invoicesIn(await look())).toEqual(['W101 proven null', 'W102 missing not-exported']);
    },
  ));

test('page 2 is not lost', () =>
  withScene(paidOrders(30), {}, async (scene) => {
    await scene.exported();
    addStrangers(scene, 1_100);
    expect(invoicesIn(await scene.look())).toEqual(proven(30));
    const pages = scene.xero.requests.filter(({ query }) => query.includes('page=2'));
    expect(pages).toMatchObject([{ path: '/api.xro/2.0/Invoices', status: 200 }]);
  }));

describe('a record that slips between two pages, since one leaves the list before it and another enters behind it', () => {
  /** So that with the record itself the second page begins. */
  const PAGE = 1_000;
  const numbersOf = (place: number): string => `X${place}`;

  /**
   * Strangers around it in the order of ids.
   * @returns the numbers of one before it, and of one behind it that is of another day
   */
  function surround(id: string, add: (number: string, day: string) => { readonly id: string }): [string, string] {
    const before: string[] = [];
    const behind: string[] = [];
    for (let place = 1; before.length < PAGE || behind.length === 0; place += 1) {
      if (place > 20_000) throw new Error(`not enough ids are lower than ${id}`);
      const number = numbersOf(place);
      // What comes before it beyond the first page, and the first behind it, are of a day that nobody asks for.
      const own = add(number, '2025-01-10');
      (own.id < id ? before : behind).push(number);
    }
    return [before.at(0) ?? '', behind.at(0) ?? ''];
  }

  interface Slipping {
    readonly list: 'CreditNotes' | 'Invoices';
    /** Those of the plan. */
    all(control: Control): { readonly id: string }[];
    add(control: Control, number: string, date: string): { readonly id: string };
    move(control: Control, number: string, date: string): unknown;
  }

  const credits: Slipping = {
    list: 'CreditNotes',
    all: (control) => control.creditNotes(),
    add: (control, number, date) => control.addCreditNote({ number, contact: 'A Stranger', date, total: '1' }),
    move: (control, number, date) => control.moveCredit(number, date),
  };
  const invoices: Slipping = {
    list: 'Invoices',
    all: (control) => control.invoices(),
    add: (control, number, date) => control.createInvoice({ number, contact: 'A Stranger', date, total: '1' }),
    move: (control, number, date) => control.changeInvoice(number, { date }),
  };

  async function slip(
    { xero, look }: Scene,
    { list, all, add, move }: Slipping,
    settings: Parameters<Scene['look']>[0] = {},
  ): Promise<{ readonly asked: string[]; readonly found: Awaited<ReturnType<Scene['look']>> }> {
    const { control } = xero;
    const [last, ...others] = all(control).sort((a, b) => (a.id < b.id ? 1 : -1));
    if (last === undefined) throw new Error('nothing was exported');
    let moved = 0;
    const [out, into] = surround(last.id, (number, date) => {
      const added = add(control, number, date);
      if (added.id < last.id && moved < PAGE - others.length) {
        moved += 1;
        move(control, number, '2026-11-10');
      }
      return added;
    });
    let isOver = false;
    xero.faults.next = ({ path, query }) => {
      if (!isOver && path.endsWith(`/${list}`) && query.get('page') === '2') {
        isOver = true;
        move(control, out, '2025-01-10');
        move(control, into, '2026-11-10');
      }
      return undefined;
    };
    const found = await look(settings);
    const queries = xero.requests.filter(({ path }) => path.endsWith(`/${list}`)).map(({ query }) => query);
    return {
      found,
      asked: queries.flatMap((one) => /(?:ASC|DESC)\b.*&page=./.exec(one)?.[0].replace(/&summaryOnly=true/, '') ?? []),
    };
  }

  const bothWays = ['ASC&page=1', 'ASC&page=2', 'DESC&page=1', 'DESC&page=2'];

  test('is no missing credit note: the list is read from its other end, too', () =>
    withScene(
      numbers(12).map((number) => planned(number, { returned: '11' })),
      {},
      async (scene) => {
        await scene.exported();
        const { asked, found } = await slip(scene, credits);
        expect(asked).toEqual(bothWays);
        expect(found.arrivals.filter(({ verdict }) => verdict !== 'proven')).toEqual([]);
      },
    ));

  test('is no missing invoice: it is asked for by its number', () =>
    withScene(
      numbers(12).map((number) => planned(number)),
      {},
      async (scene) => {
        await scene.exported();
        const { asked, found } = await slip(scene, invoices);
        expect(asked).toEqual(bothWays.slice(0, 2));
        expect(invoicesIn(found)).toEqual(proven(12));
      },
    ));

  test.each(['batched', undefined] as const)('is no missing batch, with `invoices: %s`', (way) => {
    const plan = numbers(36).map((number, place) => planned(number, { day: `2026-11-${10 + (place % 12)}` }));
    return withScene(plan, { connector: { switches: { mode: 'batched' } } }, async (scene) => {
      await scene.exported();
      const { asked, found } = await slip(scene, invoices, { invoices: way });
      // Where nobody has said so, it is seen by the first reading alone that no order is there by its number.
      const before = way === undefined ? bothWays.slice(0, 2) : [];
      expect(asked.slice(0, before.length + 4)).toEqual([...before, ...bothWays]);
      expect(found.batches.map(({ verdict }) => verdict)).toEqual(Array(12).fill('proven'));
    });
  });
});

test('a token that ends before page 3 loses no row', () =>
  withScene(paidOrders(30), {}, async (scene) => {
    const { xero } = scene;
    await scene.exported();
    addStrangers(scene, 2_100);
    let isOver = false;
    xero.faults.next = ({ query }) => {
      if (query.get('page') === '3' && !isOver) {
        isOver = true;
        xero.advance(1801);
      }
      return undefined;
    };
    expect(invoicesIn(await scene.look())).toEqual(proven(30));
    expect(xero.requests.filter(({ query }) => query.includes('page=3')).map(({ status }) => status)).toEqual([
      401, 200,
    ]);
    expect(xero.tokensIssued).toBe(2);
  }));

test("the end of a day's requests is not waited for, and nothing more is asked", () =>
  withScene(paidOrders(3), {}, async ({ xero, exported, look, waits }) => {
    await exported();
    xero.useUp('day', 1);
    const judged = await look();
    expect(judged.arrivals.filter(({ verdict }) => verdict === 'missing' || verdict === 'different')).toEqual([]);
    expect(judged.arrivals.some(({ verdict }) => verdict === 'unproven')).toBe(true);
    expect(waits).toEqual([]);
    const statuses = xero.requests.filter(({ server }) => server === 'api').map(({ status }) => status);
    expect(statuses.slice(statuses.indexOf(429))).toEqual([429]);
  }));

test('payments are not taken from summaries, which have none', () =>
  withScene(
    paidOrders(3),
    { xero: { switches: { summaryDrops: 'all-belongings' } } },
    async ({ xero, exported, look }) => {
      await exported();
      const { arrivals } = await look();
      expect(arrivals.filter(({ entity }) => entity === 'payment').map(({ verdict }) => verdict)).toEqual([
        'proven',
        'proven',
        'proven',
      ]);
      const asked = xero.requests.filter(({ path }) => path.endsWith('/Payments'));
      expect(asked.map(({ query }) => query.includes('summaryOnly'))).toEqual([false]);
    },
  ));

test('a payment with the year mistyped is proven, and no ten years of payments are read for it', () => {
  const [first, ...others] = paidOrders(3);
  if (first === undefined) throw new Error('no order');
  const old = '2016-01-10';
  const order = {
    ...first.order,
    OrderPayment: first.order.OrderPayment?.map((one) => ({ ...one, DatePaid: `${old} 03:00:00` })) ?? [],
  };
  const plan = [{ ...first, order, payments: first.payments.map((one) => ({ ...one, day: old })) }, ...others];
  return withScene(plan, {}, async ({ xero, exported, look }) => {
    await exported();
    const { arrivals } = await look();
    expect(arrivals.map(({ verdict }) => verdict)).toEqual(Array(6).fill('proven'));
    const listed = xero.requests.filter(({ path }) => path.endsWith('/Payments'));
    // By days, and of the one invoice that says more is paid on it.
    expect(listed.map(({ query }) => query.includes('2016'))).toEqual([false, false]);
  });
});

test('cents that binary numbers can not hold add up', () => {
  const line = { SKU: 'SHIRT', ProductName: 'Shirt', Quantity: '1' };
  const order = {
    OrderLine: [
      { ...line, UnitPrice: '0.10' },
      { ...line, UnitPrice: '0.20' },
    ],
  };
  const plan = [
    planned('W101', { later: { total: '0.3', gst: '0.03' }, paid: ['0.10', '0.20'], order }),
    planned('W102', {
      later: { total: '1234567.89', gst: '112233.44' },
      order: { OrderLine: [{ ...line, UnitPrice: '1234567.89' }] },
    }),
  ];
  return withScene(plan, {}, async ({ exported, look }) => {
    await exported();
    const { arrivals } = await look();
    expect(arrivals.map(({ entity, verdict }) => `${entity} ${verdict}`)).toEqual([
      ...['invoice proven', 'payment proven', 'payment proven', 'invoice proven'],
    ]);
  });
});

test.each(['AUSEASTERNSTANDARDTIME', 'WAUSTRALIASTANDARDTIME', 'NEWZEALANDSTANDARDTIME'])(
  'no date is shifted by the zone of the organisation (%s)',
  (timezone) =>
    withScene(paidOrders(4), { xero: { organisation: { timezone } } }, async ({ exported, look }) => {
      await exported();
      const judged = await look();
      expect([alarmsIn(judged), judged.notes]).toEqual([[], []]);
    }),
);

test('a deleted payment is not summed', () =>
  withScene(
    paidOrders(1),
    { xero: { switches: { deletedPaymentsInInvoices: 'kept' } } },
    async ({ xero, exported, look }) => {
      await exported();
      const [payment] = xero.control.payments();
      xero.control.deletePayment(payment?.id ?? '');
      expect(alarmsIn(await look())).toEqual(['W101 payment not-exported']);
    },
  ));

test('an export in batches, which nobody told of, is not told as so many missing', () =>
  withScene(paidOrders(25), { connector: { switches: { mode: 'batched' } } }, async ({ exported, look }) => {
    await exported();
    const judged = await look();
    expect(invoicesIn(judged)).toEqual(numbers(25).map((number) => `${number} unproven batched`));
    expect(judged.notes).toHaveLength(1);
  }));

test.each([
  ['a demo company', { organisation: { isDemoCompany: true } }, {}],
  ['another organisation', {}, { organisation: '00000000-0000-4000-8000-000000000000' }],
])('%s is accepted for no proof', (_, xero, settings) =>
  withScene(paidOrders(3), { xero }, async ({ exported, look }) => {
    await exported();
    expect((await look(settings)).arrivals.filter(({ verdict }) => verdict !== 'unproven')).toEqual([]);
  }),
);

const faults: readonly FaultInput[] = [
  { kind: 'status', status: 500, body: 'json' },
  { kind: 'status', status: 503, body: 'html-bom' },
  { kind: 'html-200' },
  { kind: 'empty-200' },
  { kind: 'no-list' },
  { kind: 'status-not-ok' },
  { kind: 'truncate', cut: 'content' },
  { kind: 'truncate', cut: 'length' },
  { kind: 'truncate', cut: 'chunked' },
  { kind: 'reset' },
  { kind: 'reset', when: 'after-headers' },
  { kind: 'lying-pagination', more: 1 },
  { kind: 'lost-row' },
];

describe('what could not be read is told neither as proven nor as missing', () => {
  const lists = [
    ['Invoices', 'invoice'],
    ['Payments', 'payment'],
    ['CreditNotes', 'credit'],
  ] as const;
  test.each(faults.map((fault) => [JSON.stringify(fault), fault] as const))('%s', (_, fault) =>
    withScene([planned('W101', { paid: ['110'], returned: '11' })], {}, async ({ xero, exported, look }) => {
      await exported();
      for (const [list, entity] of lists) {
        xero.faults.next = ({ path }: FaultRequest) => (path.endsWith(`/${list}`) ? fault : undefined);
        const { arrivals } = await look();
        const verdicts = arrivals.filter((one) => one.entity === entity).map(({ verdict }) => verdict);
        expect(verdicts, list).toEqual(['unproven']);
      }
      xero.faults.next = undefined;
      const { arrivals } = await look();
      expect(arrivals.map(({ verdict }) => verdict)).toEqual(['proven', 'proven', 'proven']);
    }),
  );
});
