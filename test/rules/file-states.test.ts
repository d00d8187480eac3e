import { describe, expect, test } from 'vitest';
import type { Seed } from '../../src/fake-store/index.ts';
import { someOf } from '../support/many.ts';
import { withFeedingStores } from './support/feeding-stores.ts';
import { copies, csv, held, orderRow, type Row, withImports, xml } from './support/importing.ts';

const paid = (amount: string, more: Row = {}): Row => ({
  'Amount Paid': amount, 'Date Paid': '2026-09-10', 'Payment Method': 'Cash', ...more,
}); // biome-ignore format: a table
/** One order in two states: two lines and 15.00 paid, then three and 22.00. */
const early = (more: Row = {}) => ['10.00', '5.00'].map((price) => orderRow('N1', price, paid('15.00', more)));
const late = (more: Row = {}) => ['10.00', '5.00', '7.00'].map((price) => orderRow('N1', price, paid('22.00', more)));
const other = orderRow('N2', '11.00', paid('11.00'));

describe('one record, one state', () => {
  test.each([
    ['csv', csv],
    ['xml', xml],
  ] as const)(
    'two states given together wait for a person, with both places, and --newest decides, in %s',
    async (kind, text) => {
      const files = { [`day1.${kind}`]: text([...early(), other]), [`day2.${kind}`]: text(late()) };
      await withImports(async (one) => {
        const both = await one.import(files);
        expect(held(both)).toEqual(['N1 states-differ']);
        expect(both.quarantine[0]?.reason).toMatch(/N1 stands at day1\.\w+:\d+ and day2\.\w+:\d+ in different states/);
        expect(copies(one.stores)).toEqual({ W2: '11.00 paid 11.00' });
        const decided = await one.import(files, { newest: `day2.${kind}` });
        expect(held(decided)).toEqual([]);
        expect(copies(one.stores)).toEqual({ W1: '22.00 paid 22.00', W2: '11.00 paid 11.00' });
      });
    },
  );

  test('the newer by a date of change in the records is taken, whichever file comes first', async () => {
    const dated = (at: string) => ({ 'Date Updated': at });
    const files = {
      'a.csv': csv(late(dated('2026-09-12 10:00:00'))),
      'b.csv': csv(early(dated('2026-09-11 10:00:00'))),
    };
    await withImports(async (one) => {
      expect(held(await one.import(files))).toEqual([]);
      expect(copies(one.stores)).toEqual({ W1: '22.00 paid 22.00' });
      const again = await one.import({ 'b.csv': files['b.csv'] });
      expect(held(again)).toEqual([]);
      expect(again.warnings.map(({ code }) => code)).toContain('older-state-left');
    });
  });

  test('in a watched folder the file that arrived a minute or more later is taken, and that is said', async () => {
    await withImports(async (one) => {
      const run = await one.arrive({ 'b-first.csv': [csv(early()), 400], 'a-then.csv': [csv(late()), 200] });
      expect(held(run)).toEqual([]);
      expect(copies(one.stores)).toEqual({ W1: '22.00 paid 22.00' });
      expect(run.warnings.filter(({ code }) => code === 'newer-file-taken')).toEqual([
        expect.objectContaining({ sourceId: 'N1', message: expect.stringContaining('a-then.csv') }),
      ]);
    });
    await withImports(async (one) => {
      const run = await one.arrive({ 'a.csv': [csv(early()), 230], 'b.csv': [csv(late()), 200] });
      expect(held(run)).toEqual(['N1 states-differ']);
      expect(copies(one.stores)).toEqual({});
    });
  });

  test('a state that comes later, and one that comes back, are changes; an older one that arrives late is not', async () => {
    await withImports(async (one) => {
      await one.arrive({ 'a.csv': [csv([orderRow('N1', '10.00')]), 900] });
      const later = await one.arrive({ 'b.csv': [csv([orderRow('N1', '12.00')]), 600] });
      expect(held(later)).toEqual(['N1 changed-after-copy']);
      const late = await one.arrive({ 'c.csv': [csv([orderRow('N1', '9.00')]), 700] });
      expect(late.warnings.map(({ code }) => code)).toContain('older-state-left');
      expect(late.quarantine[0]?.sourceId).toBe('N1');
    });
  });

  test('equal readings of one record are one, in one file and in two', async () => {
    await withImports(async (one) => {
      const run = await one.import({ 'a.csv': csv([...early(), other]), 'b.xml': xml([...early(), other]) });
      expect(held(run)).toEqual([]);
      expect(run.stores['west']?.orders).toMatchObject({ read: 2, created: 2 });
      expect(copies(one.stores)).toEqual({ W1: '15.00 paid 15.00', W2: '11.00 paid 11.00' });
    });
  });

  test.each([
    [
      'products',
      'SKU,Name,Price (Default)\nBIB-S,Bib blue,105.00\nbib-s,Bib grey,99.00\nCUP,Cup,9.00\nCUP,Cup,9.00',
      'BIB-S',
    ],
    ['customers', 'Username,Email\nann,a@example.com\nAnn,b@example.com\nbob,c@example.com\nbob,c@example.com', 'ann'],
    ['payments', 'Payment ID,Order ID,Amount Paid\n7,N2,5.00\n7,N2,6.00\n8,N2,1.00\n8,N2,1.00', '7'],
  ] as const)(
    'two rows of one key that differ wait with both lines, and equal ones are one: %s',
    async (entity, text, key) => {
      await withImports(
        async (one) => {
          const run = await one.import({ 'orders.csv': csv([other]), [`${entity}.csv`]: text });
          const own = run.quarantine.filter(({ code }) => code === 'states-differ');
          expect(own.map((record) => [record.entity, record.sourceId.toLowerCase()])).toEqual([
            [entity, key.toLowerCase()],
          ]);
          expect(own[0]?.reason).toContain(`${entity}.csv:2 and ${entity}.csv:3`);
        },
        { rules: { products: { policy: 'match', scope: 'all' }, customers: { policy: 'match', scope: 'all' } } },
      );
    },
  );
});

