import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fakeStoreDocumentSchema } from '../../src/cli/documents/care-documents.ts';
import { describeSwitches, parseSwitch, type Switches, switchesSchema } from '../../src/fake-store/index.ts';
import { ownFolder } from '../config/sample.ts';
import { call, rowsOf } from '../fake-store/support/call.ts';
import { demoFolder, demoSeed } from '../fixtures/support.ts';
import { isLong } from '../support/many.ts';
import { type ProgramOptions, runProgram, startHere, startProgram } from './program.ts';

/** Starts the command, waits until it has printed where it is, and gives back its document. */
async function started(words: readonly string[], options: ProgramOptions) {
  const program = startHere(['fake-store', '--output', 'json', ...words], options);
  const document = fakeStoreDocumentSchema.parse(JSON.parse(await program.printed()));
  return { ...document, stop: program.stop };
}

describe('the command fake-store', () => {
  test('says where it is and by which key it is reached, and stops cleanly', async () => {
    const folder = await ownFolder();
    const store = await started([], { folder });
    expect(store.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(store.key).toMatch(/^[0-9a-f]{40}$/);
    const reply = await call(store, 'GetPaymentMethods', {}, { key: store.key ?? '' });
    expect(reply.Ack).toBe('Success');
    const ended = await store.stop('SIGINT');
    expect([ended.code, ended.stderr]).toEqual([
      130,
      expect.stringContaining('The store has stopped after 1 request.\n'),
    ]);
  });

  test('plays its staff by the lines of its help: adds an order, pays it, looks up warehouses, and takes the goods back', async () => {
    const folder = await ownFolder();
    const environment = { FAKE_STORE_KEY: 'k'.repeat(32) };
    const { stdout } = await runProgram(['fake-store', '--help'], { folder });
    const lines = stdout.replaceAll('\\\n', ' ').match(/curl -s [^']*'[^']*'/g) ?? [];
    expect(lines).toHaveLength(4);
    const seed = join(folder, 'west.json');
    writeFileSync(seed, JSON.stringify({ ...demoSeed('west'), staff: ['anna'] }));
    const store = await started(['--seed', seed], { folder, environment });
    for (const line of lines) {
      const headers = [...line.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(
        ([, name = '', value = '']) => [name, value] as const,
      );
      const path = /http:\/\/127\.0\.0\.1:4001(\S+)/.exec(line)?.[1] ?? '';
      const response = await fetch(`${store.url}${path}`, {
        method: 'POST',
        // What curl sends by itself.
        headers: [
          ['Content-Type', 'application/x-www-form-urlencoded'],
          ...headers.map(([name, value]): [string, string] => [
            name,
            value.replace('$FAKE_STORE_KEY', environment.FAKE_STORE_KEY),
          ]),
        ],
        body: /'([^']*)'/.exec(line)?.[1] ?? '',
      });
      expect(await response.json()).toMatchObject({ Ack: 'Success' });
    }
    const filter = { OrderID: ['N90001'], OutputSelector: ['GrandTotal', 'OrderPayment'] };
    const order = await call(store, 'GetOrder', { Filter: filter }, { key: environment.FAKE_STORE_KEY });
    expect(JSON.stringify(order)).toMatch(/"OrderID":"N90001".*110/);
    const ofRma = { OrderID: ['N90001'], OutputSelector: ['RefundTotal', 'Refund', 'RefundAmount'] };
    const back = await call(store, 'GetRma', { Filter: ofRma }, { key: environment.FAKE_STORE_KEY });
    expect(JSON.stringify(back)).toMatch(/"RefundTotal":"110.00"/);
    await store.stop();
  });

  test('takes its key from the environment, and never shows it then', async () => {
    const key = 'a-key-that-nobody-should-see-0001';
    const store = await started([], { folder: await ownFolder(), environment: { FAKE_STORE_KEY: key } });
    expect(store.key).toBeNull();
    expect((await call(store, 'GetPaymentMethods', {}, { key })).Ack).toBe('Success');
    const ended = await store.stop();
    expect(ended.code).toBe(143);
    expect(ended.stdout + ended.stderr).not.toContain(key);
  });

  test('starts from a seed, behaves as its switches say, and keeps what is written in its data file, whose folder it makes', async () => {
    const folder = await ownFolder();
    const environment = { FAKE_STORE_KEY: 'k'.repeat(32) };
    const words = [
      '--seed',
      join(demoFolder, 'west-store.json'),
      '--data',
      'made/by/it/west.jsonl',
      '--switch',
      'emptyList=missing',
    ];
    const by = { key: environment.FAKE_STORE_KEY };
    const store = await started(words, { folder, environment });
    expect(store.name).toBe('Westline Camping');
    await call(store, 'AddItem', { Item: [{ SKU: 'NEW-1', Name: 'New' }] }, by);
    const none = await call(store, 'GetItem', { Filter: { SKU: ['NOPE'], OutputSelector: ['SKU'] } }, by);
    expect(none).not.toHaveProperty('Item');
    await store.stop();
    const again = await started(words, { folder, environment });
    const found = await call(again, 'GetItem', { Filter: { SKU: ['NEW-1'], OutputSelector: ['SKU'] } }, by);
    await again.stop();
    expect(rowsOf(found, 'Item').map(({ SKU }) => SKU)).toEqual(['NEW-1']);
  });

  test.runIf(isLong)('as a process of its own, shows people what goes into a pipeline file', async () => {
    const folder = await ownFolder();
    const program = startProgram(['fake-store', '--username', 'robot', '--port', '0'], { folder });
    await new Promise<void>((resolve) => program.process.stdout?.once('data', () => resolve()));
    program.process.kill('SIGTERM');
    const { stdout } = await program.ended;
    const [, own = ''] = /url: \$\{(FAKE_STORE_\d+)_URL\}/.exec(stdout) ?? [];
    expect(stdout).toContain(`key: \${${own}_KEY}\n    username: robot\n`);
    expect(stdout).toMatch(
      new RegExp(`^ {4}${own}_URL=http://127\\.0\\.0\\.1:\\d+\n {4}${own}_KEY=[0-9a-f]{40}$`, 'm'),
    );
  });

  test.each([
    ['the seed', ['--seed', join(demoFolder, 'west-store.json')], 'WEST_STORE'],
    ['the data file', ['--seed', join(demoFolder, 'west-store.json'), '--data', 'main.jsonl'], 'MAIN_STORE'],
    ['--name', ['--name', '2nd outlet', '--data', 'main.jsonl'], 'STORE_2ND_OUTLET'],
  ])('names its variables after %s, so that several stores go into one .env', async (_, words, own) => {
    const store = startHere(['fake-store', ...words], { folder: await ownFolder() });
    const text = await store.printed();
    await store.stop();
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines).toEqual(expect.arrayContaining([`url: \${${own}_URL}`, `key: \${${own}_KEY}`]));
    expect(lines.filter((line) => line.startsWith(`${own}_`))).toHaveLength(2);
  });

  test.each([
    [['--switch', 'duplicateOrderID=error'], /no switch "duplicateOrderID"\. Did you mean duplicateOrderId\?/],
    [['--switch', 'pageBase=2'], /can't be "2"\. It takes 0, 1\./],
    [
      ['--switch', 'lies=wrong'],
      /It is no JSON; expected a JSON list, such as \[\{"on": "add-order", "field": "OrderTax"/,
    ],
    [
      ['--switch', 'lies=[{"on": "wrong", "field": "OrderTax"}]'],
      /lies\.0\.on: expected one of "add-order"\|"update-order"\|"approve"\|"add-payment"\|"add-rma"/,
    ],
    [['--switch', 'lies=[{"on": "add-payment", "field": "Wrong"}]'], /lies\.0\.field: .*"AmountPaid".*"DatePaid"/],
    [['--switch', 'notShown=["Wrong"]'], /Expected a JSON list\. notShown\.0: .*Order\.OrderTax/],
    [['--switch', 'batch'], /can't be ""\. It takes atomic, partial\./],
    [['--port', '70000'], /no port/],
    [['--seed', 'nowhere.json'], /nowhere\.json can't be read as the seed of a store/],
    [['--requests-per-minute', '0'], /whole number above 0/],
  ])('%j ends with 2 and says what is wrong', async (words, sentence) => {
    const { code, stdout, stderr } = await runProgram(['fake-store', ...words], { folder: await ownFolder() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a port that is taken ends with 2', async () => {
    const folder = await ownFolder();
    const store = await started([], { folder });
    const port = new URL(store.url).port;
    const { code, stderr } = await runProgram(['fake-store', '--port', port], { folder });
    await store.stop();
    expect([code, stderr]).toEqual([2, expect.stringContaining(`The port ${port} is taken`)]);
  });

  test('its help lists every switch with its values and meaning', async () => {
    const { stdout } = await runProgram(['fake-store', '--help'], { folder: await ownFolder() });
    for (const { name, fallback, values } of describeSwitches()) {
      expect(stdout).toContain(`  ${name}=${fallback}  (${values})\n      `);
    }
  });
});

test('every switch is described, and takes each of the values that its description names', () => {
  const described = describeSwitches();
  expect(described.map(({ name }) => name).sort()).toEqual(Object.keys(switchesSchema.shape).sort());
  for (const { name, values, fallback } of described) {
    const texts =
      { 'a whole number': ['0', '7'], 'a JSON list': ['[]'], 'a JSON object': ['{}'] }[values] ?? values.split(' | ');
    expect(texts).toContain(fallback);
    expect([fallback, values], name).toEqual(ofSchema(name));
    for (const text of texts) {
      const value = parseSwitch(name, text)?.[name];
      expect(typeof value === 'object' ? JSON.stringify(value) : String(value)).toBe(text);
    }
    expect(parseSwitch(name, 'neither this')).toBeUndefined();
  }
});

/** What the schema says that a switch is where nothing is said, and takes. */
function ofSchema(name: keyof Switches): [string, string] {
  const value = switchesSchema.parse({})[name];
  const schema = switchesSchema.shape[name].unwrap();
  const fallback = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (schema instanceof z.ZodEnum) return [fallback, schema.options.join(' | ')];
  if (schema instanceof z.ZodBoolean) return [fallback, 'true | false'];
  if (schema instanceof z.ZodUnion) return [fallback, schema.options.map((one) => String(one.value)).join(' | ')];
  if (schema instanceof z.ZodArray) return [fallback, 'a JSON list'];
  return [fallback, schema instanceof z.ZodObject ? 'a JSON object' : 'a whole number'];
}

test('a switch that is a list or an object is read as JSON, and refused where the store has no such thing', () => {
  const lie = { on: 'add-order', field: 'OrderLine.Quantity', records: 1 };
  expect(parseSwitch('lies', JSON.stringify([lie]))).toEqual({ lies: [lie] });
  expect(parseSwitch('notShown', '["OrderLine.Tax"]')).toEqual({ notShown: ['OrderLine.Tax'] });
  expect(parseSwitch('references', '{"InternalNotes": [{"how": "dropped"}]}')).toEqual({
    references: { InternalNotes: [{ how: 'dropped' }] },
  });
  expect(parseSwitch('currentTimeOffset', '-1200')).toEqual({ currentTimeOffset: -1200 });
  expect(parseSwitch('lies', '[{"on": "add-order", "field": "OrderColour"}]')).toBeUndefined();
  expect(parseSwitch('notShown', '["Shop.Tax"]')).toBeUndefined();
  expect(parseSwitch('lies', '[{')).toBeUndefined();
});
