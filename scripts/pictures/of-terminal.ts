import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { repository } from '../../test/fixtures/support.ts';
import { terminalSvg } from './terminal-svg.ts';

/** As many as a page shows without shrinking them. */
const COLUMNS = '86';

/** The demo as a terminal shows it: the run with its verdict and its counts, and one order on both sides. */
export function pictureOfTerminal(): string {
  const output = execFileSync(process.execPath, [path.join(repository, 'src/cli/main.ts'), 'demo'], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TMPDIR: process.env['TMPDIR'],
      FORCE_COLOR: '1',
      COLUMNS,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const run = between(output, '$ neto-consolidator run pipelines/demo.yaml --yes', 'Copied, and worth a look');
  const trace = between(output, '$ neto-consolidator trace ', '  Not compared');
  return terminalSvg(
    `${run}\n\n${trace}`,
    'neto-consolidator in a terminal: a run, what it copied, and one order on both sides',
  );
}

/** Whole lines as they were written, from the first that begins so to before the next that begins so. */
function between(output: string, begin: string, end: string): string {
  const lines = output.split('\n');
  const plain = lines.map((line) => stripVTControlCharacters(line));
  const first = plain.findIndex((line) => line.startsWith(begin));
  const last = plain.findIndex((line, index) => index > first && line.startsWith(end));
  if (first < 0 || last < 0) throw new Error(`The output of the demo has nothing from "${begin}" to "${end}".`);
  return lines.slice(first, last).join('\n').trimEnd();
}
