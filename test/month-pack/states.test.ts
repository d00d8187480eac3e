import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { OrderSeed } from '../../src/fake-store/index.ts';
import { type MonthPack, monthPackSchema } from '../../src/month/pack.ts';
import { isLong, someOf } from '../support/many.ts';
import { planted, type Sold } from './support/october.ts';
import { startThreeStores, type ThreeStores } from './support/three-stores.ts';

let stores: ThreeStores;
afterEach(() => stores.close());

const start = async (sold = planted(2)): Promise<void> => {
  stores = await startThreeStores(sold);
};
const BEFORE_ITS_END = '2026-10-30T02:00:00Z';
/** Without what is to come by then. */
const soldByThen = (): Sold[] =>
  planted(2).filter(({ day, paid, returned }) =>
    [day, ...paid.map((one) => one.day), returned?.day ?? day].every((one) => one < '2026-10-30'),
  );
const run = () => stores.command('run', 'pipeline.yaml', '--yes');
const month = async (...more: string[]): Promise<{ code: number | null; pack: MonthPack }> => {
  const words = ['month', '2026-10', 'pipeline.yaml', '--out', 'october', '--output', 'json', ...more];
  const { code, stdout, stderr } = await stores.command(...words);
  expect(stdout, stderr).toMatch(/^\{/);
  const { files: _, ...document } = JSON.parse(stdout) as Record<string, unknown>;
  return { code, pack: monthPackSchema.parse(document) };
};
const read = (name: string): string => readFileSync(join(stores.folder, 'october', name), 'utf8');
const page = (): string => read('month-2026-10.html');

/** An order whose shipping method the primary does not have. */
const waiting = (day: string): OrderSeed => ({
  OrderID: 'N900',
  OrderStatus: 'Dispatched',
  DatePlaced: `${day} 02:00:00`,
  DateInvoiced: day,
  ...{ Username: 'shopper', Email: 'shopper@example.com', BillFirstName: 'Jane', BillLastName: 'Smith' },
  ShippingOption: 'Pallet',
  OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '31.95' }],
});

describe('a month that is not closed yet is written all the same, says what is missing, and ends with 3', () => {
  test('while it is under way', async () => {
    await start(soldByThen());
    stores.setTime(BEFORE_ITS_END);
    await run();
    const { code, pack } = await month();
    expect([code, pack.state]).toEqual([3, 'open']);
    expect(pack.open.map(({ kind }) => kind)).toEqual(['month-not-over']);
    expect(page()).toContain('October 2026 is not closed yet: 1 thing is missing.');
  });

  test('when it is over in the primary, and not yet in the last of its stores', async () => {
    await start();
    // 01:00 of 1 November in Sydney, 22:00 of 31 October in Perth.
    stores.setTime('2026-10-31T14:00:00Z');
    await run();
    expect((await month()).pack.open.map(({ kind }) => kind)).toEqual(['month-not-over']);
  });

  test('when no run was made since it ended', async () => {
    await start(soldByThen());
    stores.setTime(BEFORE_ITS_END);
    await run();
    stores.setTime('2026-11-05T02:00:00Z');
    const { code, pack } = await month();
    expect(code).toBe(3);
    expect(pack.open.map(({ kind }) => kind)).toEqual(['not-run-since']);
    await run();
    expect((await month()).code).toBe(0);
  });

  test('when a store was read since it ended by no run of all of it, each by itself or all together', async () => {
    await start(soldByThen());
    stores.setTime(BEFORE_ITS_END);
    await run();
    stores.setTime('2026-11-05T02:00:00Z');
    await stores.command('run', 'pipeline.yaml', '--store', 'west');
    const [one, ...more] = (await month()).pack.open;
    expect(more).toEqual([]);
    expect(one).toMatchObject({ kind: 'not-run-since' });
    expect(one?.what).toMatch(/^No whole run of south was made since October ended/);
    expect(one?.remedy).toContain('--store south');
    await stores.command('run', 'pipeline.yaml', '--store', 'south', '--limit', '5');
    expect((await month()).pack.open.map(({ kind }) => kind)).toEqual(['not-run-since']);
    await stores.command('run', 'pipeline.yaml', '--store', 'south');
    expect((await month()).pack.open).toEqual([]);
  });

  test('while something of it waits for a person, in the words of `todo`, with the line to type', async () => {
    await start();
    stores.west.panel.addOrder(waiting('2026-10-12'));
    await run();
    const { code, pack } = await month();
    expect(code).toBe(3);
    const [item] = pack.open;
    expect(pack.open).toHaveLength(1);
    expect(item).toMatchObject({ kind: 'decision', store: 'west' });
    const todo = await stores.command('todo', 'pipeline.yaml', '--offline');
    expect(todo.stdout).toContain(item?.what);
    for (const choice of item?.choices ?? []) expect(todo.stdout).toContain(choice.command);
    expect(page()).toContain('neto-consolidator map shipping-method Pallet pipeline.yaml');
    const west = pack.stores.find(({ store }) => store === 'west');
    expect(west?.causes.find(({ cause }) => cause === 'quarantined')?.of).toMatchObject({
      orders: -1,
      total: '-31.95',
    });
    expect(west?.difference.total).toBe('-31.95');
    expect(west?.ledger).toMatchObject({ orders: west?.primary.orders, total: west?.primary.total, quarantined: 1 });
    expect(page()).toContain(' stand in the primary, over ');
    expect(page()).toContain(', beside 1 order in quarantine</td>');
  });

  test('but not for what waits of a day after it', async () => {
    await start();
    stores.west.panel.addOrder(waiting('2026-11-02'));
    await run();
    expect((await stores.command('todo', 'pipeline.yaml', '--offline')).code).toBe(3);
    expect(await month()).toMatchObject({ code: 0, pack: { state: 'closed' } });
  });
});

