import { execFileSync } from 'node:child_process';
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

test('a command that a message names is made whole with its -- in place', () => {
  const said = commandLine('quarantine retry', ['-5'], '--another');
  expect(wholeLines(`\`${said}\``, 'a.yaml')).toBe('`neto-consolidator quarantine retry --another -- a.yaml -5`');
  const plain = commandLine('link', ['N5'], '--as W5');
  expect(wholeLines(`\`${plain}\``, 'a.yaml')).toBe('`neto-consolidator link a.yaml N5 --as W5`');
  const terms = commandLine('map', ['payment-terms', '-x'], '--to 14');
  expect(wholeLines(`\`${terms}\``, 'a.yaml')).toBe('`neto-consolidator map --to 14 -- payment-terms -x a.yaml`');
});
