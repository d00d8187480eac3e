import { readPipeline } from '../src/pipeline/config/read-pipeline.ts';
import { runPipeline } from '../src/pipeline/run/run.ts';
import { reply } from './messages.ts';

/** One run of a pipeline in a process of its own: `run-process.ts <pipeline file> <state folder> <milliseconds ahead>`. */
const [file = '', home = '', ahead = '0'] = process.argv.slice(2);
const started = performance.now();
const summary = await runPipeline({
  pipeline: await readPipeline(file, process.env),
  home,
  yes: true,
  now: () => Date.now() + Number(ahead),
});
const usage = process.resourceUsage();
const entities = Object.entries(summary.stores['west'] ?? {});
reply({
  seconds: (performance.now() - started) / 1000,
  processorSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1_000_000,
  // Kilobytes, at the highest.
  megabytes: usage.maxRSS / 1024,
  status: summary.status,
  problems: [...summary.problems, ...summary.differences].map(({ message }) => message),
  created: Object.fromEntries(entities.map(([entity, { created }]) => [entity, created])),
  read: Object.fromEntries(entities.map(([entity, { read }]) => [entity, read])),
});
process.disconnect();
