/**
 * `machine-child.ts FILE HOME LEASE-SECONDS [CLOCK-AHEAD-MILLISECONDS]`: one run of a pipeline, as on a machine of its own. Says in one
 * line of JSON how it went, and ends with the code of its error. Its clock is set while it goes on.
 */
import { writeSync } from 'node:fs';
import { readPipeline } from '../../../src/config/read-pipeline.ts';
import { ConsolidatorError, exitCodeOf } from '../../../src/model/errors.ts';
import { runPipeline } from '../../../src/run/run.ts';

const [file = '', home = '', leaseSeconds = '60', ahead = '0'] = process.argv.slice(2);
const real = Date.now;
let requests = 0;
Date.now = () => real() + (requests > 3 ? Number(ahead) : 0);
try {
  const pipeline = await readPipeline(file, process.env);
  const { status, problems } = await runPipeline({
    pipeline,
    home,
    yes: true,
    between: { ledger: (ledger) => ledger, store: (client) => client, leaseSeconds: Number(leaseSeconds) },
    progress(event) {
      if (event.kind === 'request') requests += 1;
    },
  });
  writeSync(1, `${JSON.stringify({ status, problems })}\n`);
} catch (error) {
  const code = error instanceof ConsolidatorError ? error.code : 'internal';
  writeSync(1, `${JSON.stringify({ status: code, message: String(error) })}\n`);
  process.exitCode = exitCodeOf(error);
}
