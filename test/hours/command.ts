/**
 * One command of the program's in a process of its own, by a time that the test sets: `command.ts <milliseconds> <words…>`.
 * What it says, measures and leaves is told to the parent.
 */
import { readdirSync, readlinkSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { writeHeapSnapshot } from 'node:v8';
import { execute } from '../../src/cli/execute.ts';
import { keepHeapSmall } from '../../src/cli/heap.ts';
import { impatience } from '../support/impatience.ts';
import type { Asked, Measure, Told } from './messages.ts';
import { VirtualClock, VirtualTime } from './virtual-time.ts';

const [, , begun = '', ...words] = process.argv;
const tell = (told: Told): void => void process.send?.(told);
const trouble = (kind: string) => (error: unknown) =>
  tell({ kind: 'trouble', text: `${kind}: ${error instanceof Error ? error.stack : String(error)}` });
process.on('unhandledRejection', trouble('unhandled rejection'));
process.on('uncaughtException', trouble('uncaught exception'));
process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') trouble('warning')(warning);
});
keepHeapSmall();

const time = new VirtualTime(Number(begun));
const stop = new AbortController();
const pipelines = words.filter((word) => word.endsWith('.yaml')).length;
const clock = new VirtualClock(time, stop.signal, pipelines, () => tell({ kind: 'at-rest', at: time.now() }));
process.on('message', (asked: Asked) => {
  if (asked.kind === 'time') clock.to(asked.at);
  else if (asked.kind === 'stop') stop.abort('SIGTERM');
  else if (asked.kind === 'snapshot') tell({ kind: 'snapshot-written', file: writeHeapSnapshot(asked.file) });
  else void measured().then((measure) => tell({ kind: 'measured', measure }));
});
// Nothing is left of it where the test is gone.
const orphaned = (): never => process.exit(1);
process.on('disconnect', orphaned);
const before = process.getActiveResourcesInfo();
const say = (text: string): void => tell({ kind: 'said', text });
const code = await execute(words, {
  environment: process.env,
  folder: process.cwd(),
  signal: stop.signal,
  terminal: undefined,
  now: time.now,
  scheduleTime: { clock, between: impatience },
  print: say,
  note: say,
});
// What was closed is gone a turn later.
for (let turns = 0; turns < 10; turns += 1) await turn();
tell({ kind: 'ended', code, left: without(process.getActiveResourcesInfo(), before) });
// Whatever else is left keeps this process from ending, which the parent notices.
process.off('disconnect', orphaned);
process.disconnect();

async function measured(): Promise<Measure> {
  for (let times = 0; times < 3; times += 1) {
    // Code that was compiled and is not needed now goes, too; how much of that there is changes from hour to hour.
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await turn();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return {
    heap: heapUsed,
    outside: external,
    resident: rss,
    resources: without(process.getActiveResourcesInfo(), before),
    files: filesOpen(),
  };
}

/** Those of a list that are more than in the other. */
function without(all: readonly string[], known: readonly string[]): string[] {
  const rest = [...known];
  return all.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

function filesOpen(): string[] {
  const names = readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`).replace(/\d+/, '')];
    } catch {
      // The folder itself, while it was read.
      return [];
    }
  });
  return names.sort();
}
