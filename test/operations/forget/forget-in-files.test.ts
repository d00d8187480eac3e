import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyAddress } from '../../../src/model/address.ts';
import { ConsolidatorError } from '../../../src/model/errors.ts';
import { forgetInFiles } from '../../../src/operations/forget/forget-in-files.ts';
import { outOfObject } from '../../../src/operations/forget/out-of-object.ts';
import { Shopper } from '../../../src/operations/forget/shopper.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forget-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const surroundings = { stores: ['main', 'west', 'south'], primary: 'main', house: ['accounts@example.com'] };
/** Pat West of the store west, whose order 2000 is W2000 in the primary; their names are words, and the store's own. */
function pat(email = 'pat@shopper.example'): Shopper {
  const shopper = new Shopper(email, surroundings);
  shopper.addAddress({
    ...emptyAddress,
    firstName: 'Pat',
    lastName: 'West',
    street1: '7 Tent Lane',
    phone: '0400 111 222',
  });
  shopper.addOrder('west', '2000');
  shopper.addCopy('W2000', 'west');
  return shopper;
}
const fileOf = (name: string, text: string | Buffer): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

interface Case {
  readonly is: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly said?: boolean;
  readonly isOwn?: boolean;
}
/** An order of three fields as a table has them. */
const csv = (...rows: string[]) => ['Order ID,Email,Bill First Name,Bill Last Name', ...rows, ''].join('\n');
const same = (one: Omit<Case, 'after'>): Case => ({ ...one, after: one.before });

