import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyCommand } from '../../src/cli/every-command.ts';
import { programForHelp } from '../../src/cli/help-page.ts';
import { repository } from '../fixtures/support.ts';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));

const textOf = (page: string): string => readFileSync(join(repository, page), 'utf8');

describe.each(pages)('%s', (page) => {
  test('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(textOf('package.json'));
    const named = [...textOf(page).matchAll(/\bnpm run (?:-s )?([a-z][a-z:-]*)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('links only to files that exist', () => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(repository, dirname(page), link)))).toEqual([]);
  });

  test('names only commands that exist', async () => {
    const known = everyCommand(await programForHelp()).map(({ name }) => name);
    const named = [...textOf(page).matchAll(/^(?:\$ | {2}\$ )?(neto-consolidator [a-z][a-z-]*)/gm)].map(
      (match) => match[1],
    );
    expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });
});