test('a payment of a later day that waits is named where an order of the month lacks it', async () => {
  await start();
  stores.west.panel.addPayment({
    ...{ OrderID: 'N200', AmountPaid: '-5.00', PaymentMethodName: 'Cash', DatePaid: '2026-11-03 02:00:00' },
  });
  await run();
  const { code, pack } = await month();
  expect(code).toBe(3);
  expect(pack.open.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
    expect.stringMatching(/^decision west payment \d+ of N200, 3 November, -5\.00: payment-negative/),
  ]);
});

test('days before the `since` of a store are told first, since their sales are in no sum', async () => {
  await start();
  const file = join(stores.folder, 'pipeline.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"since":"2026-09-01"', '"since":"2026-10-15"'));
  await run();
  const { pack } = await month();
  expect(pack.notCopied).toEqual([{ store: 'west', from: '2026-10-01', to: '2026-10-14' }]);
  expect(page()).toContain('Not in it: what west sold from 1 October to 14 October');
});

describe('what differs between both sides is told, is no tie, and ends with 4', () => {
  const paymentOf = (order: string): string => stores.main.payments(order)[0]?.PaymentID ?? '';

  const changes = [
    ['a payment that is gone', () => stores.main.panel.removePayment(paymentOf('W307')), 'paidInMonth', '-25'],
    // Of an order of September, paid in October.
    ['a payment that was changed on an order of another month', () => changed('W301', '15'), 'paidInMonth', '-14.99'],
    ['a total that was changed', () => stores.main.panel.changeOrder('W307', { GrandTotal: '22.01' }), 'total', '0.01'],
    ['a return of the month that is gone, of an order of another month', () => gone('W302'), 'credited', '-11'],
  ] as const;
  test.each(someOf(changes, 2))('%s', async (_, change, key, by) => {
    await start();
    await run();
    change();
    const { code, pack } = await month();
    expect([code, pack.state]).toEqual([4, 'differs']);
    const west = pack.stores.find(({ store }) => store === 'west');
    expect(west?.difference[key]).toBe(by);
    expect(west?.causes.find(({ cause }) => cause === 'unexplained')?.of[key]).toBe(by);
    expect(pack.differences.filter(({ cause }) => cause === 'unexplained').length).toBeGreaterThan(0);
    expect(page()).toContain('October 2026 does not tie');
    expect(page()).toContain('explained by nothing');
  });

  function changed(order: string, amount: string): void {
    const found = stores.main.payments(order).find(({ AmountPaid }) => Number(AmountPaid) === Number(amount));
    stores.main.panel.changePayment(found?.PaymentID ?? '', { AmountPaid: '0.01' });
  }
  function gone(order: string): void {
    stores.main.panel.removeRma(stores.main.rmas().find(({ OrderID }) => OrderID === order)?.RmaID ?? '');
  }
});

test('money of the month is found on orders that nothing has touched since before it', async () => {
  await start([]);
  const { west, main } = stores;
  stores.setTime('2026-09-25T02:00:00Z');
  west.panel.addOrder({ ...waiting('2026-09-10'), ShippingOption: 'Post' });
  await run();
  const touched = main.order('W900')?.DateUpdated;
  const paid = { OrderID: 'N900', AmountPaid: '20.00', PaymentMethodName: 'Cash', DatePaid: '2026-10-06 02:00:00' };
  west.panel.addPayment(paid);
  // As staff may enter it themselves, with the reference that the copy would bear.
  main.panel.addPayment({
    ...{ ...paid, OrderID: 'W900', PaymentMethodName: 'West - Cash' },
    CardAuthorisation: `west:${west.payments('N900')[0]?.PaymentID}`,
  });
  expect(main.order('W900')?.DateUpdated).toBe(touched);
  expect(String(touched) < '2026-09-29').toBe(true);
  stores.setTime('2026-11-05T02:00:00Z');
  const { pack } = await month('--allow-empty');
  const found = pack.stores.find(({ store }) => store === 'west');
  expect([found?.secondary.paidInMonth, found?.primary.paidInMonth]).toEqual(['20', '20']);
});

