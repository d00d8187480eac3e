import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which folder of `src/` may import which others, as docs/architecture.md shows it. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  neto: ['model'],
  xero: ['model'],
  // What the books are to show is given to it, by whoever knows the primary.
  arrival: ['model', 'xero'],
  feeds: ['model'],
  // Its words and verbs; its rules, which touch nothing; what keeps it, which knows no rule; and what joins the two.
  ledger: ['model'],
  'ledger/transitions': ['model', 'ledger'],
  'ledger/storage': ['model', 'ledger'],
  'ledger/storage/sqlite': ['model', 'ledger', 'ledger/storage'],
  'ledger/storage/postgres': ['model', 'ledger', 'ledger/storage'],
  'ledger/verbs': ['model', 'ledger', 'ledger/transitions', 'ledger/storage'],
  'ledger/open': ['model', 'ledger', 'ledger/storage/sqlite', 'ledger/storage/postgres', 'ledger/verbs'],
  // Two independent readings of the API, and two independent ways to calculate.
  'fake-store': [],
  'fake-xero': [],
  transform: ['model'],
  config: ['model', 'transform', 'entities'],
  'entities/reading': ['model', 'neto'],
  'entities/definition': [
    'model',
    'neto',
    'feeds',
    'transform',
    'entities/reading',
    'entities/comparing',
    'entities/writing',
  ],
  // Of transform the rules alone: what a copy is compared with shares nothing with what makes it.
  'entities/comparing': ['model', 'transform'],
  'entities/writing': ['model', 'neto', 'entities/comparing'],
  'entities/order/read': ['model', 'neto', 'entities/definition', 'entities/reading'],
  'entities/order/transform': ['model', 'transform'],
  'entities/order/compare': ['model', 'transform', 'entities/comparing'],
  'entities/order/write': [
    'model',
    'neto',
    'feeds',
    'transform',
    'entities/definition',
    'entities/comparing',
    'entities/writing',
    'entities/order/transform',
    'entities/order/compare',
  ],
  'entities/order': [
    'model',
    'entities/definition',
    'entities/comparing',
    'entities/order/read',
    'entities/order/transform',
    'entities/order/compare',
    'entities/order/write',
  ],
  // No entity knows another one.
  'entities/product': [
    'model',
    'neto',
    'feeds',
    'transform',
    'entities/definition',
    'entities/reading',
    'entities/comparing',
    'entities/writing',
  ],
  'entities/customer': [
    'model',
    'neto',
    'feeds',
    'transform',
    'entities/definition',
    'entities/reading',
    'entities/comparing',
    'entities/writing',
  ],
  'entities/payment': [
    'model',
    'neto',
    'feeds',
    'transform',
    'entities/definition',
    'entities/reading',
    'entities/comparing',
    'entities/writing',
  ],
  'entities/return': [
    'model',
    'neto',
    'transform',
    'entities/definition',
    'entities/reading',
    'entities/comparing',
    'entities/writing',
  ],
  entities: [
    'model',
    'entities/definition',
    'entities/product',
    'entities/customer',
    'entities/order',
    'entities/payment',
    'entities/return',
  ],
  session: [
    'model',
    'neto',
    'xero',
    'feeds',
    'ledger',
    'ledger/open',
    'config',
    'transform',
    'entities',
    'fleet/limits',
  ],
  'run/protocol': ['model', 'neto', 'ledger', 'config', 'entities', 'session'],
  'run/context': ['model', 'neto', 'ledger', 'config', 'transform', 'entities', 'session', 'run/protocol'],
  'run/copies': ['model', 'neto', 'ledger', 'ledger/transitions', 'transform', 'entities', 'session', 'run/context'],
  'run/extract': [
    'model',
    'ledger',
    'ledger/transitions',
    'transform',
    'entities',
    'session',
    'run/context',
    'run/copies',
  ],
  'run/extract/files': [
    'model',
    'neto',
    'feeds',
    'ledger',
    'config',
    'transform',
    'entities',
    'session',
    'run/context',
    'run/copies',
    'run/extract',
  ],
  // What the primary shows, it is told by `run/copies`, and of its store by a source.
  'run/load': [
    'model',
    'ledger',
    'ledger/transitions',
    'transform',
    'entities',
    'session',
    'run/protocol',
    'run/context',
    'run/copies',
    'run/extract',
  ],
  'run/close': [
    'model',
    'neto',
    'ledger',
    'ledger/transitions',
    'transform',
    'entities',
    'session',
    'run/protocol',
    'run/context',
    'run/copies',
    'run/extract',
  ],
  run: [
    'model',
    'neto',
    'arrival',
    'ledger',
    'ledger/open',
    'ledger/transitions',
    'config',
    'entities',
    'session',
    'run/protocol',
    'run/context',
    'run/copies',
    'run/extract',
    'run/extract/files',
    'run/load',
    'run/close',
  ],
  operations: [
    'model',
    'neto',
    'xero',
    'feeds',
    'ledger',
    'ledger/open',
    'ledger/transitions',
    'config',
    'transform',
    'entities',
    'session',
    'run/protocol',
    'run/context',
    'run/copies',
    'run',
    'verdict',
  ],
  trace: [
    'model',
    'neto',
    'xero',
    'entities',
    'transform',
    'ledger',
    'config',
    'session',
    'run',
    'operations',
    'reconcile',
    'proof',
    'verdict',
  ],
  decisions: [
    'model',
    'entities',
    'ledger',
    'ledger/transitions',
    'config',
    'session',
    'run/copies',
    'run',
    'operations',
    'proof',
    'verdict',
    'trace',
    'month',
  ],
  // How a page or a table is written, so that nothing a store sent does anything there.
  page: ['model'],
  // Not the ledger: a mistake in it must not hide itself.
  reconcile: [
    'model',
    'neto',
    'xero',
    'arrival',
    'feeds',
    'page',
    'config',
    'transform',
    'entities',
    'session',
    'run/load',
    'run',
  ],
  proof: [
    'model',
    'neto',
    'arrival',
    'entities',
    'ledger',
    'ledger/transitions',
    'config',
    'session',
    'run/context',
    'run',
    'reconcile',
  ],
  verdict: ['model', 'arrival', 'entities', 'ledger', 'config', 'session', 'run', 'proof'],
  month: [
    'model',
    'arrival',
    'feeds',
    'page',
    'entities',
    'ledger',
    'config',
    'transform',
    'run',
    'reconcile',
    'proof',
    'verdict',
  ],
  report: [
    'model',
    'page',
    'entities',
    'ledger',
    'ledger/open',
    'ledger/transitions',
    'config',
    'reconcile',
    'proof',
    'verdict',
  ],
  // It tells what the verdict says; of the ledger it is given sentences.
  notify: ['model', 'entities', 'page', 'ledger', 'ledger/open', 'config', 'session', 'run', 'verdict'],
  schedule: ['model', 'config', 'run'],
  // Who may come in knows nothing of what is shown.
  'serve/access': ['model', 'page'],
  'serve/pipelines': [
    'model',
    'config',
    'ledger',
    'ledger/open',
    'session',
    'operations',
    'verdict',
    'decisions',
    'fleet/jobs',
    'fleet/pipelines',
    'fleet/status',
    'serve/access',
  ],
  'serve/frame': ['model', 'page', 'schedule', 'serve/access', 'serve/pipelines'],
  'serve/metrics': ['model', 'fleet/status', 'serve/pipelines', 'serve/frame'],
  'serve/live': ['model', 'page', 'entities', 'session', 'serve/pipelines', 'serve/frame'],
  'serve/jobs': [
    'model',
    'page',
    'entities',
    'session',
    'reconcile',
    'proof',
    'month',
    'report',
    'decisions',
    'serve/pipelines',
    'serve/frame',
    'serve/live',
    'operations',
    'run',
    'schedule',
  ],
  'serve/pages': [
    'model',
    'page',
    'entities',
    'ledger',
    'config',
    'session',
    'run',
    'proof',
    'month',
    'report',
    'verdict',
    'trace',
    'decisions',
    'fleet/jobs',
    'fleet/pipelines',
    'fleet/status',
    'serve/access',
    'serve/pipelines',
    'serve/frame',
    'serve/live',
    'serve/jobs',
  ],
  'serve/decisions': [
    'model',
    'page',
    'entities',
    'ledger',
    'ledger/transitions',
    'session',
    'run',
    'operations',
    'verdict',
    'decisions',
    'serve/access',
    'serve/pipelines',
    'serve/frame',
    'serve/pages',
    'serve/jobs',
  ],
  serve: [
    'model',
    'page',
    'serve/access',
    'serve/pipelines',
    'serve/frame',
    'serve/metrics',
    'serve/live',
    'serve/jobs',
    'serve/pages',
    'serve/decisions',
  ],
  // Its own database, jobs and pipelines; what a run is, whoever calls it says.
  'fleet/database': ['model', 'ledger/storage/postgres'],
  'fleet/jobs': ['model', 'fleet/database'],
  'fleet/pipelines': ['model', 'fleet/database', 'fleet/jobs'],
  'fleet/limits': ['model', 'neto', 'fleet/database'],
  'fleet/status': ['model', 'fleet/database', 'fleet/jobs'],
  // A dialogue that could be held elsewhere than in a terminal's command.
  'cli/init': ['model', 'neto', 'config', 'entities', 'entities/reading', 'entities/product', 'operations', 'session'],
};

