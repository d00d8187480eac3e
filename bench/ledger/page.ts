import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { type CommandFigures, type CommandName, commandNames, type LedgerFigures } from './measure.ts';
import { linePlot } from './picture.ts';

const docs = join(import.meta.dirname, '../../docs');
const PICTURE = 'images/large-ledger.svg';
const HEADING = '## A large ledger';

const named: Readonly<Record<CommandName, string>> = {
  run: '`run`, nothing new',
  plan: '`plan`, nothing new',
  status: '`status`',
  todo: '`todo`',
  trace: '`trace` of an order',
};

export const TITLES = [
  'records in the ledger',
  'MB',
  'bytes each',
  ...Object.values(named).map((name) => `${name}, s (MB)`),
];

export function rowsOf(figures: readonly LedgerFigures[]): string[][] {
  return figures.map(({ records, bytes, commands }) => [
    records.toLocaleString('en'),
    (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0),
    (bytes / records).toFixed(0),
    ...commandNames.map((name) => told(commands.get(name))),
  ]);
}

function told(figures: CommandFigures | undefined): string {
  return figures === undefined ? '' : `${figures.processorSeconds.toFixed(2)} (${figures.megabytes.toFixed(0)})`;
}

export function settingText(): string {
  const { model = 'unknown processor' } = cpus()[0] ?? {};
  const machine = `${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GB of memory, Node ${process.version.slice(1)}`;
  return `${machine}, load average ${loadavg()[0]?.toFixed(0)}; processor time in seconds and highest memory of a process of its own, the quickest of three.`;
}

/** Into docs/performance.md, between its heading and the next one, what was measured; with its picture. */
export function writeLedgerPage(figures: readonly LedgerFigures[]): void {
  const lines = commandNames.map((name) => ({
    name,
    points: figures.flatMap(({ records, commands }): [number, number][] => {
      const one = commands.get(name);
      return one === undefined ? [] : [[records, Number(one.processorSeconds.toPrecision(2))]];
    }),
  }));
  writeFileSync(join(docs, PICTURE), linePlot('Processor time in seconds', 'records in the ledger', lines));
  const file = join(docs, 'performance.md');
  const page = readFileSync(file, 'utf8');
  const [begin, end] = ['<!-- figures of a large ledger -->', '<!-- end of these figures -->'];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to === -1)
    throw new Error(`docs/performance.md has no place for these figures below "${HEADING}"`);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [row(TITLES), row(TITLES.map(() => '---')), ...rowsOf(figures).map(row)].join('\n');
  const text = `${begin}\n${settingText()}\n\n![Processor time by the number of records](${PICTURE})\n\n${table}\n`;
  writeFileSync(file, page.slice(0, from) + text + page.slice(to));
}
