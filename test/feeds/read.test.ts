import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fieldKey } from '../../src/feeds/field-key.ts';
import { inspectFeed } from '../../src/feeds/read/inspect-feed.ts';
import { entityOf, readFeed } from '../../src/feeds/read/read-feed.ts';
import { type FeedOrderEntry, readFeedOrders } from '../../src/feeds/read/read-orders.ts';
import { customerReader, paymentReader, productReader, readFeedRecords } from '../../src/feeds/read/read-records.ts';
import { isLong, many } from '../support/many.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}

let count = 0;
async function feedOf(content: string | Buffer) {
  count += 1;
  const file = path.join(folder, `${count}.csv`);
  await writeFile(file, content);
  return inspectFeed(file);
}

async function rowsOf(content: string | Buffer) {
  return all(readFeed(await feedOf(content)));
}

const given = new Map([
  ['taxinclusive', 'Yes'],
  ['approved', 'y'],
  ['orderstatus', 'Dispatched'],
  ['dateinvoiced', '2026-07-02'],
]);
const options = { timeZone: 'Australia/Perth', given };

async function ordersOf(content: string, more = options): Promise<FeedOrderEntry[]> {
  return all(readFeedOrders(await feedOf(content), more));
}

async function oneOrder(content: string, more = options) {
  const [entry] = await ordersOf(content, more);
  if (entry?.kind !== 'order') throw new Error(JSON.stringify(entry));
  return entry.found;
}

/** `id: message` of what is quarantined, `id` of what is taken. */
async function outcomes(content: string): Promise<string[]> {
  return (await ordersOf(content)).map((entry) => {
    if (entry.kind === 'quarantined')
      return `${entry.quarantined.sourceId}: ${entry.quarantined.message.replaceAll(`${folder}/`, '')}`;
    return entry.kind === 'order' ? entry.found.order.id : 'document';
  });
}

describe('tables', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', ',', '"', '\r', '\n', ';', ' ', '0', 'é', '=', '+', '-', '1e5', '\t'),
  });
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));
  const style = fc.record({
    quoted: fc.boolean(),
    record_delimiter: fc.constantFrom('\n', '\r\n'),
    bom: fc.boolean(),
    delimiter: fc.constantFrom(',', '\t', ';'),
    eof: fc.boolean(),
  });
  test('any table that csv-stringify can write is read back the same', async () => {
    await fc.assert(
      fc.asyncProperty(table, style, async (rows, options) => {
        const header = (rows[0] ?? []).map((_, index) => `Column ${index}`);
        // Without a delimiter in the header nothing tells which it is: a table of one column needs none.
        const width = header.length;
        const safe = width === 1 ? rows.map((row) => row.map((one) => one.replaceAll(/[,;\t|]/g, ''))) : rows;
        const found = await rowsOf(stringify([header, ...safe], options));
        const cells = found.map((record) => (record.kind === 'row' ? [...record.cells.values()] : []));
        // Rows whose cells are all empty are none.
        const seen = safe.filter((row) => row.some((cell) => cell.trim() !== ''));
        expect(cells).toEqual(seen);
      }),
      { numRuns: many(60, 200) },
    );
  });

  test('headers are known by their letters, whatever their case, marks and blanks', async () => {
    expect(['Order ID', 'ORDER ID*', 'OrderID', 'n:order_id'].map(fieldKey)).toEqual(Array(4).fill('orderid'));
    expect(fieldKey('Weight (Shipping)')).toBe(fieldKey('Weight (shipping)'));
    expect(fieldKey('Ship Address Line2')).toBe(fieldKey('Ship Address Line 2'));
  });

  test.each([
    ['UTF-8', Buffer.from('SKU*,Name\n1,Caf\u00e9 \u20ac\n'), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFSKU*,Name\n1,Caf\u00e9 \u20ac\n'), 'utf-8'],
    ['Windows-1252', Buffer.from('SKU*,Name\n1,Caf\xe9 \x80\n', 'latin1'), 'windows-1252'],
  ] as const)('%s is found out and stated', async (_name, content, encoding) => {
    expect((await feedOf(content)).encoding).toBe(encoding);
    const [row] = await rowsOf(content);
    expect(row?.kind === 'row' && row.cells.get('name')).toBe('Caf\u00e9 \u20ac');
    expect(row?.kind === 'row' && row.cells.get('sku')).toBe('1');
  });

  test('records that end in a line feed keep CRLF inside their cells', async () => {
    const [row, next] = await rowsOf('"SKU*","Name"\n"1","<p>a</p>\r\n<p>b</p>"\n"2","c"\n');
    expect(row?.kind === 'row' && row.cells.get('name')).toBe('<p>a</p>\r\n<p>b</p>');
    expect([row?.line, next?.line]).toEqual([2, 4]);
  });
});