const cases: readonly Case[] = [
  same({
    is: "another store's order of the same number",
    name: 'a.csv',
    before: csv('2000,bob@stay.example,Bob,Other'),
  }),
  same({
    is: 'a number without a store and without a name',
    name: 'a.csv',
    before: csv('2000,,Bob,Other'),
    said: true,
  }),
  { is: 'a number with the full name', name: 'a.csv', before: csv('2000,,Pat,West'), after: csv('2000,,,') },
  {
    is: 'numbers by the store of their row',
    name: 'a.csv',
    before: 'Store,Order ID,Phone\nsouth,2000,1\nwest,2000,2\nmain,2000,3\nwest,W2000,4\n',
    after: 'Store,Order ID,Phone\nsouth,2000,1\nwest,2000,\nmain,2000,3\nwest,W2000,\n',
  },
  {
    is: "a file of this program's, whose numbers are the primary's",
    name: 'a.csv',
    before: csv('W2000,accounts@example.com,Q,R', '2000,accounts@example.com,Own,Buyer'),
    after: csv('W2000,accounts@example.com,,', '2000,accounts@example.com,Own,Buyer'),
    isOwn: true,
  },
  {
    is: 'rows of one order in one file, of which the first bears the address',
    name: 'a.csv',
    before: csv('77,pat@shopper.example,Pat,West', '77,,P,W', '78,,P,W'),
    after: csv('77,,,', '77,,,', '78,,P,W'),
  },
  same({
    is: 'other numbers that are alike',
    name: 'a.csv',
    before: 'Order ID,Number of items,Phone Number\n78,2000,1\n',
  }),
  {
    is: "flags, the merchant's address, SKUs, stores, channels, and whose copy it is",
    name: 'a.csv',
    before:
      'Order ID,Send Email Notification,Email,Sales Channel,Order Line SKU,Warehouse Name,Internal Notes\n9,No,accounts@example.com,West,WEST-1,West,"Copied from west 9 by neto-consolidator, installation a\nShopper: pat@shopper.example\nwrap it"\n',
    after:
      'Order ID,Send Email Notification,Email,Sales Channel,Order Line SKU,Warehouse Name,Internal Notes\n9,No,accounts@example.com,West,WEST-1,West,"Copied from west 9 by neto-consolidator, installation a\nwrap it"\n',
  },
  {
    is: "a word about them in another's row",
    name: 'a.csv',
    before: 'Order ID,Email,Bill First Name,Internal Notes\n9,bob@stay.example,Bob,as for pat@shopper.example\n',
    after: 'Order ID,Email,Bill First Name,Internal Notes\n9,bob@stay.example,Bob,as for [removed]\n',
    said: true,
  },
  {
    is: 'titles above the header, and other names of columns',
    name: 'a.csv',
    before:
      'Orders of May\nOrder ID,Email,Customer,Recipient,Buyer,Attention,Deliver to\n9,pat@shopper.example,P,Q,R,S,T\n',
    after: 'Orders of May\nOrder ID,Email,Customer,Recipient,Buyer,Attention,Deliver to\n9,,,,,,\n',
  },
  same({ is: 'a table without a header', name: 'a.csv', before: 'pat@shopper.example,9,5 High St\n', said: true }),
  {
    is: 'a page, without its tags, and a single name, which is any word',
    name: 'a.html',
    before:
      '<table><tr class="west"><td>W2000</td><td>Pat West</td><td>west</td></tr><tr><td>W3</td><td>Pat</td></tr></table>',
    after:
      '<table><tr class="west"><td>W2000</td><td>[removed]</td><td>west</td></tr><tr><td>W3</td><td>Pat</td></tr></table>',
  },
  {
    is: 'elements in small letters, with attributes, of raw text',
    name: 'a.xml',
    before:
      '<orders><order id="9"><email>pat&#64;shopper.example</email><billPhone type="m">5</billPhone><city><![CDATA[P]]></city><sku>WEST</sku><West>1</West></order><order id="8"><email>b@c.example</email><city>P</city></order></orders>',
    after:
      '<orders><order id="9"><email></email><billPhone type="m"></billPhone><city><![CDATA[]]></city><sku>WEST</sku><West>1</West></order><order id="8"><email>b@c.example</email><city>P</city></order></orders>',
  },
  same({
    is: 'a feed that is cut off',
    name: 'a.xml',
    before: '<Order><Email>pat@shopper.example</Email>',
    said: true,
  }),
  {
    is: 'lines of JSON with characters by their numbers',
    name: 'a.jsonl',
    before: '{"email":"p\\u0061t@shopper.example","name":"P"}\n{"email":"b@c.example","n":1.50}\n',
    after: '{"email":"","name":""}\n{"email":"b@c.example","n":1.50}\n',
  },
  {
    is: "another's order in the same JSON",
    name: 'a.json',
    before: '{"of":"May","orders":[{"email":"pat@shopper.example","phone":"5"},{"email":"b@c.example","phone":"2"}]}\n',
    after: '{"of":"May","orders":[{"email":"","phone":""},{"email":"b@c.example","phone":"2"}]}\n',
  },
  {
    is: 'a line of a log: address, full name, phone in whatever groups, street',
    name: 'a.log',
    before:
      'mail%20of pat%40shopper.example: West, Pat, 0400111222, +61 400 111 222, 7 tent lane; west, Pat\nPat West\n',
    after: 'mail%20of [removed]: [removed], [removed], [removed], [removed]; [removed]\nPat West\n',
    said: true,
  },
  same({ is: 'an address that ends like theirs', name: 'a.log', before: "o'pat@shopper.example\n" }),
  same({
    is: 'an address that may be one by what stands before it',
    name: 'a.log',
    before: '/?to=pat@shopper.example\n',
    said: true,
  }),
];

