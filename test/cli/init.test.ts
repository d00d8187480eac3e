import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isLong } from '../support/many.ts';
import { CLEAR, CTRL_C, DOWN, type InitTrial, type Script, startInitTrial } from './init-support.ts';

const FILE = 'pipelines/stores.yaml';
const KEY = /(main|west|south)-secret-key/;

let trial: InitTrial;
beforeEach(async () => {
  trial = await startInitTrial();
});
afterEach(() => trial.close());

const text = (name = FILE) => readFileSync(join(trial.folder, name), 'utf8');
const addresses = () => ['--primary', trial.stores.main.url, '--store', `west=${trial.stores.west.url}`];
const mustSay = ['--since', '2026-07-01', '--purpose', 'books', '--customers', 'match', '--due-date', '14'];
const byFlags = () => ['init', ...addresses(), ...mustSay, '--house-email', 'accounts@example.com'];
const shipping = (name: string, to: string) => ['--shipping-method', `west:${name}=${to}`];
const methods = [...shipping('Standard Delivery', 'Standard Post'), ...shipping('Express Delivery', 'Express Post')];

/** One store in a terminal, from nothing to the last question. */
const atTerminal = (): Script => [
  ['Its address', trial.stores.main.url],
  ['API key of primary', 'main-secret-key'],
  ['Time zone of primary', ''],
  ['Prefixes that its own order', ''],
  ['Its address', trial.stores.west.url],
  ['A short name', 'west'],
  ['API key of west', 'west-secret-key'],
  ['Take these numbers?', ''],
  ['The first day to copy', '2026-07-01'],
  ['Who sends the goods', ''],
  ['Whose account', DOWN],
  ['Whose e-mail address', ''],
  ['Your own e-mail address', 'accounts@example.com'],
  ['Which products', ''],
  ['When are those invoices due?', ''],
  ['Take these 5?', ''],
];
const theRest: Script = [
  ['Take this?', ''],
  ['"Standard Delivery"', 'Standard'],
  ['"Express Delivery"', 'Express'],
  ['The warehouse', ''],
  ['Sales channel', ''],
  ['Is there another store', ''],
];