describe('payments without ids of their own', () => {
  const payments = (...rows: Row[]) => rows.map((row) => ({ 'Order ID': 'N1', 'Payment Method': 'Cash', ...row }));
  const [one, later] = [
    { 'Amount Paid': '11.00', 'Date Paid': '2026-09-10' },
    { 'Amount Paid': '6.00', 'Date Paid': '2026-09-11' },
  ];
  const paymentsXml = (rows: readonly Row[]) => xml(rows).replaceAll('Order>', 'Payment>');
  const order = { 'orders.csv': csv([orderRow('N1', '22.00')]) };

  test.each([
    ['alike, in csv', 'csv', csv, one],
    ['alike, in xml', 'xml', paymentsXml, one],
    ['of two days, in csv', 'csv', csv, later],
    ['of two days, in xml', 'xml', paymentsXml, later],
  ] as const)(
    'of one order wait where a file has several of them: %s, until they have some',
    async (_, kind, text, other) => {
      const name = `payments.${kind}`;
      await withImports(async ({ stores, ...imports }) => {
        const run = await imports.import({ ...order, [name]: text(payments(one, other)) });
        expect(run.quarantine.map(({ code, reason }) => `${code} ${reason}`)).toEqual([
          expect.stringMatching(/^row-unreadable .*payments of N1 stand at .* without ids/),
        ]);
        expect(copies(stores)).toEqual({ W1: '22.00 paid 0.00' });
        const named = payments(one, other).map((row, index) => ({ 'Payment ID': String(index + 1), ...row }));
        expect(held(await imports.import({ [name]: text(named) }))).toEqual([]);
        expect(copies(stores)).toEqual({ W1: `22.00 paid ${other === one ? '22.00' : '17.00'}` });
      });
    },
  );

  test('of different days in two files that arrive are no states of one: none is taken for the other', async () => {
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.arrive({
        'orders.csv': [order['orders.csv'], 900],
        'payments-1.csv': [csv(payments(one)), 600],
        'payments-2.csv': [csv(payments(later)), 300],
      });
      expect(run.quarantine[0]?.reason).toContain('stand at payments-1.csv:2 and payments-2.csv:2 without ids');
      expect(copies(stores)).toEqual({ W1: '22.00 paid 0.00' });
    });
  });

  describe('in a document of the API’s shape', () => {
    const payment = (id: string, amount: string) =>
      `<OrderPayment><Id>${id}</Id><Amount>${amount}</Amount><PaymentType>Cash</PaymentType><DatePaid>2026-09-10 03:00:00</DatePaid></OrderPayment>`;
    const document = (...of: string[]) =>
      `<?xml version="1.0"?><GetOrderResponse><Order><OrderID>N1</OrderID><OrderStatus>Dispatched</OrderStatus><CompleteStatus>Approved</CompleteStatus><Username>jo</Username><Email>jo@example.com</Email><BillFirstName>Jo</BillFirstName><BillLastName>Example</BillLastName><GrandTotal>22.00</GrandTotal><TaxInclusive>true</TaxInclusive><OrderTax>2.00</OrderTax><DatePlaced>2026-09-10 03:00:00</DatePlaced><DateInvoiced>2026-09-10 03:00:00</DateInvoiced><OrderLine><OrderLineID>N1-0</OrderLineID><SKU>MUG</SKU><Quantity>1</Quantity><UnitPrice>22.00</UnitPrice><Tax>2.00</Tax></OrderLine>${of.join('')}</Order></GetOrderResponse>`;

    test.each(
      someOf(
        [
          ['one without', [payment('', '11.00')], [], '11.00'],
          ['one without, and none of an amount', [payment('', '11.00'), '<OrderPayment></OrderPayment>'], [], '11.00'],
          ['two with', [payment('1', '11.00'), payment('2', '11.00')], [], '22.00'],
          ['two without', [payment('', '11.00'), payment('', '11.00')], ['N1 row-unreadable'], null],
          ['one with, one without', [payment('1', '11.00'), payment('', '6.00')], ['N1 row-unreadable'], null],
        ],
        2,
      ),
    )('%s: none is left out without a word', async (_, payments, waiting, amount) => {
      await withImports(async ({ stores, ...imports }) => {
        const run = await imports.import({ 'orders.xml': document(...payments) });
        expect(held(run)).toEqual(waiting);
        expect(copies(stores)).toEqual(amount === null ? {} : { W1: `22.00 paid ${amount}` });
      });
    });
  });

  test('one for each order is taken, and the same again in another file is the same', async () => {
    await withImports(async ({ stores, ...imports }) => {
      const files = { 'payments-1.csv': csv(payments(one)), 'payments-2.csv': csv(payments(one)) };
      expect(held(await imports.import({ ...order, ...files }))).toEqual([]);
      expect(copies(stores)).toEqual({ W1: '22.00 paid 11.00' });
    });
  });
});

