import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/neto/clock.ts';
import { executeHere } from './execute-here.ts';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

const PIPELINE = 'pipelines/demo.yaml';

describe("a user's mistake ends with a sentence, a way out and an exit code, and without a stack trace", {
  timeout: 120_000,
}, () => {
  let demo: SmallDemo;
  beforeAll(async () => {
    demo = await startSmallDemo(3);
  });
  afterAll(() => demo.close());
  afterEach(() => {
    const all = demo.outputs.join('\n');
    expect(all).not.toMatch(/\n\s+at .*[:(]\d+/);
    for (const name of ['main', 'west', 'south']) expect(all).not.toContain(`${name}-secret-key`);
  });

  function withOwnLedger(name: string): string {
    const text = readFileSync(join(demo.folder, PIPELINE), 'utf8');
    writeFileSync(join(demo.folder, `pipelines/${name}.yaml`), text.replace('state/demo.db', `state/${name}.db`));
    return `pipelines/${name}.yaml`;
  }

  test('an unknown command is answered with the one that was meant', async () => {
    const { code, stdout, stderr } = await demo.program(['rnu']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("error: Unknown command 'rnu'. Did you mean run?");
  });

  test('an unknown option is answered with the one that was meant', async () => {
    const { code, stderr } = await demo.program(['run', PIPELINE, '--stroe', 'west']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean --store?');
  });

  test.each([
    [['run', PIPELINE, '--since', '2026-02-30'], 'Expected a day of the calendar, such as 2026-07-01.'],
    [['run', PIPELINE, '--limit', '-1'], 'Expected a whole number above 0.'],
    [['run', PIPELINE, '--entity', 'order'], 'Allowed are products, customers, orders, payments, rmas.'],
    [['run', PIPELINE, '--output', 'yaml'], 'Allowed choices are text, json.'],
    [['run', PIPELINE, '--store', 'wets'], 'no secondary store "wets". Did you mean west?'],
    [['run'], "Missing required argument 'pipeline'."],
    [['quarantine', 'retry', PIPELINE], 'Say which records: either their ids, or --all.'],
    [['run', PIPELINE, 'more'], 'Too many arguments'],
    [['fleet', 'status'], 'Set the variable in the environment, then type the same line again'],
  ])('%j', async (words, sentence) => {
    const { code, stdout, stderr } = await executeHere(words, demo);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('  what to do: ');
  });

  test('a bare name in place of a file is told how a pipeline of a fleet is named', async () => {
    const { code, stderr } = await demo.program(['todo', 'au-stores']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('it is called fleet:au-stores')]);
  });

  test('what is wrong with a pipeline that a fleet is to store is told with the path of its file', async () => {
    mkdirSync(join(demo.folder, 'to-store'));
    writeFileSync(join(demo.folder, 'to-store/bad.yaml'), 'name: bad\n');
    const { code, stderr } = await demo.program(['pipelines', 'apply', 'to-store']);
    expect(code).toBe(2);
    expect(stderr).toContain('to-store/bad.yaml:1:1: "primary" is missing');
    expect(stderr).toContain('Nothing was stored.');
  });

  test.each([['status'], ['quarantine list'], ['trace W1001'], ['doctor --backup b.db']])(
    'before the first run %s says so, where the ledger would be, and what to do: also where it was lost',
    async (words) => {
      const file = withOwnLedger('fresh');
      const [command = '', ...rest] = words.split(' ');
      const at =
        command === 'quarantine'
          ? [command, ...rest, file]
          : command === 'trace'
            ? [command, ...rest, file]
            : [command, file, ...rest];
      const { code, stderr } = await demo.program(at);
      expect(code).toBe(2);
      expect(stderr).toContain('code: ledger-missing');
      expect(stderr.replace(/\s+/g, ' ')).toContain('state/fresh.db');
      const advice = stderr.replace(/\s+/g, ' ');
      expect(advice).toContain(`Before the first run: \`neto-consolidator plan ${file}\``);
      expect(advice).toContain(`neto-consolidator doctor ${file} --restore FILE`);
      expect(advice).toContain(`neto-consolidator doctor ${file} --rebuild`);
    },
  );

  test('no command at all shows the help, and ends with 2', async () => {
    const { code, stdout, stderr } = await demo.program([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: neto-consolidator <command>');
  });

  test('a typo in the pipeline file is named with file, line and column', async () => {
    const text = readFileSync(join(demo.folder, PIPELINE), 'utf8');
    const line = text.split('\n').findIndex((one) => one.includes('lockDate')) + 1;
    writeFileSync(join(demo.folder, 'pipelines/typo.yaml'), text.replace('lockDate:', 'lokDate:'));
    const { code, stderr } = await demo.program(['run', 'pipelines/typo.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain(`pipelines/typo.yaml:${line}:15: `);
    expect(stderr).toContain('lockDate');
  });

  test('a variable that is not set is named with its place', async () => {
    const { code, stderr } = await demo.program(['plan', PIPELINE], { WEST_STORE_KEY: undefined });
    expect(code).toBe(2);
    expect(stderr).toMatch(/pipelines\/demo\.yaml:\d+:\d+: the variable WEST_STORE_KEY is not set/);
    expect(stderr).toContain('code: environment-missing');
  });

  test('a wrong key is refused by its store, and the other store goes on', async () => {
    const { code, stdout } = await demo.program(['run', PIPELINE], { WEST_STORE_KEY: 'a-wrong-secret-key' });
    expect(code).toBe(1);
    expect(stdout).toContain('(key-refused)');
    expect(stdout).not.toContain('a-wrong-secret-key');
    expect(demo.main.order('S1001')?.GrandTotal).toBe(demo.south.order('N1001')?.GrandTotal);
    expect(demo.main.order('W1001')).toBeUndefined();
  });

  test('a store that can not be reached is named, and nothing was sent', async () => {
    // What is waited for before each repeat is tested with the client.
    const pause = vi.spyOn(systemClock, 'sleep').mockResolvedValue();
    // Port 1 is kept for a service that no machine runs.
    const { code, stdout } = await demo.program(
      ['run', withOwnLedger('unreachable'), '--store', 'west', '--order', 'N1001'],
      {
        WEST_STORE_URL: 'http://127.0.0.1:1',
      },
    );
    expect(pause).toHaveBeenCalled();
    pause.mockRestore();
    expect(code).toBe(1);
    expect(stdout).toContain('(store-unreachable)');
    expect(stdout).toContain('west: ');
  });
});
