import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCodeOf } from '../../src/model/errors.ts';
import { takeLock } from '../../src/session/lock.ts';

let folder = '';
let owner: ChildProcess;
const lockFile = () => join(folder, 'pipeline.db.lock');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  owner = spawn(process.execPath, [join(import.meta.dirname, 'lock-child.ts'), lockFile()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (owner.stdout === null) throw new Error('no stdout');
  await once(owner.stdout, 'data');
});
afterEach(async () => {
  if (owner.exitCode === null && owner.signalCode === null) await end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function end(signal: NodeJS.Signals): Promise<void> {
  const ended = once(owner, 'exit');
  owner.kill(signal);
  await ended;
}

function refusal(): unknown {
  try {
    takeLock(lockFile(), 'the pipeline test').release();
  } catch (error) {
    return error;
  }
  return undefined;
}

test('a second owner is refused at once, with exit code 5 and the pid of the first', () => {
  const error = refusal();
  expect(error).toMatchObject({ code: 'pipeline-locked' });
  expect(String(error)).toContain(`Another run holds the pipeline test (process ${owner.pid}).`);
  expect(exitCodeOf(error)).toBe(5);
});

test('an owner that is stopped, but alive, still holds it', () => {
  owner.kill('SIGSTOP');
  expect(refusal()).toMatchObject({ code: 'pipeline-locked' });
});

test('an owner that was killed holds it no longer, though its pid file is left', async () => {
  await end('SIGKILL');
  expect(refusal()).toBeUndefined();
});

test('a released lock may be taken again in the same process', () => {
  const other = join(folder, 'other.lock');
  takeLock(other, 'this').release();
  const again = takeLock(other, 'this');
  expect(() => takeLock(other, 'this')).toThrow(/Another run holds this \(process \d+\)/);
  again.release();
});