test('a coupon, a discount and GST on top leave nothing that no tax code bears', async () => {
  await start([]);
  const line = { SKU: 'MUG', Quantity: 1, UnitPrice: '22.00' };
  const of = (OrderID: string, more: Partial<OrderSeed>): OrderSeed => ({
    ...{ ...waiting('2026-10-12'), OrderID, ShippingOption: 'Post', OrderLine: [line] },
    ...more,
  });
  const seeds = [
    // 5.50 off, all of it off what is taxed: 16.50 with 1.50 of GST, and 11.00 without.
    of('N500', {
      CouponDiscount: '5.50',
      OrderLine: [line, { ...line, SKU: 'BOOK', UnitPrice: '11.00', TaxFree: true }],
    }),
    // Two for 39.60, with 3.60 of GST.
    of('N501', { OrderLine: [{ ...line, Quantity: 2, PercentDiscount: '10' }] }),
    // 22.00 and 10.00 for shipping, and 3.20 of GST on top.
    of('N502', { TaxInclusive: 'False', ShippingTotal: '10.00' }),
  ];
  for (const seed of seeds) stores.west.panel.addOrder(seed);
  await run();
  const { pack } = await month('--allow-empty');
  const rows = pack.stores.flatMap(({ store, gst }) => (store === 'west' ? gst : []));
  const told = rows.map(({ side, code, gross, gst }) => [side, code, gross, gst].join(' '));
  expect(told.filter((row) => row.startsWith('secondary'))).toEqual([
    'secondary FREE 11 0',
    'secondary GST 80.3 7.3',
    'secondary shipping 11 1',
  ]);
  expect(told.filter((row) => row.startsWith('primary'))).toEqual([
    'primary FREE 11 0',
    'primary GST 80.3 7.3',
    'primary shipping 11 1',
  ]);
});

test('hostile names are text on the page, and no formula in the tables, where amounts stay numbers', async () => {
  const company = '=HYPERLINK("http://evil.example","x")<script>alert(1)</script>';
  await start();
  await run();
  const order = stores.main.order('W307');
  stores.main.panel.changeOrder('W307', { BillCompany: company });
  expect(order?.BillCompany).not.toBe(company);
  // Money that was given back is a negative amount.
  stores.main.panel.changePayment(stores.main.payments('W305')[0]?.PaymentID ?? '', { AmountPaid: '-22.00' });
  const { pack } = await month();
  expect(pack.byHand.find(({ number }) => number === 'W307')?.contact).toBe(company);
  expect(page()).not.toContain('<script');
  expect(page()).toContain('=HYPERLINK(&quot;http://evil.example&quot;,&quot;x&quot;)&lt;script&gt;');
  expect(page()).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(read('month-2026-10-by-hand.csv')).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")<script>`);
  expect(read('month-2026-10-orders.csv')).toMatch(/,-22\.00,/);
  expect(read('month-2026-10-orders.csv')).not.toContain(`'-`);
});

describe('the files', () => {
  test('are for their owner alone, and so is the folder that was made for them', async () => {
    await start();
    await run();
    await month();
    const names = readdirSync(join(stores.folder, 'october')).sort();
    expect(names).toEqual([
      ...['by-hand', 'gst', 'open', 'orders', 'payments', 'sums'].map((name) => `month-2026-10-${name}.csv`),
      'month-2026-10.html',
    ]);
    for (const name of names) expect(statSync(join(stores.folder, 'october', name)).mode & 0o777).toBe(0o600);
    expect(statSync(join(stores.folder, 'october')).mode & 0o777).toBe(0o700);
  });

  test.runIf(isLong)(
    'replace those of the same month, and of another month or of somebody else only with --force',
    async () => {
      await start();
      await run();
      await month();
      expect((await month()).code).toBe(0);
      const table = join(stores.folder, 'october', 'month-2026-10-gst.csv');
      const own = read('month-2026-10-gst.csv');
      for (const foreign of ['mine', own.replaceAll('2026-10', '2026-09'), own.replaceAll('books', 'other')]) {
        writeFileSync(table, foreign);
        writeFileSync(join(stores.folder, 'october', 'month-2026-10.html'), page().replace('Made', 'Once made'));
        const { code, stderr } = await stores.command('month', '2026-10', 'pipeline.yaml', '--out', 'october');
        expect([code, stderr]).toEqual([2, expect.stringContaining('--force')]);
        expect(read('month-2026-10-gst.csv')).toBe(foreign);
        expect(page(), 'nothing is written where one is refused').toContain('Once made');
        expect((await month('--force')).code).toBe(0);
        expect(read('month-2026-10-gst.csv')).toBe(own);
      }
      writeFileSync(join(stores.folder, 'october', 'month-2026-10.html'), page().replaceAll('2026-10', '2026-09'));
      expect((await stores.command('month', '2026-10', 'pipeline.yaml', '--out', 'october')).code).toBe(2);
    },
  );

  test('what is no month is refused before any store is asked', async () => {
    await start();
    for (const text of ['2026-13', '2026-1', 'October', '2026-10-01']) {
      const { code, stderr } = await stores.command('month', text, 'pipeline.yaml', '--out', 'october');
      expect([code, stderr]).toEqual([2, expect.stringContaining('such as 2026-10')]);
    }
    const { code, stderr } = await stores.command('month', '2099-01', 'pipeline.yaml', '--out', 'october');
    expect([code, stderr]).toEqual([2, expect.stringContaining('is in the future')]);
    expect(stores.main.requests).toEqual([]);
  });
});
