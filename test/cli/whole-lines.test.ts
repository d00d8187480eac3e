import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyCommand } from '../../src/cli/every-command.ts';
import { programForHelp } from '../../src/cli/help-page.ts';
import { wrapText } from '../../src/cli/text/wrap.ts';
import { wholeLines } from '../../src/model/command-lines.ts';
import { errorCodes } from '../../src/model/error-codes.ts';
import { reasons } from '../../src/model/reasons.ts';
import { repository } from '../fixtures/support.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { runProgram } from './program.ts';

const FILE = 'mine.yaml';
const commands = everyCommand(await programForHelp());

/** What the program would say to such a line, as far as its words go. */
function complaint(line: string): string | undefined {
  const words = line
    .split(' ')
    .slice(1)
    .filter((word) => word !== '"…"' && word !== 'id>');
  const named = commands
    .filter(({ name }) => `${words.join(' ')} `.startsWith(`${name.replace(/^neto-consolidator ?/, '')} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (named === undefined || named.command.parent === null) return `no command: ${line}`;
  const rest = words.slice(named.name.split(' ').length - 1);
  const options = named.command.options;
  const given = rest.filter((word) => word.startsWith('--'));
  const unknown = given.find((word) => !options.some(({ long }) => long === word));
  if (unknown !== undefined) return `no option ${unknown}: ${line}`;
  const values = given.filter((word) => options.find(({ long }) => long === word)?.required === true).length;
  const optional = given.filter((word) => options.find(({ long }) => long === word)?.optional === true).length;
  const positional =
    rest.filter((word) => !word.startsWith('--')).length - (line.includes('"…"') ? values - 1 : values);
  const needed = named.command.registeredArguments.filter(({ required }) => required).length;
  if (positional < needed || positional > named.command.registeredArguments.length + optional)
    return `${positional} arguments for ${named.name}: ${line}`;
  const missing = options.find(({ mandatory, long }) => mandatory && !given.includes(long ?? ''));
  if (missing !== undefined) return `${missing.long} is missing: ${line}`;
  // `init` makes the file, wherever it is to be.
  const takesFile = named.command.registeredArguments.some((argument) => /^(pipeline|file)$/.test(argument.name()));
  const namesPipeline = rest.some((word) => word === FILE || word.startsWith('fleet:'));
  return namesPipeline || !takesFile || named.command.name() === 'init' ? undefined : `without its file: ${line}`;
}

function linesIn(text: string): string[] {
  return [...wholeLines(text, FILE).matchAll(/`(neto-consolidator [^`]*)`/g)].flatMap(([, line]) => line ?? []);
}

/** Every file of the program's own, without its comments. */
const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('fake-store'))
  .map((name) => ({
    name,
    text: readFileSync(join(repository, 'src', name), 'utf8')
      .replaceAll(/\/\*.*?\*\//gs, '')
      .replaceAll(/^\s*\/\/.*$/gm, ''),
  }));

/** What stands between backticks in texts, be they strings or templates. */
function saidIn(text: string): string[] {
  const inTemplates = [...text.matchAll(/\\`((?:[^`\\]|\\[^`])*)\\`/g)];
  const inStrings = [...text.matchAll(/'[^'\n]*'|"[^"\n]*"/g)].flatMap(([string]) => [
    ...string.matchAll(/`([^`]*)`/g),
  ]);
  return [...inTemplates, ...inStrings].flatMap(([, said]) => (said === undefined ? [] : `\`${said}\``));
}

