// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of a pipeline file
import {
  appendFileSync, chmodSync, chownSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync,
  writeFileSync,
} from 'node:fs'; // biome-ignore format: a list
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { replaceFile } from '../../src/config/edit/replace-file.ts';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { executeHere } from './execute-here.ts';

let stores: TwoStores;
let file: string;
beforeEach(async () => {
  const paymentMethods = [
    { id: '1', name: 'Cash' },
    { id: '4', name: 'Zip' },
  ];
  stores = await startTwoStores({
    orders: [
      orderSeed({ OrderID: 'N100', ShippingOption: 'Post' }),
      orderSeed({ OrderID: 'N101', ShippingOption: 'Pallet Freight' }),
    ],
    west: { paymentMethods },
    main: {
      shippingMethods: [
        { id: '1', name: 'Post' },
        { id: '2', name: 'Road Freight' },
      ],
    },
  });
  for (const OrderID of ['N100', 'N101'])
    stores.west.panel.addPayment({
      ...{ OrderID, AmountPaid: '11.00', PaymentMethodName: 'Zip', DatePaid: '2026-07-11 01:00:00' },
    });
  ({ file } = await stores.pipeline());
  appendFileSync(file, '\n# ours, and to be kept\n');
});
afterEach(() => stores.close());