describe('a customer or product that an order of the same import waits for', () => {
  const taxed = { 'Order Line Tax Free': 'no', 'Tax Free Shipping': 'no', 'Order Line SKU': 'BIB' };
  const products = (...rows: string[]) => ['SKU,Name,Price (Default),Tax Free Item', ...rows].join('\n');
  const customers = (...rows: string[]) => ['Username,Email,Bill First Name,Bill Last Name', ...rows].join('\n');
  const orders = csv([orderRow('N1', '11.00', taxed)]);
  const good = {
    'products.csv': products('BIB,Grey,2,no'),
    'customers.csv': customers('jo,jo@example.com,Jo,Example'),
  };
  const rules = { products: { policy: 'prefix', skuPrefix: 'W-' }, customers: { policy: 'prefix' } };

  test.each<[string, Row, Row, { newest?: string }]>(someOf([
    ['in two states, of which --newest says one', { 'older.csv': products('BIB,Blue,1,no') }, { 'older.csv': products('BIB,Blue,1,no') }, { newest: 'products.csv' }],
    ['with a cell that is mended', { 'products.csv': products('BIB,Grey,x,no') }, {}, {}],
    ['twice in one file, of which one is taken out', { 'customers.csv': customers('jo,jo@example.com,Jo,Example', 'JO,eve@example.com,Eve,Gold') }, {}, {}],
    ['a customer in two states, of which --newest says one', { 'older.csv': customers('jo,eve@example.com,Eve,Gold') }, { 'older.csv': customers('jo,eve@example.com,Eve,Gold') }, { newest: 'customers.csv' }],
  ], 2))('%s: it is settled by the same files, and the order is copied', async (_, first, then, how) => {
    await withImports(
      async ({ stores, ...imports }) => {
        expect(held(await imports.import({ ...good, ...first, 'orders.csv': orders }))).toContain('N1 waits-for');
        expect(held(await imports.import({ ...good, ...then, 'orders.csv': orders }, how))).toEqual([]);
        expect(copies(stores)).toEqual({ W1: '11.00 paid 0.00' });
        expect(stores.primary.items().find(({ SKU }) => SKU === 'W-BIB')).toMatchObject({ Name: 'Grey' });
      },
      { rules },
    );
  }); // biome-ignore format: a table
});