describe('a command in a message', () => {
  test('is a whole line that can be typed, in the remedy of every code and every reason', () => {
    const remedies = [...Object.values(errorCodes), ...Object.values(reasons)].map(({ remedy }) => remedy);
    const lines = remedies.flatMap(linesIn).filter((line) => !line.includes('<command>'));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.flatMap((line) => complaint(line) ?? [])).toEqual([]);
    // Nothing is left that names an option and is no whole line.
    const short = remedies.flatMap((text) => wholeLines(text, FILE).match(/`[a-z]+ --[^`]*`/g) ?? []);
    expect(short.filter((said) => !/^`(rewrite|import|retry) /.test(said))).toEqual([]);
  });

  test('stands between backticks wherever a source names one with an option, or it would not become whole', () => {
    const bare = sources.flatMap(({ name, text }) =>
      [...text.matchAll(/(?<![`\w]|neto-consolidator )(?:doctor|undo|backfill|adopt|export confirm) --[a-z]+/g)]
        .map(([said]) => `${name}: ${said}`)
        .filter((said) => !said.startsWith('cli/documents/')),
    );
    expect(bare).toEqual([]);
  });

  test('is complete in every message of the sources that names one', () => {
    const all = sources.flatMap(({ text }) =>
      saidIn(text).flatMap((said) => linesIn(said.replaceAll(/\$\{[^}]*\}/g, 'X'))),
    );
    const own = all.filter((line) => !/ (<command>|--help)/.test(line));
    expect(own.length).toBeGreaterThan(40);
    expect(own.flatMap((line) => complaint(line) ?? [])).toEqual([]);
  });

  test('names the file as it was given, quoted where a shell needs it, and is torn by no margin', () => {
    expect(wholeLines('Say so: `doctor --moved`. See `trace`.', 'my files/a.yaml')).toBe(
      "Say so: `neto-consolidator doctor 'my files/a.yaml' --moved`. See `neto-consolidator trace <order id> 'my files/a.yaml'`.",
    );
    expect(wholeLines('Confirm it: `xero confirm`. `xero connect`, `xero accept`, `xero.url`.', FILE)).toBe(
      'Confirm it: `neto-consolidator xero confirm mine.yaml`. `neto-consolidator xero connect mine.yaml`, `neto-consolidator xero accept mine.yaml <number> --reason "…"`, `xero.url`.',
    );
    const text = wholeLines(`${'word '.repeat(12)}\`doctor <pipeline> --close-store south\` and more of it.`, FILE);
    const torn = wrapText(text, 80).split('\n');
    expect(torn.some((line) => line.includes('`neto-consolidator doctor mine.yaml --close-store south`'))).toBe(true);
    expect(Math.max(...torn.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

describe('the program', () => {
  test('says whole lines in reports and errors, and the real command in errors of usage', () =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
      await stores.run();
      await stores.pipeline();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const command = (...words: string[]) => runProgram(words, { folder: stores.home, environment });
      expect((await command('doctor', '--moved')).stderr).toContain('`neto-consolidator doctor --help`');
      expect((await command('quarantine', 'drop', 'pipeline.yaml')).stderr).toContain(
        '`neto-consolidator quarantine drop --help`',
      );
      expect((await command('quarantine', 'show', 'pipeline.yaml', 'N9')).stderr).toContain(
        '`neto-consolidator quarantine list pipeline.yaml`',
      );
    }));

  test.each<[string[], RegExp]>([
    [['trace', 'N999', 'pipeline.yaml'], /Check the number, and the prefix/],
    [['undo', 'pipeline.yaml', '--run', '99'], /`neto-consolidator status pipeline\.yaml` lists the latest runs/],
    [['export', 'confirm', 'pipeline.yaml', '--batch', '7'], /Nothing is to be confirmed/],
    [['doctor', 'pipeline.yaml', '--restore', 'none.db'], /`neto-consolidator doctor pipeline\.yaml --restore` lists/],
    [['link', 'pipeline.yaml', 'N1', '--as', 'N77'], /the number that stands on the order in the primary/],
  ])('says of what is not there where it can be seen: %j', (words, remedy) =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1', ShippingOption: 'Camel' })] }, async (stores) => {
      await stores.run();
      await stores.pipeline();
      const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
      const { stderr, code } = await runProgram(words, { folder: stores.home, environment });
      expect(code).toBe(2);
      expect(stderr).toContain('code: not-found');
      expect(stderr).toMatch(remedy);
      expect(stderr).not.toContain('show what there is');
    }),
  );

  test('asks for --yes without calling it an error, with the whole line on a line of its own', () =>
    withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
      await stores.run();
      await stores.pipeline();
      const environment = {
        MAIN_KEY: 'main-key',
        WEST_KEY: 'west-key',
        NETO_CONSOLIDATOR_HOME: stores.home,
        COLUMNS: '80',
      };
      const { stderr, code } = await runProgram(['undo', 'pipeline.yaml', '--run', '1'], {
        folder: stores.home,
        environment,
      });
      expect(code).toBe(2);
      expect(stderr).not.toContain('error:');
      expect(stderr).not.toContain('code:');
      expect(stderr).toContain('Nothing was changed.');
      const lines = stderr.split('\n');
      expect(lines).toContain('  neto-consolidator undo pipeline.yaml --run 1 --dry-run');
      expect(lines.slice(lines.indexOf('To do it:'))[1]).toBe('  neto-consolidator undo pipeline.yaml --run 1 --yes');
    }));
});
