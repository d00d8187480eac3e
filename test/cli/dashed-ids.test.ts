import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLine, wholeLines } from '../../src/model/command-lines.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { isLong } from '../support/many.ts';
import { runProgram } from './program.ts';

/** What a shell makes of such a line. */
function wordsOf(line: string): string[] {
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return printed.split('\0').slice(1, -1);
}

const ids = ['-5', '--yes7', '@$(id)8', "Q'9", 'N-7'];

test.runIf(isLong)(
  'every line that is printed for an id is taken as it stands, whatever the id begins with',
  async () => {
    const orders = ids.map((OrderID) => orderSeed({ OrderID }));
    await withTwoStores({ orders }, async (stores) => {
      await stores.pipeline();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const command = (words: readonly string[]) => runProgram(words, { folder: stores.home, environment });
      await command(['run', 'pipeline.yaml', '--yes']);
      const { things } = JSON.parse((await command(['todo', 'pipeline.yaml', '--output', 'json'])).stdout);
      const lines: string[] = things.flatMap(({ choices = [] }: { choices?: { command: string }[] }) =>
        choices.map((choice) => choice.command),
      );
      for (const id of ids.slice(0, 4)) {
        const operands = ['pipeline.yaml', id];
        const shown = await command(wordsOf(commandLine('nc quarantine show', operands)));
        expect([id, shown.code, shown.stderr]).toEqual([id, 0, '']);
        lines.push(
          ...shown.stdout.split('\n').flatMap((line) => /neto-consolidator quarantine retry .*/.exec(line) ?? []),
        );
      }
      const of = (action: string) => [...new Set(lines.filter((line) => line.includes(` quarantine ${action} `)))];
      expect(of('retry').length).toBeGreaterThanOrEqual(4);
      // What is dropped can be tried again.
      for (const line of [...of('drop'), ...of('retry').filter((one) => !one.includes('--all'))]) {
        const { code, stderr } = await command(wordsOf(line.replace('"…"', '"of ours"')));
        expect([line, code, stderr]).toEqual([line, 0, '']);
      }
    });
  },
);

/** Lines to type, but for those with a place that a person fills in. */
function linesIn(text: string): string[] {
  const found = [...text.matchAll(/(?:^|[ `])(neto-consolidator [^`\n]*)/gm)].map(([, line = '']) => line.trim());
  return found.filter((line) => !/<|"…"|FOLDER/.test(line));
}

test.each(['-x.yaml', "anna's stores.yaml"])(
  'every line that is printed for the pipeline file %s is taken as it stands',
  async (name) => {
    const orders = [orderSeed({ OrderID: 'N1', ShippingOption: 'Camel' }), orderSeed({ OrderID: 'N2' })];
    await withTwoStores({ orders }, async (stores) => {
      const { file } = await stores.pipeline();
      renameSync(file, join(stores.home, name));
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const command = (words: readonly string[]) => runProgram(words, { folder: stores.home, environment });
      const given: readonly (readonly string[])[] = [
        ['check'],
        ['plan'],
        ['run'],
        ['status'],
        ['todo'],
        ['quarantine', 'list'],
        ['reconcile'],
        ['doctor'],
      ];
      const printed = new Map<string, string>();
      for (const words of given) {
        const { stdout, stderr } = await command([...words, '--', name]);
        for (const line of linesIn(`${stdout}\n${stderr}`)) printed.set(line, words.join(' '));
      }
      expect(printed.size).toBeGreaterThan(7);
      for (const line of printed.keys()) {
        const { stderr } = await command(wordsOf(line));
        // That of `link` names an order that nobody has entered.
        expect(stderr, line).not.toMatch(/unknown option|code: (usage|config|file)/);
      }
    });
  },
);

test('a command that a message names is made whole with its -- in place', () => {
  const said = commandLine('quarantine retry', ['-5'], '--another');
  expect(wholeLines(`\`${said}\``, 'a.yaml')).toBe('`neto-consolidator quarantine retry --another -- a.yaml -5`');
  const plain = commandLine('link', ['N5'], '--as W5');
  expect(wholeLines(`\`${plain}\``, 'a.yaml')).toBe('`neto-consolidator link a.yaml N5 --as W5`');
  const terms = commandLine('map', ['payment-terms', '-x'], '--to 14');
  expect(wholeLines(`\`${terms}\``, 'a.yaml')).toBe('`neto-consolidator map --to 14 -- payment-terms -x a.yaml`');
});