describe('rows that come more than once', () => {
  const one = (id: string, ...prices: string[]) => prices.map((price) => orderRow(id, price));

  test.each([
    ['csv', csv],
    ['xml', xml],
  ] as const)('what was paid, a total or a tax decides how often they are meant, in %s', async (kind, text) => {
    const total = { 'Grand Total': '20.00' };
    const tax = { 'Order Line Tax Free': 'n', 'Total Tax': '1.00' };
    const rows = [
      ...early(), other,
      ...[1, 2].map(() => orderRow('N3', '10.00', total)),
      orderRow('N4', '11.00', tax),
      ...early(), other,
      orderRow('N4', '11.00', tax),
    ]; // biome-ignore format: in the order of the file
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ [`orders.${kind}`]: text(rows) });
      expect(held(run)).toEqual([]);
      expect(copies(stores)).toEqual({
        W1: '15.00 paid 15.00',
        W2: '11.00 paid 11.00',
        W3: '20.00 paid 0.00',
        W4: '11.00 paid 0.00',
      });
      const said = run.warnings.find(({ code }) => code === 'rows-repeated');
      expect([said?.count, said?.examples]).toEqual([3, ['N1', 'N2', 'N4']]);
    });
  });

  test('where nothing decides, sets that lie apart wait; one row twice in a row is two lines', async () => {
    const rows = [
      ...one('N1', '10.00', '10.00'),
      ...one('N2', '4.00'),
      ...one('N3', '5.00', '6.00'),
      ...one('N2', '4.00'),
      ...one('N4', '1.00'),
    ];
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ 'orders.csv': csv(rows) });
      expect(held(run)).toEqual(['N2 row-unreadable']);
      expect(run.quarantine[0]?.reason).toContain('Read once they come to 4, as they stand to 8.');
      expect(copies(stores)).toEqual({ W1: '20.00 paid 0.00', W3: '11.00 paid 0.00', W4: '1.00 paid 0.00' });
    });
  });

  test('where most orders of a file repeat, it was appended to itself', async () => {
    const rows = ['N1', 'N2', 'N3'].flatMap((id) => one(id, '10.00', '10.00'));
    await withImports(async ({ stores, ...imports }) => {
      expect(held(await imports.import({ 'orders.csv': csv(rows) }))).toHaveLength(3);
      expect(copies(stores)).toEqual({});
    });
  });

  test.each<[string, (rows: Row[]) => Row[]]>([
    ['with a running number beside them', (rows) => rows.map((row, index) => ({ ...row, Row: String(index) }))],
    [
      'with amounts as a spreadsheet writes them',
      (rows) =>
        rows.map((row, index) =>
          index < 3 ? row : { ...row, 'Order Line Unit Price': String(Number(row['Order Line Unit Price'])) },
        ),
    ],
    ['in another order', (rows) => [...rows.slice(0, 3), ...rows.slice(3).reverse()]],
    ['sorted by their order', (rows) => rows.toSorted((a, b) => `${a['Order ID']}`.localeCompare(`${b['Order ID']}`))],
    [
      'sorted by order and price',
      (rows) =>
        rows.toSorted((a, b) =>
          `${a['Order ID']} ${a['Order Line Unit Price']}`.localeCompare(
            `${b['Order ID']} ${b['Order Line Unit Price']}`,
          ),
        ),
    ],
  ])('an export that was appended to itself is known %s', async (_, arranged) => {
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ 'orders.csv': csv(arranged([...early(), other, ...early(), other])) });
      expect(held(run)).toEqual([]);
      expect(copies(stores)).toEqual({ W1: '15.00 paid 15.00', W2: '11.00 paid 11.00' });
    });
  });

  test('two states of an order in one file: the newer by its date of change; without one they wait', async () => {
    const states = (first: Row, second: Row) => [
      ...['10.00', '5.00'].map((price) => orderRow('N1', price, first)),
      orderRow('N2', '1.00', first),
      ...['10.00', '5.00', '7.00'].map((price) => orderRow('N1', price, second)),
    ];
    await withImports(async ({ stores, ...imports }) => {
      const undated = await imports.import({ 'undated.csv': csv(states({}, {})) });
      expect(held(undated)).toEqual(['N1 row-unreadable']);
      expect(undated.quarantine[0]?.reason).toContain('undated.csv:2: the rows of N1 stand in several places');
      expect(undated.quarantine[0]?.reason).toContain('Together they come to 37.');
      expect(copies(stores)).toEqual({ W2: '1.00 paid 0.00' });
      const dates = ['2026-09-11 10:00:00', '2026-09-12 10:00:00'].map((date) => ({ 'Date Updated': date }));
      expect(held(await imports.import({ 'dated.csv': csv(states(dates[0] ?? {}, dates[1] ?? {})) }))).toEqual([]);
      expect(copies(stores)).toEqual({ W1: '22.00 paid 0.00', W2: '1.00 paid 0.00' });
    });
  });

  test('a total in the second of two columns counts where the first is empty', async () => {
    const totals = (total: string) => ({ 'Grand Total': '', 'Order Total': total });
    await withImports(async ({ stores, ...imports }) => {
      const rows = [orderRow('N1', '11.00', totals('11.00')), orderRow('N2', '11.00', totals('13.00'))];
      expect(held(await imports.import({ 'orders.csv': csv(rows) })).map((one) => one.split(' ')[0])).toEqual(['N2']);
      expect(copies(stores)).toEqual({ W1: '11.00 paid 0.00' });
    });
  });

  test('where other rows of the file come again, an order whose rows stand apart waits, unless its total is told', async () => {
    const total = { 'Grand Total': '9.00' };
    const rows = [
      ...one('N1', '10.00'), ...one('N2', '4.00'), orderRow('N3', '4.00', total),
      ...one('N1', '12.00'), ...one('N2', '4.00'), orderRow('N3', '5.00', total), ...one('N4', '1.00'),
    ]; // biome-ignore format: in the order of the file
    await withImports(async ({ stores, ...imports }) => {
      expect(held(await imports.import({ 'orders.csv': csv(rows) }))).toEqual([
        'N1 row-unreadable',
        'N2 row-unreadable',
      ]);
      expect(copies(stores)).toEqual({ W3: '9.00 paid 0.00', W4: '1.00 paid 0.00' });
    });
  });

  test('orders whose different lines stand apart, as in a file that is sorted by product, are taken whole', async () => {
    const line = (id: string, price: string, colour: string) => orderRow(id, price, { Colour: colour });
    const rows = [
      line('N1', '5.00', 'red'), line('N1', '5.00', 'blue'), line('N2', '5.00', 'red'),
      line('N1', '8.00', 'red'), line('N2', '9.00', 'red'),
    ]; // biome-ignore format: in the order of the file
    await withImports(async ({ stores, ...imports }) => {
      expect(held(await imports.import({ 'orders.csv': csv(rows) }))).toEqual([]);
      expect(copies(stores)).toEqual({ W1: '18.00 paid 0.00', W2: '14.00 paid 0.00' });
    });
  });

  test.each(
    someOf(
      [
        ['Payment Due Date', '2026-10-01', '2026-10-31'],
        ['Date Payment Due', '2026-10-01', '2026-10-31'],
        ['Shipping Total', '5.00', '7.00'],
        ['Bill Company', 'Acme', 'Bolt'],
        ['Order Type', 'Sales', 'Dropship'],
        ['Date Updated', '2026-09-11', '2026-09-12'],
      ],
      2,
    ),
  )('an order whose rows differ in %s waits, and is not of the first of them', async (name, one, another) => {
    const taxed = { 'Order Line Tax Free': 'no', 'Tax Free Shipping': 'no' };
    const order = (id: string, ...values: string[]) =>
      values.map((value, line) => orderRow(id, `1${line}.00`, { ...taxed, [name]: value }));
    const [rows, empty] = [order('N1', one, another), order('N2', one, '')];
    await withImports(async ({ stores, ...imports }) => {
      expect(held(await imports.import({ 'orders.csv': csv([...rows, ...empty]) }))).toEqual(['N1 row-unreadable']);
      expect(Object.keys(copies(stores))).toEqual(['W2']);
    });
  });

  test('a header in the middle refuses the file, with its line', async () => {
    const text = csv([other]);
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ 'orders.csv': `${text}\n${text}` });
      expect(run.problems[0]?.message).toContain('orders.csv:3:1 (record 2): found the header again');
      expect(copies(stores)).toEqual({});
    });
  });
});

