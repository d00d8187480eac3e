import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync, StatementSync } from 'node:sqlite';

const FILES = [
  'openSync',
  'renameSync',
  'rmSync',
  'mkdirSync',
  'fsyncSync',
  'copyFileSync',
  'chmodSync',
  'writeFileSync',
] as const;

/**
 * Has this process killed, as by `kill -9`, right before it does its n-th thing to a file or a database. Nothing in the
 * program marks these points, so that a new step is one by itself.
 * @returns how many there have been so far
 */
export function killAtStep(step: number): () => number {
  let steps = 0;
  const counting = (original: (...given: never[]) => unknown) =>
    function (this: unknown, ...given: never[]): unknown {
      steps += 1;
      if (steps === step) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, given);
    };
  for (const name of FILES) Reflect.set(fs, name, counting(fs[name] as never));
  syncBuiltinESMExports();
  for (const [of, name] of [
    [DatabaseSync.prototype, 'exec'],
    [DatabaseSync.prototype, 'close'],
    [StatementSync.prototype, 'run'],
  ] as const)
    Reflect.set(of, name, counting(Reflect.get(of, name)));
  return () => steps;
}
