import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { FeedForm } from './samples.ts';
import type { Way } from './ways.ts';

export interface Measure {
  /** By the wall clock, with the start of the process. */
  readonly seconds: number;
  readonly processorSeconds: number;
  /** Resident memory at the highest. */
  readonly megabytes: number;
}

/** GNU time tells what a process used, also one that is not ours. @throws Error when it fails */
export function measure(way: Way, input: string, output: string, form: FeedForm): Measure {
  const started = performance.now();
  const standardOutput = way.toOutput === true ? openSync(output, 'w') : undefined;
  const command = ['-f', '%M %U %S', ...way.command(input, output, form)];
  const result = spawnSync('/usr/bin/time', command, {
    encoding: 'utf8',
    stdio: ['ignore', standardOutput ?? 'ignore', 'pipe'],
  });
  const seconds = (performance.now() - started) / 1000;
  if (standardOutput !== undefined) closeSync(standardOutput);
  if (result.error !== undefined) throw new Error('GNU time is not there: apt-get install time');
  if (result.status !== 0) throw new Error(`${way.name} failed: ${result.stderr}`);
  const [kilobytes = 0, user = 0, system = 0] = (result.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds, processorSeconds: user + system, megabytes: kilobytes / 1024 };
}

/** The least time of several runs, and the most memory. */
export function best(way: Way, input: string, output: string, form: FeedForm): Measure {
  const all = Array.from({ length: way.runs }, () => measure(way, input, output, form));
  return {
    seconds: Math.min(...all.map((one) => one.seconds)),
    processorSeconds: Math.min(...all.map((one) => one.processorSeconds)),
    megabytes: Math.max(...all.map((one) => one.megabytes)),
  };
}
