import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { terminalSvg } from '../../scripts/pictures/terminal-svg.ts';
import { repository } from '../fixtures/support.ts';

const folder = path.join(repository, 'docs/images');
const textOf = (page: string): string => readFileSync(path.join(repository, page), 'utf8');

test.each(readdirSync(folder))(
  'the picture %s is small enough to load, and a page shows it and says what it shows',
  (name) => {
    expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(150_000);
    const docs = readdirSync(path.join(repository, 'docs')).filter((page) => page.endsWith('.md'));
    const pages = ['README.md', ...docs.map((page) => `docs/${page}`)].map(textOf).join('\n');
    expect(pages).toMatch(new RegExp(`\\[[^\\]]{15,}\\]\\([^)]*images/${name.replace('.', '\\.')}\\)`));
  },
);

describe('the picture of a terminal', () => {
  test('has each piece of a line in its column, in its colour, and as long as in a terminal', () => {
    const svg = terminalSvg('a  \u001b[36mb c\u001b[39m\n\n\u001b[33m\u001b[1m<x>\u001b[22m\u001b[39m &', 'label');
    const texts = [...svg.matchAll(/<text x="([\d.]+)" y="(\d+)" textLength="([\d.]+)"([^>]*)>([^<]*)</g)].map(
      ([, ...found]) => found,
    );
    expect(texts).toEqual([
      ['20.0', '34', '8.4', '', 'a'],
      ['45.2', '34', '25.2', ' fill="#7dcfff"', 'b c'],
      ['20.0', '72', '25.2', ' fill="#e0af68" font-weight="bold"', '&lt;x&gt;'],
      ['53.6', '72', '8.4', '', '&amp;'],
    ]);
    expect(svg).toContain('aria-label="label"');
  });

  test('is refused for a colour that it does not know, and would leave out', () => {
    expect(() => terminalSvg('\u001b[35mviolet\u001b[39m', 'label')).toThrow('The colour 35 is not known');
  });
});
