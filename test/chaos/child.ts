/** One run of a pipeline in a process of its own, which kills itself at the point it is told. */
import { writeSync } from 'node:fs';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { runPipeline } from '../../src/run/run.ts';
import { watched } from './kill-points.ts';

const { file, home, ahead, chunk, listSizes, kill, environment } = JSON.parse(process.env['CHAOS'] ?? '{}');
let times = 0;
const between = watched((point) => {
  writeSync(1, `${point}\n`);
  if (kill?.kind !== 'point' || (kill.point ?? point) !== point) return;
  times += 1;
  if (times === kill.time) process.kill(process.pid, 'SIGKILL');
});
const pipeline = await readPipeline(file, environment);
const summary = await runPipeline({
  pipeline,
  home,
  yes: true,
  now: () => Date.now() + ahead,
  between: { ...between, chunk, listSizes },
});
writeSync(1, `${JSON.stringify(summary)}\n`);