describe('a shopper is taken out of files', () => {
  test.each(cases)('of $name: $is', async ({ name, before, after, said = false, isOwn = false }) => {
    const file = fileOf(name, before);
    const outcome = await forgetInFiles([file], pat(), true, new Set(isOwn ? [file] : []));
    expect(readFileSync(file, 'utf8')).toBe(after);
    expect(outcome.mayHold).toEqual(said ? [file] : []);
    expect(outcome.changed.map((one) => one.file)).toEqual(before === after ? [] : [file]);
  });

  test.each([
    ...["o'pat@x.example", 'o&#39;pat@x.example', 'o&apos;pat@x.example', 'o%27pat@x.example', 'x/pat@x.example'],
    ...['épat@x.example', 'e\u0301pat@x.example', '&eacute;pat@x.example', 'a+pat@x.example', 'пpat@x.example'],
    ...['pat@x.example.au', 'pat@x.examples', 'pat@x.example-a', 'spat@x.example', '_pat@x.example', '{pat@x.example'],
  ])('whole addresses alone are theirs: not %s', (text) => {
    expect(new Shopper('pat@x.example').isIn(text)).toBe(false);
  });

  test.each([
    ...['ZOË@X.EXAMPLE', 'zoe\u0308@x.example', 'zo\\u00eb@x.example', 'zo&euml;@x.example', 'zo&#235;@x.example'],
    ...[
      'mailto:zo%C3%AB%40x.example',
      '&lt;zoë&#64;x.example&gt;',
      '(zoë@x.example)',
      'zoë@x.example.',
      '"a\\nzoë@x.example"',
    ],
  ])('in whatever spelling: %s', (text) => {
    expect(new Shopper('zoë@x.example').isIn(text)).toBe(true);
  });

  test('names are found with other accents and apostrophes, and never as a part of a word', () => {
    const shopper = new Shopper('z@x.example');
    shopper.addName('Zoë', "O'Brien");
    for (const text of ['Zoe\u0308 O’Brien', 'ZO&Euml;&nbsp;O&#39;BRIEN', 'o&rsquo;brien, zo&euml;'])
      expect(shopper.outOf(text)).toBe('[removed]');
    for (const text of ["Zoë O'Briens", "O'Brien", 'Zoë']) expect(shopper.outOf(text)).toBe(text);
  });

  test('of an open batch ids, SKUs, channels, options and the address of the house stay', () => {
    const order = (orderId: string, email: string, note: string) => ({
      ...{ orderId, email: 'accounts@example.com', salesChannel: 'West', deliveryInstruction: 'ring' },
      internalNotes: `Copied from west ${orderId.slice(1)} by neto-consolidator, installation a\nShopper: ${email}`,
      lines: [{ sku: 'WEST', notes: note, extraOptions: [{ name: 'Colour', value: 'blue' }] }],
    });
    const left = (email: string, note: string, instruction: string) => ({
      ...order('W1', email, note),
      ...{ deliveryInstruction: instruction },
    });
    const content = {
      orders: [
        { order: order('W1', 'pat@shopper.example', 'for Pat West') },
        { order: order('W2', 'b@c.example', 'w') },
      ],
    };
    const around = { isOwn: true, ids: new Set<string>(), onlyOthers: false, isDoubtful: false };
    const { value } = outOfObject(content, pat(), around);
    const [first] = (value as typeof content).orders;
    expect(first?.order).toEqual({
      ...left('', '', ''),
      internalNotes: 'Copied from west 1 by neto-consolidator, installation a',
    });
    expect((value as typeof content).orders[1]).toBe(content.orders[1]);
  });

  test('what tells of other rows is written last, so that the same line finishes what was stopped', async () => {
    const telling = csv('77,pat@shopper.example,Pat,West');
    const other = csv('77,,Pat,West');
    const b = fileOf('b.csv', other);
    // What stops it: beside a file of so long a name no other can be written.
    const locked = fileOf(`${'a'.repeat(246)}.csv`, telling);
    const shopper = (): Shopper => new Shopper('pat@shopper.example', surroundings);
    await expect(forgetInFiles([locked, b], shopper(), true)).rejects.toThrow(ConsolidatorError);
    expect([readFileSync(locked, 'utf8'), readFileSync(b, 'utf8')]).toEqual([telling, csv('77,,,')]);
  });

  test('what is no text is said', async () => {
    const file = fileOf('a.csv', Buffer.from('\uFEFFOrder ID,Email\r\n1,pat@shopper.example\r\n', 'utf16le'));
    expect((await forgetInFiles([file], pat(), true)).unreadable).toEqual([file]);
  });
});