describe('orders', () => {
  const header = 'Order ID,Order Line SKU,Order Line Qty,Order Line Unit Price,Shipping Cost';

  test('one row per line: what belongs to the order counts once', async () => {
    const found = await oneOrder(`${header}\nN1,00123,2,10.00,7.95\nN2,1e5,1,1.00,0\nN1,+61,1,5,7.950\n`);
    // N2 is complete first; N1 waits for its second row.
    expect(found.order.id).toBe('N2');
    const n1 = (await ordersOf(`${header}\nN1,00123,2,10.00,7.95\nN2,1e5,1,1.00,0\nN1,=cmd,1,5,7.950\n`))[1];
    if (n1?.kind !== 'order') throw new Error('no order');
    expect(n1.found.order).toMatchObject({ shippingTotal: '7.95', taxInclusive: true, invoicedOn: '2026-07-02' });
    expect(n1.found.order.lines.map(({ id, sku, quantity, unitPrice }) => [id, sku, quantity, unitPrice])).toEqual([
      ['N1-0', '00123', '2', '10'],
      ['N1-1', '=cmd', '1', '5'],
    ]);
  });

  test('each row comes with its order, once, however the rows of several orders are mixed', async () => {
    const rows = fc.array(fc.constantFrom('N1', 'N2', 'N3', 'n1', 'N44'), { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(rows, async (ids) => {
        const lines = ids.map((id, place) => `${id},${place},1,1,0`);
        const found = await ordersOf(`${header}\n${lines.join('\n')}\n`);
        const expected = [...new Set(ids)].map((id) => [id, ids.flatMap((own, place) => (own === id ? [place] : []))]);
        const given = found.map((entry) => {
          if (entry.kind !== 'order') throw new Error(JSON.stringify(entry));
          return [entry.found.order.id, entry.found.order.lines.map(({ sku }) => Number(sku))];
        });
        expect(Object.fromEntries(given)).toEqual(Object.fromEntries(expected));
        expect(given.length).toBe(expected.length);
      }),
      { numRuns: many(100, 2_000) },
    );
  });

  test('dates are on the clock of the store, and zero dates are none', async () => {
    const { order } = await oneOrder(
      `${header},Date Placed,Date Invoiced,Date Required\nN1,1,1,1,0,2026-07-01 07:30:00,2026-07-01,0000-00-00 00:00:00\n`,
    );
    expect(order).toMatchObject({ placedAt: '2026-06-30T23:30:00Z', invoicedOn: '2026-07-01', requiredAt: null });
  });

  test("the columns of Neto's own parent and child feed", async () => {
    const { order } = await oneOrder(
      'Order ID,Ship First Name,Ship Last Name,Company,Ship Address Line 1,Ship Address Line 2,Ship Suburb,Ship State,Ship Post Code,SKU,Qty,Ship Method,Unit Price,Shipping Cost,Delivery Instruction,Amount Paid,PaymentMethod,Bill First Name,Bill Last Name,Bill Address,Bill City,Bill Post Code,Bill State,Bill Phone,Extra Options,Payment Terms,Discount\n' +
        'N1,Ann,Lee,Lee & Co,1 High St,,Perth,WA,0600,A-1,2,Express,3.5,9,Ring,16,Visa,Ann,Lee,2 Low St,Perth,0601,WA,+61 8,Colour=Red;Size=L,Net 7,1\n',
    );
    expect(order).toMatchObject({
      shipping: { company: 'Lee & Co', city: 'Perth', postCode: '0600' },
      billing: { street1: '2 Low St', phone: '+61 8' },
      shippingMethod: 'Express',
      deliveryInstruction: 'Ring',
      paymentTerms: 'Net 7',
    });
    expect(order.lines[0]).toMatchObject({
      productDiscount: '1',
      extraOptions: [
        { name: 'Colour', value: 'Red' },
        { name: 'Size', value: 'L' },
      ],
    });
  });

  test('values that differ between the rows of an order hold it, with both rows named; the rest is taken', async () => {
    expect(await outcomes(`${header}\nN1,a,1,1,7.95\nN1,b,1,1,8.95\nN2,a,1,1,0\n`)).toEqual([
      expect.stringMatching(/^N1: \d+\.csv:3:1 \(record 2, "Shipping Cost"\): found another value than in line 2/),
      'N2',
    ]);
  });

  test('a bad cell holds its order, by file, line and column, without its content', async () => {
    const [held, good] = await outcomes(`${header}\nN1,a,"two\r\nor three",1,0\nN2,a,1,1,0\n`);
    expect(held).toMatch(/^N1: \d+\.csv:2:1 \(record 1, "Order Line Qty"\): this cell is no amount/);
    expect(held).not.toContain('three');
    expect(good).toBe('N2');
  });

  test('a row of too few or too many cells holds the orders around it too, since it may be a line of theirs', async () => {
    const found = await outcomes(`${header}\nN1,a,1,1,0\nN1,b,1\nN2,a,1,1,0\nN3,a,1,1,0\n`);
    expect(found.filter((one) => one.includes(':'))).toHaveLength(2);
    expect(found.filter((one) => !one.includes(':'))).toEqual(['N3']);
  });

  test('a column that must not be guessed is asked for, and can be given', async () => {
    await expect(ordersOf(`${header}\nN1,a,1,1,0\n`, { ...options, given: new Map() })).rejects.toThrow(
      /found no column "Tax Inclusive", "Order Status", "Approved", "Date Invoiced"/,
    );
  });

  test('rows marked to be skipped are left out', async () => {
    expect(await outcomes(`${header},Skip Record\nN1,a,1,1,0,Yes\nN2,a,1,1,0,n\n`)).toEqual(['N2']);
  });

  test('a coupon or a surcharge, whose amount files do not hold, is quarantined rather than guessed', async () => {
    const [coupon] = await outcomes(`${header},Coupon Code\nN1,a,1,1,0,TENOFF\n`);
    expect(coupon).toContain('does not say what the coupon took off');
    expect(await outcomes(`${header},Coupon Code,Grand Total\nN1,a,1,1,0,TENOFF,0.90\n`)).toEqual(['N1']);
  });
});

describe('XML', () => {
  test('row elements are rows, and text stays text', async () => {
    const rows = await rowsOf(
      '<?xml version="1.0"?>\n<Orders>\n<Row><Order_ID>N1</Order_ID><SKU>00123 &amp; \u00e9</SKU><Notes/></Row>\n <Row><Order_ID>N2</Order_ID></Row></Orders>',
    );
    expect(rows.map((row) => (row.kind === 'row' ? [row.line, ...row.cells.values()] : []))).toEqual([
      [3, 'N1', '00123 & \u00e9', ''],
      [4, 'N2'],
    ]);
  });

  test('documents in the shape of the API are known, without their envelope', async () => {
    const feed = await feedOf(
      '<GetOrderResponse><Ack>Success</Ack><Order><OrderID>N1</OrderID><GrandTotal>1.00</GrandTotal><OrderLine><SKU>1</SKU></OrderLine></Order></GetOrderResponse>',
    );
    expect(await entityOf(feed)).toBe('orders');
    expect(await all(readFeed(feed))).toMatchObject([{ kind: 'document', name: 'Order', content: { OrderID: 'N1' } }]);
  });

  test('a record longer than what is read at once is read whole', async () => {
    const note = 'x'.repeat(700_000);
    const rows = await rowsOf(`<r><Row><A>${note}</A></Row><Row><A>1</A></Row></r>`);
    expect(rows.map((row) => row.kind === 'row' && row.cells.get('a')?.length)).toEqual([700_000, 1]);
  });
});

describe('other records', () => {
  test('customers, products and payments, by their columns', async () => {
    const customers = await feedOf(
      '"Username*","Email Address","Bill Street Address Line 1","Ship Address Line2","ABN/ACN","Active"\n"0042","a@b.c","1 High St","Unit 2","01 234","n"\n',
    );
    const products = await feedOf(
      '"SKU*","Name","Price (Default)","Price (A)","Qty In Stock (Perth)","Tax Free Item"\n"00123","Cup","7.50","7.00","3","y"\n',
    );
    const payments = await feedOf(
      'Payment ID,Order ID,Amount Paid,Date Paid,Payment Method,Card Authorisation\n1653,N1,12.5,2026-07-02 10:00:00,Visa,ch_1\n,N2,x,,,\n',
    );
    expect(await Promise.all([customers, products, payments].map(entityOf))).toEqual([
      'customers',
      'products',
      'payments',
    ]);
    expect(await all(readFeedRecords(customers, options, customerReader))).toMatchObject([
      {
        found: {
          username: '0042',
          active: false,
          abn: '01 234',
          billing: { street1: '1 High St' },
          shipping: { street2: 'Unit 2' },
        },
      },
    ]);
    expect(await all(readFeedRecords(products, options, productReader))).toMatchObject([
      { found: { sku: '00123', defaultPrice: '7.5', taxFree: true } },
    ]);
    expect(await all(readFeedRecords(payments, options, paymentReader))).toMatchObject([
      { found: { id: '1653', orderId: 'N1', amount: '12.5', paidOn: '2026-07-02', authorisation: 'ch_1' } },
      {
        kind: 'quarantined',
        quarantined: { message: expect.stringContaining('3:1 (record 2, "Amount Paid"): this cell is no amount') },
      },
    ]);
  });
});

describe('hostile input: one clear error with its place', () => {
  test.each([
    ['an unclosed quote', 'A,B\n1,2\n3,"x\n4,5\n', '.csv:3:3 (record 2, "B"): found a quote that is never closed'],
    ['text after a quote', 'A,B\n3,"x"y\n', '.csv:2:6 (record 1, "B"): found text after'],
    ['a stray quote', 'A,B\n3,x"y\n', '.csv:2:4 (record 1, "B"): found a quote inside'],
    ['a header twice', 'A,a\n1,2\n', 'twice'],
    ['a NUL byte', 'A,B\n1,\0\n', '.csv:2:3: found a NUL byte'],
    ['UTF-16', Buffer.from('\uFEFFA,B\n', 'utf16le'), 'UTF-16'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "bb">]><a><r><b>&b;</b></r></a>', 'document type declaration'],
    ['XML cut off', '<a><r><b>1</b></r><r>', 'with <r> still open'],
  ] as const)('%s', async (_name, content, expected) => {
    await expect(rowsOf(content)).rejects.toThrow(expected);
  });

  test.runIf(isLong)('a cell of 100 MB ends in an error before it is in memory', async () => {
    const huge = Buffer.concat([Buffer.from('A,B\n1,"'), Buffer.alloc(100 * 1024 * 1024, 0x61)]);
    await expect(rowsOf(huge)).rejects.toThrow('more than 16 MB');
  });
});