describe('what spreadsheets leave', () => {
  test('rows of empty cells are skipped, and hold nobody', async () => {
    const [head, row] = csv([other]).split('\n');
    const commas = ','.repeat((head ?? '').split(',').length - 1);
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ 'orders.csv': [head, row, commas, ' , ', '', commas].join('\n') });
      expect(held(run)).toEqual([]);
      expect(run.stores['west']?.orders).toMatchObject({ read: 1, created: 1 });
      const empty = `<Order>${Object.keys(other)
        .map((name) => `<${name.replaceAll(' ', '')}/>`)
        .join('')}</Order>`;
      const again = await imports.import({ 'orders.xml': xml([other]).replace('</Orders>', `${empty}</Orders>`) });
      expect(held(again)).toEqual([]);
    });
  });

  test('the mark that old programs put at the end of a file holds nobody', async () => {
    await withImports(async ({ stores, ...imports }) => {
      expect(held(await imports.import({ 'orders.csv': `${csv([other])}\r\n\u001a` }))).toEqual([]);
      expect(copies(stores)).toEqual({ W2: '11.00 paid 11.00' });
    });
  });

  test('a key that a spreadsheet has shortened waits, and is called what it is', async () => {
    const rows = [
      orderRow('N1', '11.00', { 'Order Line SKU': '9.31E+12' }),
      orderRow('N2', '11.00'),
      orderRow('1.2E+11', '11.00'),
      orderRow('N4', '11.00', { 'Order Line SKU': '3E+2X' }),
    ];
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ 'orders.csv': csv(rows) });
      expect(held(run)).toEqual(['N1 row-unreadable', 'line 4 of orders.csv row-unreadable']);
      for (const { reason } of run.quarantine) expect(reason).toContain('a spreadsheet has shortened');
      expect(Object.keys(copies(stores)).sort()).toEqual(['W2', 'W4']);
    });
  });

  test.each(
    someOf(
      [
        ['2026-08-31T16:30:00Z', null],
        ['2026-08-31 16:30:00+10:00', null],
        ['2026-08-31 4:30 PM', null],
        ['2026-08-311', null],
        ['2026-08-31 16:30:00', '2026-08-31'],
        ['2026/08/31', '2026-08-31'],
      ],
      2,
    ),
  )('a day in the books that is written %s is taken where it is one of the store’s clock alone', async (text, day) => {
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ 'orders.csv': csv([orderRow('N1', '11.00', { 'Date Invoiced': text })]) });
      expect(held(run)).toEqual(day === null ? ['N1 row-unreadable'] : []);
      expect(stores.primary.orders().map(({ DateInvoiced }) => DateInvoiced)).toEqual(day === null ? [] : [day]);
    });
  });

  test('what waited by its place in a file ends when the file comes again without that fault', async () => {
    const good = csv([other, orderRow('N3', '9.00')]).split('\n');
    const [head = '', first = '', second = ''] = good;
    await withImports(async ({ stores, ...imports }) => {
      const broken = [head, first, second.replace('N3', ''), second].join('\n');
      const run = await imports.import({ 'orders.csv': broken });
      expect(held(run)).toEqual(['N2 row-unreadable', 'N3 row-unreadable', 'line 3 of orders.csv row-unreadable']);
      const mended = await imports.import({ 'orders.csv': [head, first, second].join('\n') });
      expect(held(mended)).toEqual([]);
      expect(mended.status).toBe('good');
      expect(Object.keys(copies(stores)).sort()).toEqual(['W2', 'W3']);
    });
  });

  test('a quote that is wrong is named at its own line, column and record', async () => {
    const [head = '', row = ''] = csv([other]).split('\n');
    const rows = [head, row, row.replace('Mug', 'Mu"g')];
    await withImports(async (imports) => {
      const run = await imports.import({ 'orders.csv': rows.join('\n') });
      const column = (rows[2] ?? '').indexOf('"') + 1;
      expect(run.problems[0]?.message).toContain(`orders.csv:3:${column} (record 2, "Order Line Description")`);
    });
  });

  test.each([
    ['csv', csv],
    ['xml', xml],
  ] as const)(
    'cells that are left empty after an order’s first row are read with --fill-down, and the message says so, in %s',
    async (kind, text) => {
      const blank = Object.fromEntries(Object.keys(orderRow('N1', '')).map((name) => [name, '']));
      const line = (id: string) => ({
        ...blank,
        'Order ID': id,
        'Order Line SKU': 'MUG',
        'Order Line Qty': '1',
        'Order Line Unit Price': '5.00',
      });
      const rows = [orderRow('N1', '10.00', paid('15.00')), line('N1'), orderRow('N2', '3.00', paid('8.00')), line('')];
      await withImports(async ({ stores, ...imports }) => {
        const files = { [`orders.${kind}`]: text(rows) };
        const without = await imports.import(files);
        expect(without.quarantine.map(({ reason }) => reason).join()).toContain('--fill-down');
        const filled = await imports.import(files, { fillDown: true });
        expect(held(filled)).toEqual([]);
        expect(copies(stores)).toEqual({ W1: '15.00 paid 15.00', W2: '8.00 paid 8.00' });
      });
    },
  );

  test('a later row that leaves its order’s id empty too is told what would read it', async () => {
    const blank = Object.fromEntries(Object.keys(orderRow('N1', '')).map((name) => [name, '']));
    const later = { ...blank, 'Order Line SKU': 'MUG', 'Order Line Qty': '1', 'Order Line Unit Price': '5.00' };
    const files = { 'orders.csv': csv([orderRow('N1', '10.00', paid('15.00')), later]) };
    await withImports(async ({ stores, ...imports }) => {
      for (const { reason } of (await imports.import(files)).quarantine) expect(reason).toContain('--fill-down');
      expect(held(await imports.import(files, { fillDown: true }))).toEqual([]);
      expect(copies(stores)).toEqual({ W1: '15.00 paid 15.00' });
    });
  });

  test('a file without an id that the store is known for is refused as a whole, before anything is staged', async () => {
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ 'orders.csv': csv([orderRow('Q1', '11.00'), orderRow('Q2', '11.00')]) });
      expect(run.problems.map(({ code }) => code)).toEqual(['feed-of-another-store']);
      expect(run.stores['west']?.orders?.read ?? 0).toBe(0);
      const good = await imports.import({ 'orders.csv': csv([other]) });
      expect([good.problems, held(good)]).toEqual([[], []]);
      expect(copies(stores)).toEqual({ W2: '11.00 paid 11.00' });
    });
  });
});