describe('init by options alone', () => {
  test.runIf(isLong)(
    'writes a pipeline whose run copies the orders, is made the same again, and keeps keys out of files and outputs',
    async () => {
      const { code, stdout, stderr } = await trial.command([...byFlags(), ...methods, '--yes']);
      expect(code, `${stdout}\n${stderr}`).toBe(0);
      expect(text()).toContain('Credit Card: West - Credit Card');
      expect(stdout).toMatch(/A run would copy \d+ of 10 orders/);
      expect(stdout).toContain(`neto-consolidator run ${FILE} --limit 5`);
      expect(statSync(join(trial.folder, FILE)).mode & 0o777).toBe(0o600);
      const run = await trial.command(['run', FILE, '--yes']);
      const copies = trial.stores.main.orders().filter(({ OrderID }) => /^(W|SFX)/.test(OrderID));
      expect(copies.length, run.stdout).toBeGreaterThan(6);
      // Made anew, it gives the prefixes that the copies have, and takes none of them for the primary's own.
      const before = text();
      await trial.command([...byFlags(), ...methods, '--yes', '--force']);
      expect(text()).toBe(before);
      // With another ledger the copies are another's: what a run would fail by is not called well.
      const again = await trial.command(['init', 'again.yaml', ...byFlags().slice(1), ...methods, '--yes']);
      expect([again.code, again.stdout]).toEqual([1, expect.stringMatching(/It would not\s+be whole/)]);
      expect(again.stdout).not.toContain('nothing has to be mended first');
      const all = [...trial.files().values(), stdout, stderr, run.stdout].join('\n');
      expect(all).not.toMatch(KEY);
      expect([...trial.files().keys()].filter((name) => name.endsWith('.env'))).toEqual([]);
    },
  );

  test('names the option of each answer that is missing, and writes nothing', async () => {
    const { code, stderr } = await trial.command(['init', ...addresses(), '--yes']);
    expect(code).toBe(2);
    for (const flag of ['--since west=', '--purpose west=', '--customers west=', '--due-date west='])
      expect(stderr).toContain(flag);
    expect(stderr).not.toContain('--sales-channel');
    const { stderr: withoutYes } = await trial.command(['init', ...addresses()]);
    expect(withoutYes).toContain('--sales-channel west=West');
    expect(trial.files().size).toBe(0);
  });

  test.each<[string, () => string[], NodeJS.ProcessEnv | undefined, RegExp]>([
    [
      'no such purpose, though no store answers',
      () => ['init', '--primary', 'http://127.0.0.1:9', '--purpose', 'boks'],
      undefined,
      /--purpose boks is none of books, fulfil/,
    ],
    [
      'no such policy of a store, though none answers',
      () => ['init', '--primary', 'http://127.0.0.1:9', '--store', 'west=http://127.0.0.1:9', '--products', 'west=all'],
      undefined,
      /--products west=all is none of\s+placeholder, match, prefix/,
    ],
    ['no address', () => ['init'], undefined, /--primary https/],
    ['no https', () => ['init', '--primary', 'http://www.main-store.com.au'], undefined, /does not begin with https/],
    [
      'a bare name',
      () => ['init', '--primary', 'www.main-store.com.au'],
      undefined,
      /Did you mean\s+https:\/\/www.main/,
    ],
    ['no store there', () => ['init', '--primary', 'http://127.0.0.1:9'], undefined, /no connection to 127.0.0.1:9/],
    ['no key', () => ['init', ...addresses()], {}, /MAIN_STORE_KEY is\s+neither/],
    [
      'a wrong key',
      () => ['init', ...addresses()],
      { MAIN_STORE_KEY: 'wrong-key' },
      /refuses the key that MAIN_STORE_KEY/,
    ],
    ['a key as an option', () => ['init', '--key-from-env', 'wrong-key'], undefined, /not\s+shown/],
    [
      'one store twice',
      () => ['init', '--primary', trial.stores.main.url, '--store', `west=${trial.stores.main.url}`],
      undefined,
      /is the address of the primary already/,
    ],
    [
      'a day that is none',
      () => [...byFlags(), '--since', 'west=2026-02-30', '--yes'],
      undefined,
      /--since: .*no day of the calendar/,
    ],
    ['a prefix that meets', () => [...byFlags(), '--prefix', 'west:N=N1', '--yes'], undefined, /can meet "N"/],
    [
      'a method that the primary lacks',
      () => [...byFlags(), '--payment-method', 'west:Zip=Nope', '--yes'],
      undefined,
      /"Nope" is none of/,
    ],
    [
      'a store that is none',
      () => [...byFlags(), '--since', 'wset=2026-08-01', '--yes'],
      undefined,
      /--since wset=2026-08-01: there is no store wset; there is west/,
    ],
    [
      'two first days',
      () => [...byFlags(), '--since', '2026-08-01'],
      undefined,
      /--since 2026-07-01 and --since 2026-08-01 contradict each\s+other/,
    ],
    [
      'two primaries',
      () => [...byFlags(), '--primary', 'https://www.west-store.com.au'],
      undefined,
      /--primary http\S+ and --primary https:\S+\s+contradict/,
    ],
    [
      'one prefix that becomes two',
      () => [...byFlags(), '--prefix', 'west:N=X', '--prefix', 'west:N=Y'],
      undefined,
      /--prefix west:N=X and --prefix west:N=Y\s+contradict/,
    ],
    [
      'one method in two spellings',
      () => [...byFlags(), ...shipping('Pallet', 'Standard Post'), ...shipping('PALLET ', 'Express Post')],
      undefined,
      /west:Pallet=Standard Post' and\s+--shipping-method 'west:PALLET =Express Post'\s+contradict/,
    ],
    ['a file that is no pipeline', () => ['init', 'notes.txt'], undefined, /ends with \.yaml/],
  ])('tells %s in a sentence, ends with 2 and leaves nothing', async (_, words, environment, said) => {
    const { code, stderr } = await trial.command(words(), environment);
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(said);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/\bat .*\.ts:\d/);
    expect(stderr).not.toContain('wrong-key');
    expect(trial.files().size).toBe(0);
  });

  test('refuses each option that answers nothing, and says what there is', async () => {
    const { code, stderr } = await trial.command([
      ...[...byFlags(), ...shipping('Standrad Delivery', 'Standard Post'), '--payment-method', 'wset:Zip=Cash'],
      ...['--house-username', 'shop', '--prefix', 'west:QQ=Z', '--yes'],
    ]);
    expect(code).toBe(2);
    const said = stderr.replaceAll(/\s+/g, ' ');
    expect(said).toContain(`Delivery=Standard Post' (west has nothing of this name; did you mean "Standard Delivery"?`);
    expect(said).toContain('--payment-method wset:Zip=Cash (there is no store wset)');
    expect(said).toContain('--house-username shop (as the other answers are, nothing asks for it)');
    expect(said).toMatch(/--prefix west:QQ=Z \(west has nothing of this name; .*`map` adds one later/);
    expect(trial.files().size).toBe(0);
  });

  test('names the option of an answer that makes the file wrong, and no file that is gone', async () => {
    const { code, stderr } = await trial.command(
      [
        ...['init', ...addresses(), '--store', `south=${trial.stores.south.url}`, ...mustSay.slice(0, 4), '--yes'],
        ...['--customers', 'house', '--house-username', 'shop', '--due-date', '14'],
        ...['--house-email', 'west=a@example.com', '--house-email', 'south=b@example.com'],
      ],
      { ...trial.keys, SOUTH_STORE_KEY: 'south-secret-key' },
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('the user name')]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('answered by --house-username south=…');
    expect(stderr).not.toContain(trial.folder);
    expect(trial.files().size).toBe(0);
  });

  test('refuses one e-mail address for the house accounts of two stores, in any case, and says why', async () => {
    const words = (...emails: string[]) => [
      ...['init', ...addresses(), '--store', `south=${trial.stores.south.url}`, ...mustSay.slice(0, 4), '--yes'],
      ...['--customers', 'house', '--due-date', '14', ...emails.flatMap((email) => ['--house-email', email])],
    ];
    for (const emails of [['a@example.com'], ['west=a@example.com', 'south=A@Example.com']]) {
      const keys = { ...trial.keys, SOUTH_STORE_KEY: 'south-secret-key' };
      const { code, stderr } = await trial.command(words(...emails), keys);
      expect(code).toBe(2);
      expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(
        /--house-email: a@example.com is the address of the house account of west, .* one contact for two stores.*--house-email south=/i,
      );
    }
    expect(trial.files().size).toBe(0);
  });

  test('says of each name that stays open how many of the latest orders or payments bear it', async () => {
    const { stderr } = await trial.command([...byFlags(), '--yes']);
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /Left open, of its latest \d+ orders: shipping method "Standard Delivery" \(\d+ orders?\) and "Express Delivery" \(\d+ orders?\)\. What has it waits for you in quarantine/,
    );
  });

  test('never overwrites a file without --force, and puts keys into .env only where it is told to', async () => {
    mkdirSync(join(trial.folder, 'pipelines'));
    writeFileSync(join(trial.folder, FILE), '# mine\n');
    const refused = await trial.command([...byFlags(), '--yes']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--force')]);
    expect([...trial.files()]).toEqual([[FILE, '# mine\n']]);
    await trial.command([...byFlags(), '--yes', '--force', '--save-keys']);
    expect(text()).toContain('name: stores');
    expect(text('pipelines/.env')).toBe('MAIN_STORE_KEY=main-secret-key\nWEST_STORE_KEY=west-secret-key\n');
    expect(statSync(join(trial.folder, 'pipelines/.env')).mode & 0o777).toBe(0o600);
  });
});

