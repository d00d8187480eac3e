import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keeperOf } from '../../src/ledger/open/keeper-of.ts';
import { forgetReportSchema } from '../../src/operations/forget/report.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { executeHere } from './execute-here.ts';

interface Person {
  readonly username: string;
  readonly email: string;
  readonly first: string;
  readonly last: string;
  readonly street: string;
  readonly phone: string;
}
const jane: Person = {
  ...{ username: 'jquill', email: "Zebedee.O'Quill@shopper.example", first: 'Zebedee', last: 'Quillfeather' },
  ...{ street: '17 Marmalade Row', phone: '0491 570 156' },
};
const bob: Person = {
  ...{ username: 'bmarsh', email: 'barnaby@shopper.example', first: 'Barnaby', last: 'Marshbottom' },
  ...{ street: '9 Treacle Lane', phone: '0491 570 313' },
};
/** All that must be nowhere; names by themselves, too. */
const textsOf = ({ email, first, last, street, phone }: Person) => [email, first, last, street, phone];

const orderOf = (OrderID: string, who: Person, SKU = 'MUG') =>
  orderSeed({
    ...{ OrderID, Username: who.username, Email: who.email, BillPhone: who.phone, ShipPhone: who.phone },
    ...{ BillFirstName: who.first, BillLastName: who.last, BillStreetLine1: who.street },
    ...{ ShipFirstName: who.first, ShipLastName: who.last, ShipStreetLine1: who.street },
    OrderLine: [{ SKU, Quantity: 1, UnitPrice: '11.00' }],
  });
const accountOf = ({ username, email, first, last, street, phone }: Person) => ({
  ...{ Username: username, EmailAddress: email, Type: 'Customer' },
  BillingAddress: { BillFirstName: first, BillLastName: last, BillStreetLine1: street, BillPhone: phone },
});

let stores: TwoStores;
let file: string;
beforeEach(async () => {
  const items = [
    { SKU: 'MUG', Name: 'Mug', DefaultPrice: '11.00' },
    { SKU: 'MUG OF TIN', Name: 'Mug of tin', DefaultPrice: '11.00' },
  ];
  stores = await startTwoStores({
    orders: [
      orderOf('N100', jane),
      // Xero takes no SKU with a blank, so that these wait in quarantine.
      orderOf('N101', jane, 'MUG OF TIN'),
      orderOf('N102', bob),
      orderOf('N103', bob, 'MUG OF TIN'),
    ],
    west: { items, customers: [accountOf(jane), accountOf(bob)] },
    main: { items },
    rules: { customers: { policy: 'match' } },
  });
  ({ file } = await stores.pipeline());
});
afterEach(() => stores.close());

const command = (...words: string[]) =>
  executeHere(words, {
    ...{ folder: stores.home, home: stores.home },
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' },
  });

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());
}

/** Files of which the bytes hold one of these texts, in any case. */
function holding(texts: readonly string[]): string[] {
  const wanted = texts.flatMap((text) => [text, text.replace("'", '&#39;')]).map((text) => text.toLowerCase());
  return filesUnder(stores.home).filter((name) => {
    const bytes = readFileSync(name).toString('latin1').toLowerCase();
    return wanted.some((text) => bytes.includes(text));
  });
}

