import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { TodoDocument } from '../../src/cli/actions/todo.ts';
import { todoDocumentSchema } from '../../src/cli/documents/todo-document.ts';
import { orderSeed, startTwoStores, type TwoStores } from '../rules/support/two-stores.ts';
import { executeHere } from './execute-here.ts';

let stores: TwoStores;
let file: string;
let key = 'main-key';
afterEach(() => {
  key = 'main-key';
  return stores.close();
});

/** A method that the primary lacks on two orders, a total that is a little off, and a payment of each. */
async function start(): Promise<void> {
  stores = await startTwoStores({
    orders: [
      orderSeed({ OrderID: 'N100', ShippingOption: 'Pallet' }),
      orderSeed({ OrderID: 'N101', ShippingOption: 'Pallet' }),
      orderSeed({ OrderID: 'N102', ShippingOption: 'Post', GrandTotal: '11.64' }),
    ],
  });
  for (const OrderID of ['N100', 'N101', 'N102'])
    stores.west.panel.addPayment({
      ...{ OrderID, AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 01:00:00' },
    });
  ({ file } = await stores.pipeline());
  await command('run', file, '--yes');
}

const command = (...words: string[]) =>
  executeHere(words, {
    ...{ folder: stores.home, home: stores.home },
    environment: { MAIN_KEY: key, WEST_KEY: 'west-key' },
  });

async function todo(...words: string[]): Promise<TodoDocument> {
  const { stdout } = await command('todo', file, '--output', 'json', ...words);
  return todoDocumentSchema.parse(JSON.parse(stdout));
}

type Decided = Extract<TodoDocument['things'][number], { kind: 'decision' }>;
const decisions = ({ things }: TodoDocument): Decided[] => things.filter((one) => one.kind === 'decision');

describe('todo', () => {
  test('tells each decision once, with its records, what follows it, and the names to choose from', async () => {
    await start();
    const document = await todo();
    const told = decisions(document).map(({ code, value, records, followers }) => ({
      ...{ code, value, records: records.map(({ sourceId }) => sourceId), followers: followers.length },
    }));
    expect(told).toEqual([
      { code: 'shipping-method-unmapped', value: 'Pallet', records: ['N100', 'N101'], followers: 2 },
      { code: 'total-unexplained', value: '', records: ['N102'], followers: 1 },
    ]);
    expect(document.names).toEqual({ 'shipping-method': ['Post'] });
    const { code, stdout } = await command('todo', file);
    expect(code).toBe(3);
    expect(stdout).toContain('2 things to do');
    expect(stdout).toContain('N102 (W102), 10 July, 11.64, Jane Smith');
    expect(stdout).toContain('The primary has: "Post".');
  });

  test('the number is that of the verdict, and nothing to do ends with 0', async () => {
    await start();
    expect((await command('status', file)).stdout).toContain(`2 things to do.\nWhat, and how: neto-consolidator todo`);
    await command('quarantine', 'drop', file, '--all', '--code', 'shipping-method-unmapped', '--reason', 'of ours');
    await command('quarantine', 'drop', file, 'N102', '--reason', 'of ours');
    await command('run', file);
    const { code, stdout } = await command('todo', file);
    expect([code, stdout.trim()]).toEqual([0, 'Nothing to do for rules.']);
  });

  test.each(['map', 'accept', 'retry', 'drop'] as const)(
    'the line of each choice to %s is taken as it is printed, and the next run is quiet where it settles the matter',
    async (kind) => {
      await start();
      for (const thing of decisions(await todo())) {
        for (const choice of thing.choices.filter((one) => one.kind === kind)) {
          const line = choice.command.replace('--to "…"', '--to Post').replace('"…"', '"as agreed"');
          const { code, stderr } = await command(...wordsOf(line), ...(kind === 'accept' ? ['--yes'] : []));
          expect([line, code, stderr]).toEqual([line, 0, '']);
        }
      }
      const { stdout } = await command('run', file);
      const left = { map: 1, accept: 1, retry: 2, drop: 0 }[kind];
      expect(decisions(await todo())).toHaveLength(left);
      expect(stdout).toContain(left === 0 ? 'nothing is open' : 'in quarantine');
    },
  );

  test.each([
    ['map', ['map', 'shipping-method', 'Pallet', '--to', 'Post', '--store', 'west'], ['N100', 'N101'], 2],
    ['retry', ['quarantine', 'retry', 'N100'], ['N100'], 1],
    ['accept', ['quarantine', 'accept', 'N102', '--reason', 'as agreed', '--yes'], ['N102'], 1],
  ] as const)('what was decided by %s is told as decided until a run has taken it up, with what follows it, and is nothing to do', async (_, words, ids, followers) => {
    await start();
    const [first = '', second = '', ...more] = words;
    const before = decisions(await todo()).length;
    await command(...(first === 'map' ? [first, second, more[0] ?? '', file, ...more.slice(1)] : [first, second, file, ...more]));
    const now = await todo();
    expect(now.decided.map(({ records }) => records.map(({ sourceId }) => sourceId))).toEqual([ids]);
    expect(now.decided.flatMap((one) => one.followers)).toHaveLength(followers);
    const open = decisions(now).flatMap((one) => [...one.records, ...one.followers].map(({ parent, sourceId }) => parent ?? sourceId));
    expect(open.filter((id) => ids.some((own) => own === id))).toEqual([]);
    expect(decisions(now)).toHaveLength(ids.length === 1 && ids[0] === 'N100' ? before : before - 1);
    const { stdout } = await command('todo', file);
    expect(stdout).toContain('Decided, goes with the next run: 1 thing\n');
    expect(stdout).toMatch(/: [a-z-]+( \("Pallet"\))?, with \d payments? \(\d\d\.00\)\n +neto-consolidator run /);
    const status = (await command('status', file)).stdout.replace(/\s+/g, ' ');
    expect(status).toContain(`${now.things.length} thing${now.things.length === 1 ? '' : 's'} to do: 1 thing that you decided goes with the next run.`);
    expect(status).toMatch(/\d payments? that you have decided about/);
    await command('run', file);
    expect((await todo()).decided).toEqual([]);
  }); // biome-ignore format: a table

  test('the payment of an order that was dropped is nothing to do, and all that is decided is said to be so', async () => {
    await start();
    await command('quarantine', 'drop', file, '--all', '--code', 'shipping-method-unmapped', '--reason', 'of ours');
    await command('quarantine', 'drop', file, 'N102', '--reason', 'of ours');
    const { code, stdout } = await command('todo', file);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing to do for rules but to run.')]);
    expect(stdout).toContain('Decided, go with the next run: 3 things');
    expect((await command('status', file)).stdout).toContain('Nothing to do but to run: 3 things that you decided go');
  });

  test('--code waits-for names what they wait for, and is not nothing to do', async () => {
    await start();
    const codes = decisions(await todo('--code', 'waits-for')).map(({ code }) => code);
    expect(codes).toEqual(['shipping-method-unmapped', 'total-unexplained']);
    expect((await command('todo', file, '--code', 'waits-for')).code).toBe(3);
    expect(decisions(await todo('--code', 'payment-negative'))).toEqual([]);
  });

  test('a method that is mapped to one that the primary lacks stays to be decided', async () => {
    await start();
    await command('map', 'shipping-method', 'Pallet', file, '--to', 'Nothing of it', '--store', 'west', '--unchecked');
    expect((await todo()).decided).toHaveLength(1);
    await command('run', file);
    const after = await todo();
    expect([after.decided.length, decisions(after).length]).toEqual([0, 2]);
  });

  test.each(['drop', 'retry'] as const)('the line to %s all of one value is about no other value', async (kind) => {
    stores = await startTwoStores({
      orders: ['Pallet', 'Pallet', 'Express 24', 'Express 24'].map((ShippingOption, place) =>
        orderSeed({ OrderID: `N10${place}`, ShippingOption }),
      ),
    });
    ({ file } = await stores.pipeline());
    await command('run', file, '--yes');
    const [first] = decisions(await todo());
    expect(first?.records.map(({ sourceId }) => sourceId)).toEqual(['N100', 'N101']);
    const choice = first?.choices.find((one) => one.kind === kind);
    await command(...wordsOf((choice?.command ?? '').replace('"…"', '"as agreed"')));
    const left = decisions(await todo()).flatMap(({ records }) => records.map(({ sourceId }) => sourceId));
    expect(left).toEqual(['N102', 'N103']);
  });

  test('a line whose place for a reason was left as it is printed is not taken, nor an unknown --code', async () => {
    await start();
    const reasonless = await command('quarantine', 'drop', file, 'N102', '--reason', '…');
    expect([reasonless.code, reasonless.stderr]).toEqual([2, expect.stringContaining('Give the reason in words')]);
    expect(decisions(await todo())).toHaveLength(2);
    const misspelt = await command('todo', file, '--code', 'total-unexplaned');
    expect([misspelt.code, misspelt.stdout]).toEqual([2, '']);
  });

  test('after a run that failed, the run is a thing to do, here and in the verdict', async () => {
    await start();
    key = 'another-key';
    await command('run', file);
    key = 'main-key';
    expect((await todo()).things.map(({ kind }) => kind)).toEqual(['run', 'decision', 'decision']);
    expect((await command('status', file)).stdout).toContain('3 things to do.');
    const { stdout } = await command('todo', file);
    expect(stdout).toContain('1. The last run failed');
    expect(stdout).toMatch(/primary: .*Invalid API Key/);
    expect(stdout.match(/key-refused/g)).toHaveLength(1);
    expect(stdout).toContain(`Mend that, then run it: neto-consolidator run ${file}`);
  });

  test('a narrowed run that failed before there was any whole one is a thing to do, and not nothing', async () => {
    stores = await startTwoStores({ orders: [orderSeed({ OrderID: 'N100' })] });
    ({ file } = await stores.pipeline());
    key = 'another-key';
    expect((await command('run', file, '--limit', '5')).stdout).not.toContain('Nothing to do.');
    key = 'main-key';
    expect((await todo()).things.map(({ kind }) => kind)).toEqual(['run']);
    expect((await command('status', file)).stdout).toContain('1 thing to do.');
  });

  test('a pipeline file with blanks in its name stands quoted in the lines, which are taken so', async () => {
    await start();
    const named = join(stores.home, "anna's stores.yaml");
    copyFileSync(file, named);
    const { stdout } = await command('todo', named, '--output', 'json');
    const line = decisions(todoDocumentSchema.parse(JSON.parse(stdout)))[1]?.choices.at(-1)?.command ?? '';
    const words = execFileSync('bash', ['-c', `printf '%s\\0' ${line.replace('"…"', '"as agreed"')}`], {
      encoding: 'utf8',
    });
    expect(words.split('\0')).toContain(named);
    expect((await command(...words.split('\0').slice(1, -1))).code).toBe(0);
  });

  test('a pipeline file that was found and not given stands in every line that is printed', async () => {
    await start();
    mkdirSync(join(stores.home, 'pipelines'));
    const text = readFileSync(file, 'utf8').replace('"ledger.db"', '"../ledger.db"');
    writeFileSync(join(stores.home, 'pipelines/stores.yaml'), text);
    expect((await command('todo')).stdout).toContain('quarantine drop pipelines/stores.yaml N102');
    for (const words of [['todo'], ['trace', 'N102']]) {
      const { stdout } = await command(...words);
      expect(stdout).not.toContain('<pipeline>');
      const lines = stdout.match(/neto-consolidator [^`\n]*/g) ?? [];
      expect(lines.filter((line) => line.split('pipelines/stores.yaml').length !== 2)).toEqual([]);
    }
  });

  test('--store and --code narrow it, and where the primary gives no names the rest is told all the same', async () => {
    await start();
    expect(decisions(await todo('--code', 'total-unexplained'))).toHaveLength(1);
    key = 'another-key';
    const { stdout, stderr } = await command('todo', file);
    expect(stderr).toContain('could not be asked for its names');
    expect(stdout).toContain('2 things to do');
  });
});

/** As a shell splits a line whose texts stand in quotation marks. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.slice(1).map((word) => word.replace(/["']/g, ''));
}