const source = resolve(import.meta.dirname, '../../src');

interface Import {
  readonly file: string;
  readonly target: string;
}

/** The folder with a rule that a file lies in: the innermost one. */
function layerOf(path: string): string {
  const folders = relative(source, path).split(sep).slice(0, -1);
  for (let depth = folders.length; depth > 1; depth -= 1) {
    const name = folders.slice(0, depth).join('/');
    if (Object.hasOwn(allowed, name)) return name;
  }
  return folders[0] ?? '';
}

/** Those that are reached from themselves, by what each reaches at once. */
function inCircles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...graph.keys()].filter((start) => {
    const seen = new Set<string>();
    const open = [...(graph.get(start) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(graph.get(next) ?? []));
    }
    return seen.has(start);
  });
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
  // All entities, and what they share.
  if (to.startsWith('entities/') && rule.includes('entities')) return undefined;
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
    const known = new Set([...Object.keys(allowed).map((name) => name.split('/')[0] ?? ''), 'cli']);
    expect(folders.map((entry) => entry.name).filter((name) => !known.has(name))).toEqual([]);
  });

  test('what keeps a ledger is chosen where it is opened, and nothing else knows of SQLite, nor that it is a file', () => {
    const knowing = sourceFiles().filter((file) => {
      const text = readFileSync(file, 'utf8');
      return (
        /from 'node:sqlite'|DatabaseSync|PRAGMA|Sync\(pipeline\.ledger/.test(text) ||
        importsOf(file, text).some(({ target }) => layerOf(target) === 'ledger/storage/sqlite')
      );
    });
    const outside = knowing.filter((file) => layerOf(file) !== 'ledger/storage/sqlite');
    expect(knowing.length).toBeGreaterThan(20);
    // Three that are no ledger: the log that the processes of a machine share, a lock that falls away with its owner, and what a
    // process keeps outside of its memory while it lasts.
    expect(outside.map((file) => relative(source, file)).sort()).toEqual([
      'ledger/open/keeper-of.ts',
      'neto/request-log.ts',
      'session/kept-aside.ts',
      'session/lock.ts',
    ]);
  });

  test('no file and no folder imports itself by way of others', () => {
    const imports = sourceFiles().flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));
    const graphOf = (nameOf: (path: string) => string) => {
      const graph = new Map<string, Set<string>>();
      for (const { file, target } of imports) {
        const [from, to] = [nameOf(file), nameOf(target)];
        if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
      }
      return graph;
    };
    expect(inCircles(graphOf((path) => relative(source, path)))).toEqual([]);
    expect(inCircles(graphOf(layerOf))).toEqual([]);
    expect(
      inCircles(
        new Map([
          ['a', new Set(['b'])],
          ['b', new Set(['c'])],
          ['c', new Set(['b'])],
        ]),
      ),
    ).toEqual(['b', 'c']);
  });

  test('no folder holds more than 15 % of the lines', () => {
    const lines = new Map<string, number>();
    for (const file of sourceFiles()) {
      const count = readFileSync(file, 'utf8').split('\n').length;
      lines.set(layerOf(file), (lines.get(layerOf(file)) ?? 0) + count);
    }
    const all = [...lines.values()].reduce((sum, count) => sum + count, 0);
    const large = [...lines].filter(([, count]) => count > 0.15 * all).map(([folder]) => folder);
    expect(large).toEqual([]);
  });

  test('hardly anything is given the whole of a run', () => {
    const whole = sourceFiles().filter((file) => /\bRunContext\b/.test(readFileSync(file, 'utf8')));
    expect(whole.map((file) => relative(source, file)).filter((file) => file.startsWith('run/load/'))).toEqual([]);
    expect(whole.length).toBeLessThan(20);
  });

  test('only the border and the session send requests: all else asks the functions of the border, by their names', () => {
    const sending = sourceFiles().filter((file) => /\.request\(/.test(readFileSync(file, 'utf8')));
    const rooms = new Set(sending.map(layerOf).filter((layer) => layer !== 'fake-store'));
    expect([...rooms].sort()).toEqual(['neto', 'session', 'xero']);
  });

  test('the way of an order from extract to approval goes through at most 12 files', () => {
    const page = readFileSync(join(source, '../docs/architecture.md'), 'utf8');
    const steps = [...page.matchAll(/^\| ([2-7])\. .*$/gm)];
    const files = new Set(steps.flatMap(([row]) => row.match(/src\/[a-z/-]+\.ts/g) ?? []));
    expect(steps).toHaveLength(6);
    expect(files.size).toBeGreaterThan(6);
    expect(files.size).toBeLessThanOrEqual(12);
  });

  test('what copies are compared with shares no code with their drafts', () => {
    const isComparison = (file: string): boolean =>
      /^entities\/(comparing|order\/compare)\/|^entities\/[a-z]+\/compare[a-z-]*\.ts$/.test(relative(source, file));
    const files = sourceFiles().filter(isComparison);
    expect(files.length).toBeGreaterThan(20);
    const targets = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8'))).map(({ target }) => target);
    const others = targets.filter((target) => layerOf(target) !== 'model' && !isComparison(target));
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
    const rows = [...page.matchAll(/^\| `src\/([a-z/-]+)\/` \|.*\| ([^|]+) \|$/gm)];
    const documented = rows.map(([, folder = '', imports = '']) => [
      folder,
      imports === 'nothing of ours' ? [] : imports.split(', '),
    ]);
    expect(Object.fromEntries(documented)).toEqual({ ...allowed, cli: ['everything'] });
  });

  test('the check itself sees a broken layer, in each form of import', () => {
    const file = join(source, 'fake-store/example.ts');
    for (const line of [
      "import { x } from '../../src/neto/client.ts';",
      "import type { X } from '../../src/neto/client.ts';",
      "export * from '../../src/neto/client.ts';",
      "await import('../../src/neto/client.ts');",
      "import '../../src/neto/client.ts';",
    ]) {
      expect(importsOf(file, line).map(breaks), line).toEqual([
        'fake-store/example.ts imports neto/client.ts: fake-store may import nothing of ours',
      ]);
    }
  });
});