describe('forget', () => {
  test('leaves no file that holds the shopper, in state or outputs, and every other shopper as they were', async () => {
    await command('export', file, '--out', 'out');
    await command('run', file);
    await command('report', file, '--out', 'report.html');
    await command('month', '2026-07', file, '--out', 'july');
    await keeperOf(await stores.pipeline()).backUp('daily', Date.now());
    const kept = holding(textsOf(jane)).map((name) => relative(stores.home, name));
    expect(kept.map((name) => name.replace(/[\dTZ-]+daily/, 'daily').replace(/-\d\.db/, '.db')).sort()).toEqual([
      'ledger.db',
      'ledger.db.backups/daily.db',
      'ledger.db.exports/batch-0001.json',
      'out/rules-0001-customers.csv',
      'out/rules-0001-orders.csv',
    ]);
    const others = new Map(filesUnder(join(stores.home, 'out')).map((name) => [name, readFileSync(name, 'utf8')]));
    const before = holding(textsOf(bob));

    const { code, stdout, stderr } = await command('forget', file, '--email', jane.email.toUpperCase(), '--yes');
    expect([code, stderr]).toEqual([0, '']);
    expect(holding(textsOf(jane))).toEqual([]);
    // What is the merchant's own stays: the flag against mails, the address of the house, whose copy it is.
    expect(readFileSync(join(stores.home, 'out/rules-0001-orders.csv'), 'utf8')).toMatch(
      /"W100","No",.*"accounts@example.com",.*"west",.*"Copied from west N100 by neto-consolidator/,
    );
    expect(holding(textsOf(bob))).toEqual(before);
    expect(stdout).toContain('west order N101');
    expect(stdout).toMatch(/west: orders N100, N101\b/);
    expect(textsOf(jane).filter((text) => stdout.toLowerCase().includes(text.toLowerCase()))).toEqual([]);
    // An open batch can be written again, and confirmed.
    expect((await command('export', file, '--batch', '1', '--out', 'again')).code).toBe(0);
    expect(holding(textsOf(jane))).toEqual([]);
    const confirmed = await command('export', 'confirm', file, '--batch', '1', '--output', 'json');
    expect(JSON.parse(confirmed.stdout).missing.sort()).toContain('W100');
    const manifest = JSON.parse(readFileSync(join(stores.home, 'out/rules-0001-manifest.json'), 'utf8'));
    for (const { name, bytes, sha256 } of manifest.files) {
      const now = readFileSync(join(stores.home, 'out', name));
      expect([name, bytes, sha256]).toEqual([name, now.length, createHash('sha256').update(now).digest('hex')]);
    }
    // Rows of others are the same bytes.
    for (const [name, text] of others) {
      const rows = text.split('\n').filter((row) => row.includes(bob.last));
      const now = readFileSync(name, 'utf8').split('\n');
      expect(rows.filter((row) => !now.includes(row))).toEqual([]);
    }
  });

  test('records stay quarantined and counted, with who had them purged; the next run copies nothing twice', async () => {
    await command('run', file, '--yes');
    const copies = stores.main.orders().length;
    await command('forget', file, '--email', jane.email, '--yes');
    const listed = JSON.parse((await command('quarantine', 'list', file, '--output', 'json')).stdout);
    expect(listed.quarantine.map(({ sourceId }: { sourceId: string }) => sourceId).sort()).toEqual(['N101', 'N103']);
    const shown = await command('quarantine', 'show', file, 'N101', '--payload', '--output', 'json');
    const [record] = JSON.parse(shown.stdout).records;
    expect(record.payload).toBeNull();
    expect(record.history.at(-1)).toMatchObject({ event: 'purged', who: expect.stringContaining('@') });
    expect(
      JSON.parse((await command('quarantine', 'show', file, 'N103', '--payload', '--output', 'json')).stdout),
    ).toMatchObject({
      records: [{ payload: { email: bob.email } }],
    });
    expect((await command('run', file)).code).toBe(3);
    expect(stores.main.orders().length).toBe(copies);
    expect(holding(textsOf(jane))).toEqual([]);
  });

  test('a dry run, nobody to ask, an address of the house, and what is no address, change nothing', async () => {
    await command('run', file, '--yes');
    const before = holding(textsOf(jane));
    expect((await command('forget', file, '--email', jane.email, '--dry-run')).stdout).toContain(
      'would be taken out of',
    );
    const asked = await command('forget', file, '--email', jane.email);
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    const house = await command('forget', file, '--email', 'Accounts@example.com', '--yes');
    expect([house.code, house.stderr]).toEqual([2, expect.stringContaining("no shopper's address")]);
    expect((await command('forget', file, '--email', 'jane', '--yes')).code).toBe(2);
    expect(holding(textsOf(jane))).toEqual(before);
    expect(before).not.toEqual([]);
  });

  test('files that are named are looked through: tables, pages, feeds and texts, by address and by order', async () => {
    await command('run', file, '--yes');
    const folder = join(stores.home, 'kept');
    mkdirSync(folder);
    const table = (rows: readonly string[]) => ['number;contact;amount', ...rows, ''].join('\r\n');
    // A quote in the middle of a cell opens none, and a line end inside of quotes ends no row.
    const mine = 'W102;"Barnaby; Marshbottom";11.00\r\nW103;5" Barnaby;1\r\nW104;"a\r\nb";1';
    writeFileSync(
      join(folder, 'a.csv'),
      table([
        `w100;"Quillfeather, Zebedee";11.00`,
        mine,
        'W1001;Zebedee Quillfeather;1',
        'all;order W100 of Zebedee Quillfeather waits;',
        'all;order W1001 of Zebedee Quillfeather waits;',
      ]),
    );
    writeFileSync(
      join(folder, 'b.html'),
      `<table><tr><td>W100</td><td>Zebedee Quillfeather</td></tr><tr><td>W102</td><td>Barnaby</td></tr><tr><td>W1001</td><td>Zebedee Quillfeather</td></tr></table>`,
    );
    writeFileSync(
      join(folder, 'c.xml'),
      `<Orders><Order><OrderID>W100</OrderID><BillCity>Perth</BillCity></Order><Order><OrderID>W102</OrderID><BillCity>Perth</BillCity></Order></Orders>`,
    );
    writeFileSync(join(folder, 'd.txt.log'), `one\nmail of ${jane.email}: ${jane.phone}\ntwo\n`);
    writeFileSync(join(folder, 'e.xlsx'), Buffer.from([80, 75, 0, 1]));
    await command('doctor', file, '--backup', 'kept/f.db');
    const other = new DatabaseSync(join(folder, 'g.db'));
    other.exec('CREATE TABLE anything (of)');
    other.close();
    const { code, stdout } = await command(
      'forget',
      file,
      '--email',
      jane.email,
      '--in',
      'kept',
      '--yes',
      '--output',
      'json',
    );
    const text = (name: string) => readFileSync(join(folder, name), 'utf8');
    // Another order's number that begins alike, of a person of that name, is another's.
    expect(text('a.csv')).toBe(
      table([
        'w100;"";11.00',
        mine,
        'W1001;Zebedee Quillfeather;1',
        'all;order W100 of [removed] waits;',
        'all;order W1001 of Zebedee Quillfeather waits;',
      ]),
    );
    expect(text('b.html')).toBe(
      '<table><tr><td>W100</td><td>[removed]</td></tr><tr><td>W102</td><td>Barnaby</td></tr><tr><td>W1001</td><td>Zebedee Quillfeather</td></tr></table>',
    );
    // Of which store this number is, the file does not say.
    expect(text('c.xml')).toContain('<OrderID>W100</OrderID><BillCity>Perth</BillCity>');
    expect(text('d.txt.log')).toBe('one\nmail of [removed]: [removed]\ntwo\n');
    const report = forgetReportSchema.parse(JSON.parse(stdout));
    expect(report.left.unreadable).toEqual([join(folder, 'e.xlsx')]);
    // A namesake's row may be theirs.
    expect(report.left.mayHold).toEqual(['a.csv', 'b.html', 'c.xml', 'g.db'].map((name) => join(folder, name)));
    // A copy of the ledger is treated as its backups are.
    expect(report.backups).toContain(join(folder, 'f.db'));
    expect(holding(textsOf(jane))).not.toContain(join(folder, 'f.db'));
    expect(holding(textsOf(bob))).toContain(join(folder, 'f.db'));
    expect(code).toBe(3);
  });

  describe('names what it can not take out of the primary: the copies of their orders', () => {
    const left = async () => {
      const words = ['forget', file, '--email', jane.email, '--dry-run', '--output', 'json'];
      return forgetReportSchema.parse(JSON.parse((await command(...words)).stdout)).left;
    };
    const among = (some: readonly { store: string; ids: string[] }[], name: string) =>
      some.find(({ store }) => store === name)?.ids ?? [];

    test.each(['house', 'prefix', 'match'])('where their store has %s for its customers', async (policy) => {
      const house = { username: 'west_store', email: 'accounts@example.com' };
      const customers = {
        policy,
        ...(policy === 'house' ? { house } : policy === 'prefix' ? { usernamePrefix: 'w_' } : {}),
      };
      await stores.pipeline({ rules: { customers } });
      await command('run', file, '--yes');
      expect(stores.main.order('W100')).toMatchObject({ BillLastName: jane.last, BillStreetLine1: jane.street });
      const { orders, accounts } = await left();
      expect(among(orders, 'west')).toEqual(['N100', 'N101']);
      expect(among(orders, 'primary')).toEqual(['W100']);
      // An account made for them bears their name, whatever its address.
      const own = stores.main.order('W100')?.Username;
      expect(among(accounts, 'primary')).toEqual(policy === 'house' ? [] : [own]);
      const text = (await command('forget', file, '--email', jane.email, '--dry-run')).stdout;
      expect(text).toContain('primary: orders W100.');
    });

    test('also of one that was dropped after it had been copied', async () => {
      await command('run', file, '--yes');
      stores.west.panel.changeOrder('N100', { GrandTotal: '12.00' });
      await command('run', file, '--yes');
      const dropped = await command('quarantine', 'drop', file, 'N100', '--entity', 'orders', '--reason', 'stays');
      expect([dropped.code, dropped.stderr]).toEqual([0, '']);
      expect(among((await left()).orders, 'primary')).toEqual(['W100']);
    });
  });

  test('a store that can not be asked is said, and what is here goes all the same', async () => {
    await command('run', file, '--yes');
    const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'another-key' };
    const words = ['forget', file, '--email', jane.email, '--yes'];
    const { code, stdout } = await executeHere(words, { folder: stores.home, home: stores.home, environment });
    expect(code).toBe(0);
    expect(stdout).toContain('west was not asked for orders and accounts');
    expect(holding(textsOf(jane))).toEqual([]);
  });

  test('what was stopped is finished by the same line, and what it could not tell for certain is named again', async () => {
    await command('run', file, '--yes');
    mkdirSync(join(stores.home, 'kept'));
    const title = 'Order ID,Email,Bill First Name\n';
    // Beside a file of so long a name no other can be written, which stops it there.
    const last = join(stores.home, 'kept', `${'z'.repeat(246)}.csv`);
    const [first, doubtful] = ['a.csv', 'b.csv'].map((name) => join(stores.home, 'kept', name)) as [string, string];
    writeFileSync(first, `${title}N777,${jane.email},Zeb\n`);
    writeFileSync(doubtful, `${title}N777,,Zeb\n`);
    writeFileSync(last, `${title}N778,${jane.email},Zeb\n`);
    const words = ['forget', file, '--email', jane.email, '--in', 'kept', '--yes'];
    const stopped = await command(...words);
    expect([stopped.code, readFileSync(first, 'utf8')]).toEqual([1, `${title}N777,,\n`]);
    rmSync(last);
    const again = await command(...words, '--output', 'json');
    expect([again.code, JSON.parse(again.stdout).left.mayHold]).toEqual([3, [doubtful]]);
    expect(filesUnder(stores.home).filter((name) => name.endsWith('forgetting.json'))).toEqual([]);
  });
});
