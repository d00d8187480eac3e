import { readFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { decide } from '../../src/decisions/decide.ts';
import type { QueuedDecision } from '../../src/session/decisions/queued-decision.ts';
import { takeIfFree } from '../../src/session/decisions/take-left.ts';
import { killAtStep } from '../support/kill-at-step.ts';

/** `killed-child.ts WHAT PIPELINE DECISION STEP`: decides, or takes what is queued, and is killed at that step. */
const [what = '', file = '', decision = '', step = '0'] = process.argv.slice(2);
const home = process.env['NETO_CONSOLIDATOR_HOME'] ?? '';
const pipeline = await readPipeline(file, process.env);
const given = JSON.parse(readFileSync(decision, 'utf8')) as QueuedDecision;

// What is done by promises is a step as well: each stands for one that is done at once.
const steps = killAtStep(Number(step));
const { mkdirSync } = await import('node:fs');
for (const name of ['open', 'link', 'rename', 'rm', 'mkdir', 'readdir'] as const) {
  const original = promises[name] as (...words: never[]) => unknown;
  Reflect.set(promises, name, (...words: never[]) => {
    mkdirSync('/', { recursive: true });
    return original(...words);
  });
}
syncBuiltinESMExports();

const around = { pipeline, home, now: Date.now };
if (what === 'decide') await decide(around, given);
else await takeIfFree(pipeline, around);
console.log(steps());