describe('characters that no XML can carry', () => {
  const cents = { TaxInclusive: 'True', GrandTotal: '11.00', OrderTax: '1.00', ShippingTotal: '0.00' };
  const order = (id: string, line: object, more: object = {}) => ({
    OrderID: id, OrderStatus: 'Dispatched', CompleteStatus: 'Approved', Username: 'jo', Email: 'jo@example.com',
    DatePlaced: '2026-09-10 01:00:00', DateInvoiced: '2026-09-10', BillFirstName: 'Jo', BillLastName: 'Example', ...cents, ...more,
    OrderLine: [{ OrderLineID: `${id}-0`, Quantity: '1', UnitPrice: '11.00', Tax: '1.00', ProductName: 'Mug', SKU: 'MUG', ...line }],
  }); // biome-ignore format: a table
  const orders = [
    order('N1', { ProductName: 'Mug\u000bbig' }, { BillStreetLine1: '1 Road\u001a' }),
    order('N2', { SKU: 'MUG\u0001' }),
    order('N3', {}),
  ];

  test.each(['json', 'xml'] as const)(
    'are left out of texts and said, and a key with one waits, over %s',
    async (format) => {
      const items = [{ SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' }];
      const feeders = [{ name: 'west', seed: { items, orders } as Partial<Seed>, rules: {} }];
      await withFeedingStores({ primary: { items }, feeders, primaryFormat: format }, async (stores) => {
        const run = await stores.run();
        expect(held(run)).toContainEqual('N2 unreadable');
        expect(run.quarantine.find(({ sourceId }) => sourceId === 'N2')?.reason).toContain('SKU holds U+0001');
        const [copy] = stores.primary.orders().filter(({ OrderID }) => OrderID === 'W1');
        expect(JSON.stringify(copy)).toContain('Mugbig');
        expect(JSON.stringify(copy)).toContain('1 Road"');
        expect(run.warnings.find(({ code }) => code === 'characters-left-out')).toMatchObject({
          store: 'west',
          entity: 'orders',
          sourceId: 'N1',
          count: 1,
        });
        expect(Object.keys(copies(stores)).sort()).toEqual(['W1', 'W3']);
      });
    },
  );

  test.each(
    someOf(
      [
        ['an amount', { 'Order Line Unit Price': '1\u000b1.00' }],
        ['a quantity', { 'Order Line Qty': '1\u000b2' }],
        ['a day', { 'Date Invoiced': '2026-09-1\u000b1' }],
        ['a moment', { 'Date Placed': '2026-09-1\u000b0 11:00:00' }],
      ],
      2,
    ),
  )('in %s make its order wait: without them it would be another one', async (_, more) => {
    await withImports(async ({ stores, ...imports }) => {
      const run = await imports.import({ 'orders.csv': csv([orderRow('N1', '11.00', more), other]) });
      expect([held(run), copies(stores)]).toEqual([['N1 row-unreadable'], { W2: '11.00 paid 11.00' }]);
    });
  });

  test('are left out of what files hold, and said', async () => {
    await withImports(async ({ stores, ...imports }) => {
      const rows = [
        orderRow('N1', '11.00', { 'Order Line Description': 'Mug\u000bbig' }),
        orderRow('N2', '11.00', { 'Order Line SKU': 'MUG\u000b' }),
      ];
      const run = await imports.import({ 'orders.csv': csv(rows) });
      expect(held(run)).toEqual(['N2 row-unreadable']);
      expect(run.quarantine[0]?.reason).toContain('holds U+000B');
      expect(run.warnings.map(({ code }) => code)).toContain('characters-left-out');
      expect(JSON.stringify(stores.primary.orders())).toContain('Mugbig');
    });
  });
});