describe('init at a terminal', () => {
  test.runIf(isLong)('asks, tells wrong answers, and ends with a plan; keys are in .env alone', async () => {
    const [first, second, ...more] = atTerminal();
    if (first === undefined || second === undefined) throw new RangeError('The script is too short');
    const script: Script = [
      ['Its address', 'http://127.0.0.1:9'],
      ['Its address', first[1]],
      ['API key of primary', 'wrong-secret-key'],
      ['User name of the key', ''],
      second,
      ...more.slice(0, 2),
      ['Its address', trial.stores.main.url],
      ['is the address of the primary', `${CLEAR}${trial.stores.west.url}`],
      ...more.slice(3),
      ...theRest,
    ];
    const { code, screen, stdout } = await trial.talk(['init'], script);
    expect(code, screen + stdout).toBe(0);
    expect(stdout).toMatch(/A run would copy \d+ of 10 orders/);
    expect(text()).toContain('Standard Delivery: Standard Post');
    expect(screen.replaceAll(/\s+/g, ' ')).toMatch(
      /"Standard Delivery" \(\d orders? among its latest 10 orders\) becomes/,
    );
    const withKeys = [...trial.files()].filter(([, content]) => KEY.test(content)).map(([name]) => name);
    expect(withKeys).toEqual(['pipelines/.env']);
    expect(statSync(join(trial.folder, 'pipelines/.env')).mode & 0o777).toBe(0o600);
    expect(screen + stdout).not.toMatch(/secret-key/);
    expect([...trial.files().keys()].filter((name) => name.endsWith('.json'))).toEqual([]);
    expect(screen.split('\n').filter((line) => line.length > 80)).toEqual([]);
    // What it has typed into .env is enough for all other commands.
    expect((await trial.command(['check', FILE], {})).code).toBe(0);
  });

  test.runIf(isLong)(
    'goes on where it was stopped, without asking again, and keeps no key with the answers',
    async () => {
      const script = atTerminal();
      const stopped = await trial.talk(['init'], [...script.slice(0, 12), ['Your own e-mail address', CTRL_C]]);
      expect(stopped.code).toBe(130);
      expect(stopped.screen).toContain('neto-consolidator init');
      const kept = text('pipelines/.stores.init.json');
      expect(kept).toContain('2026-07-01');
      expect(kept).not.toMatch(KEY);
      const { code, screen } = await trial.talk(['init'], [...script.slice(12), ...theRest]);
      expect(code, screen).toBe(0);
      expect(screen).not.toContain('The first day to copy');
      expect(text()).toContain('since: 2026-07-01');
      expect([...trial.files().keys()].filter((name) => name.endsWith('.json'))).toEqual([]);
    },
  );

  test.runIf(isLong)(
    'takes back the answer that makes the file wrong, keeps all others, and asks for it anew',
    async () => {
      const answers = { 'west.houseUsername': 'shop', 'south.houseUsername': 'shop', 'west.salesChannel': 'Sent' };
      mkdirSync(join(trial.folder, 'pipelines'));
      writeFileSync(join(trial.folder, 'pipelines/.stores.init.json'), JSON.stringify({ about: '', answers }));
      const words = [
        ...['init', ...addresses(), '--store', `south=${trial.stores.south.url}`, ...mustSay.slice(0, 4), '--yes'],
        ...['--customers', 'house', '--due-date', '14'],
        ...['--house-email', 'west=a@example.com', '--house-email', 'south=b@example.com'],
      ];
      const keys = { ...trial.keys, SOUTH_STORE_KEY: 'south-secret-key' };
      const wrong = await trial.talk(words, [], keys);
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('asks for this anew')]);
      const kept = JSON.parse(text('pipelines/.stores.init.json')).answers;
      expect(kept).toMatchObject({ 'west.houseUsername': 'shop', 'west.salesChannel': 'Sent' });
      expect(Object.keys(kept)).not.toContain('south.houseUsername');
      await trial.talk(words, [], keys);
      expect(text()).toContain('salesChannel: Sent');
      expect(text()).toContain('username: south_store');
    },
  );

  test('tries a key with the name of its user and without', async () => {
    const { url } = trial.stores.main;
    const script: Script = [
      ['Its address', url],
      ['API key of primary', 'main-secret-key-of-a-user'],
      ['User name of the key', 'anna'],
      ['with the user anna and without', 'main-secret-key'],
      ['Time zone of primary', CTRL_C],
    ];
    const { screen } = await trial.talk(['init'], script);
    expect(screen).toContain('primary: the key works.');
    expect(text('pipelines/.env')).toBe('MAIN_STORE_KEY=main-secret-key\n');
  });

  test.runIf(isLong)('puts no key where Git would take it, unless it is ignored', async () => {
    execFileSync('git', ['init', '-q', trial.folder]);
    const refused = await trial.talk(['init'], [['Have Git ignore it', 'n']]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('.gitignore')]);
    const ignored = await trial.talk(
      ['init'],
      [
        ['Have Git ignore it', ''],
        ['Its address', CTRL_C],
      ],
    );
    expect(ignored.code).toBe(130);
    expect(text('pipelines/.gitignore')).toBe('.env\n');
    const again = await trial.talk(['init'], [['Its address', CTRL_C]]);
    expect(again.screen).not.toContain('Have Git ignore');
  });
});
