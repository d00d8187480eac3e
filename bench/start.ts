import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenStart, measureStart, startText } from './start-time.ts';

/** How long the command line takes to say something, as it is built (`npm run build`) and as it stands in the checkout. */
const repository = join(import.meta.dirname, '..');
const built = join(repository, 'dist/cli/main.js');
const source = join(repository, 'src/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'start-bench-'));

try {
  const environment = { PATH: process.env['PATH'], HOME: folder };
  // A ledger of some hundred records: that of the demo, whose stores are not needed afterwards.
  for (const words of [
    ['demo', '--keep', 'kept'],
    ['demo', '--stop', 'kept'],
  ])
    execFileSync(process.execPath, [source, ...words], { cwd: folder, env: environment, stdio: 'ignore' });
  const around = { folder, environment, pipeline: join(folder, 'kept/pipelines/demo.yaml') };
  console.log('Times the processor time of a Node that does nothing:');
  if (existsSync(built)) {
    const measured = measureStart({ main: built, ...around });
    console.log(`\nbuilt\n${startText(measured)}`);
    if (brokenStart(measured).length > 0) process.exitCode = 1;
  } else console.log('\nNothing is built; npm run build does it.');
  console.log(
    `\nfrom the source, whose types have to be taken out first; no bound\n${startText(measureStart({ main: source, ...around }))}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
