import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which folder of `src/` may import which others, as docs/architecture.md shows it. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  neto: ['model'],
  feeds: ['model'],
  ledger: ['model'],
  // Two independent readings of the API, and two independent ways to calculate.
  'fake-store': [],
  extract: ['model', 'neto', 'feeds'],
  resolve: ['model', 'neto'],
  transform: ['model'],
  // Of transform the rules alone: what a copy is compared with shares nothing with what makes it.
  compare: ['model', 'transform'],
  load: ['model', 'neto', 'feeds', 'compare'],
  pipeline: ['model', 'neto', 'feeds', 'ledger', 'extract', 'resolve', 'transform', 'compare', 'load'],
  // Not the ledger: a mistake in it must not hide itself.
  reconcile: ['model', 'neto', 'feeds', 'extract', 'transform', 'compare', 'load', 'pipeline'],
  proof: ['reconcile', 'pipeline', 'ledger', 'model'],
  report: ['proof', 'reconcile', 'pipeline', 'ledger', 'model'],
  notify: ['pipeline', 'model'],
  schedule: ['pipeline', 'ledger', 'model'],
};

const source = resolve(import.meta.dirname, '../../src');

interface Import {
  readonly file: string;
  readonly target: string;
}

function layerOf(path: string): string {
  return relative(source, path).split(sep)[0] ?? '';
}

/** Every relative import, export-from and dynamic import of a file's text. */
function importsOf(file: string, text: string): Import[] {
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g);
  return [...found].map((match) => ({ file, target: resolve(dirname(file), match[1] ?? '') }));
}

function breaks(entry: Import): string | undefined {
  const from = layerOf(entry.file);
  const to = layerOf(entry.target);
  const rule = allowed[from];
  if (from === to || rule === undefined || rule.includes(to)) return undefined;
  return `${relative(source, entry.file)} imports ${relative(source, entry.target)}: ${from} may import ${rule.join(', ') || 'nothing of ours'}`;
}

function sourceFiles(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(source, name));
}

describe('layers', () => {
  test('no file imports a layer that it may not import', () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(10);
    const broken = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8'))).map(breaks);
    expect(broken.filter((entry) => entry !== undefined)).toEqual([]);
  });

  test('every folder of src has a rule, or is one of those that may import all', () => {
    const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = new Set([...Object.keys(allowed), 'cli']);
    expect(folders.map((entry) => entry.name).filter((name) => !known.has(name))).toEqual([]);
  });

  test('what copies are compared with shares no code with their drafts', () => {
    const files = sourceFiles().filter((file) => layerOf(file) === 'compare');
    expect(files.length).toBeGreaterThan(5);
    const targets = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8'))).map(({ target }) => target);
    const others = targets.filter((target) => !['model', 'compare'].includes(layerOf(target)));
    expect([...new Set(others)]).toEqual([join(source, 'transform/rules.ts')]);
    // Nor by way of those: the rules and the model bring no code of the draft's along.
    const rules = importsOf(
      '',
      readFileSync(join(source, 'transform/rules.ts'), 'utf8').replaceAll(/^import type .*$/gm, ''),
    );
    expect(rules).toEqual([]);
  });

  test('docs/architecture.md has the same table', () => {
    const page = readFileSync(join(source, '../docs/architecture.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `src\/([a-z-]+)\/` \|.*\| ([^|]+) \|$/gm)];
    const documented = rows.map(([, folder = '', imports = '']) => [
      folder,
      imports === 'nothing of ours' ? [] : imports.split(', '),
    ]);
    expect(Object.fromEntries(documented)).toEqual({ ...allowed, cli: ['everything'] });
  });

  test('the check itself sees a broken layer, in each form of import', () => {
    const file = join(source, 'fake-store/example.ts');
    for (const line of [
      "import { x } from '../neto/client.ts';",
      "import type { X } from '../neto/client.ts';",
      "export * from '../neto/client.ts';",
      "await import('../neto/client.ts');",
      "import '../neto/client.ts';",
    ]) {
      expect(importsOf(file, line).map(breaks), line).toEqual([
        'fake-store/example.ts imports neto/client.ts: fake-store may import nothing of ours',
      ]);
    }
  });
});
