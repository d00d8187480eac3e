import { keepHeapSmall, makeRoomForNewObjects } from '../../src/cli/heap.ts';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { runPipeline } from '../../src/run/run.ts';
import { storeFeeds } from '../../src/session/store-feeds.ts';
import type { ImportMeasured, Used } from './measured.ts';

/** `import --dry-run` in a process of its own: `work.ts PIPELINE HOME FILE…`; says at its end what it used, and what it counted. */
const [, , file = '', home = '', ...files] = process.argv;
// As the command does.
keepHeapSmall();
makeRoomForNewObjects('import');
const pipeline = await readPipeline(file, process.env);
const started = performance.now();
const before = process.cpuUsage();
let read: Used | undefined;
const summary = await runPipeline({
  pipeline,
  home,
  narrowing: { stores: ['west'] },
  feeds: { store: 'west', feeds: storeFeeds({ kind: 'given', files }, { columns: {} }) },
  simulate: true,
  yes: true,
  progress: ({ kind }) => {
    if (kind === 'extracted') read = used();
  },
});
const whole = used();
const measured: ImportMeasured = {
  read: read ?? whole,
  whole,
  status: summary.status,
  orders: summary.stores['west']?.orders,
  quarantined: summary.quarantine.length,
  problems: summary.problems.map(({ message }) => message),
};
process.send?.(measured);
process.disconnect?.();

function used(): Used {
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (user + system) / 1_000_000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}