const command = (...words: string[]) =>
  executeHere(words, {
    ...{ folder: stores.home, home: stores.home },
    environment: { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' },
  });
const text = () => readFileSync(file, 'utf8');

describe('map', () => {
  test('writes the name as the primary spells it, keeps all else, and the next run copies what waited', async () => {
    expect((await command('run', file, '--yes')).code).toBe(3);
    const mapped = await command('map', 'payment-method', 'zip', file, '--to', 'cash', '--store', 'west');
    expect(mapped.stderr).toBe('');
    expect(mapped.stdout).toContain('1 payment (11.00)');
    expect(text()).toContain('# ours, and to be kept');
    expect(text()).toMatch(/zip"?: ?"?Cash"?/);
    const shipped = await command('map', 'shipping-method', 'Pallet Freight', file, '--to', 'Road Freight');
    expect(shipped.stdout).toContain('1 order (11.00)');
    const run = await command('run', file);
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('good, nothing is open')]);
    expect(stores.main.payments().map(({ PaymentMethodName }) => PaymentMethodName)).toEqual(['Cash', 'Cash']);
  });

  test('says after how many days payment terms are due, as a number, and whether that counts yet', async () => {
    const words = ['map', 'payment-terms', 'Net 14', file, '--to', '14'];
    const mapped = await command(...words);
    expect([mapped.code, mapped.stderr]).toEqual([0, '']);
    expect(mapped.stdout).toContain('payment terms "Net 14": due 14 days after the invoice date');
    expect(mapped.stdout).toContain('It counts once `orders.dueDate` of that store is `terms`.');
    expect(text()).toMatch(/paymentTerms"?: ?\{?\s*"?Net 14"?: 14\b/);
    // Capitals make no difference.
    expect((await command('map', 'payment-terms', 'net 14', file, '--to', '30')).code).toBe(0);
    expect(text()).toMatch(/Net 14"?: 30\b/);
    const refused = await command('map', 'payment-terms', 'Net 14', file, '--to', 'soon');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('a number of days from 0 to 365')]);
  });

  test('writes a name that looks like a variable as the name that it is', async () => {
    const words = ['map', 'shipping-method', '${WEST_KEY}', file, '--to', '${MAIN_KEY}', '--unchecked'];
    const mapped = await command(...words);
    expect([mapped.code, mapped.stderr]).toEqual([0, '']);
    const { secondaries } = await readPipeline(file, { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' });
    expect(secondaries[0]?.orders.shippingMethods['${WEST_KEY}']).toBe('${MAIN_KEY}');
    expect((await command(...words)).stdout).toContain('says so already');
  });

  test('refuses a name that the primary lacks, names those that it has, and changes nothing', async () => {
    const before = text();
    const { code, stderr } = await command('map', 'payment-method', 'Zip', file, '--to', 'Csh');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "Cash"?');
    expect(stderr).toContain('Account Credit, Cash, Credit Card');
    expect(text()).toBe(before);
  });

  test.each([
    ['', []],
    [', also with --dry-run', ['--dry-run']],
  ])('refuses what would make the file wrong%s, says why, and leaves it as it was', async (_, more) => {
    const before = text();
    const { code, stderr } = await command('map', 'prefix', 'T', file, '--to', 'N', ...more);
    expect(code).toBe(2);
    expect(stderr).toContain('stays as it was');
    expect(stderr).toContain('Give another name behind --to');
    expect(stderr).toContain(`${file.split('/').at(-1)}`);
    expect(text()).toBe(before);
    expect(readdirSync(stores.home).filter((name) => name.startsWith('.pipeline'))).toEqual([]);
  });

  test('on a link, with .env beside the link, changes the file that it leads to, and keeps whose that is', async () => {
    const elsewhere = mkdtempSync(join(stores.home, 'elsewhere-'));
    const real = join(elsewhere, 'real.yaml');
    copyFileSync(file, real);
    writeFileSync(join(stores.home, '.env'), 'MAIN_KEY=main-key\nWEST_KEY=west-key\n');
    rmSync(file);
    symlinkSync(real, file);
    const before = statSync(real);
    const words = ['map', 'payment-method', 'Zip', file, '--to', 'Cash'];
    const { code, stderr } = await executeHere(words, { folder: stores.home, home: stores.home, environment: {} });
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(real, 'utf8')).toMatch(/Zip"?: ?"?Cash/);
    expect([statSync(real).uid, statSync(real).gid, statSync(real).mode]).toEqual([
      before.uid,
      before.gid,
      before.mode,
    ]);
    expect(readdirSync(stores.home).filter((name) => name.startsWith('.pipeline'))).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)(
    'leaves the file to its owner where another one, such as root, maps',
    async () => {
      chownSync(file, 1234, 1234);
      expect((await command('map', 'payment-method', 'Zip', file, '--to', 'Cash')).code).toBe(0);
      expect([statSync(file).uid, statSync(file).gid]).toEqual([1234, 1234]);
    },
  );

  test('takes away what `init` noted of a name that it left open, and no other note', async () => {
    appendFileSync(
      file,
      '# Left open: payment method "Zip". What has it\n# waits for you.\n# Left open: payment method "Zipp". What has it waits for you.\n',
    );
    expect((await command('map', 'payment-method', 'Zip', file, '--to', 'Cash')).code).toBe(0);
    expect(text()).not.toContain('"Zip".');
    expect(text()).toContain(
      '# ours, and to be kept\n# Left open: payment method "Zipp". What has it waits for you.\n',
    );
  });

  test('takes a name that is nearly one that its own store lists as a slip, before any run, and says how a mapping is taken out', async () => {
    const before = text();
    const slip = await command('map', 'payment-method', 'Zipp', file, '--to', 'Cash');
    expect([slip.code, slip.stderr]).toEqual([2, expect.stringContaining('west lists no payment method "Zipp"')]);
    expect(slip.stderr).toMatch(/Did you mean "Zip", which west lists\? If not, add --unchecked\./);
    expect(text()).toBe(before);
    // Marketplaces bring methods that no list has.
    const other = await command('map', 'payment-method', 'Marketplace', file, '--to', 'Cash');
    expect([other.code, other.stdout]).toEqual([
      0,
      expect.stringContaining('west lists no payment method of this name'),
    ]);
    expect(other.stdout).toContain('To take it out again');
    expect((await command('map', 'payment-method', 'Zipp', file, '--to', 'Cash', '--unchecked')).code).toBe(0);
  });

  test('takes a name that is nearly one that something waits for as a slip', async () => {
    await command('run', file, '--yes');
    const before = text();
    const words = ['map', 'shipping-method', 'Palet Freight', file, '--to', 'Post'];
    const { code, stderr } = await command(...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "Pallet Freight"')]);
    expect(text()).toBe(before);
    expect((await command(...words, '--unchecked')).code).toBe(0);
  });

  test('--dry-run shows the lines and changes nothing; --unchecked asks no store', async () => {
    const before = text();
    const requests = () => stores.main.requests.length;
    const asked = requests();
    const words = ['map', 'payment-method', 'Zip', file, '--to', 'Anything', '--unchecked', '--dry-run'];
    const { stdout } = await command(...words);
    expect(stdout).toMatch(/^\+ .*Zip.*Anything/m);
    expect(text()).toBe(before);
    expect(requests()).toBe(asked);
    await command(...words.slice(0, -1));
    expect(text()).toMatch(/Zip"?: ?"?Anything/);
  });
});

describe('a file is replaced', () => {
  test('as a whole, with its rights, or stays as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'replace-'));
    const one = join(folder, 'a.yaml');
    writeFileSync(one, 'old');
    chmodSync(one, 0o640);
    await replaceFile(one, { before: 'old', after: 'new' }, async (beside) => {
      expect(readFileSync(beside, 'utf8')).toBe('new');
      expect(readFileSync(one, 'utf8')).toBe('old');
    });
    expect([readFileSync(one, 'utf8'), statSync(one).mode & 0o777]).toEqual(['new', 0o640]);
    const meanwhile = replaceFile(one, { before: 'new', after: 'newer' }, async () => writeFileSync(one, 'theirs'));
    await expect(meanwhile).rejects.toMatchObject({ code: 'file-unwritable' });
    expect([readFileSync(one, 'utf8'), readdirSync(folder)]).toEqual(['theirs', ['a.yaml']]);
  });
});
