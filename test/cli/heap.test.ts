import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../fixtures/support.ts';

/** Has the process tell, when it ends, how large the space for new objects is. In a process of its own, since it stays so large. */
const telling = `data:text/javascript,${encodeURIComponent(`
  import { roomForNewObjects } from ${JSON.stringify(`file://${join(repository, 'src/cli/heap.ts')}`)};
  process.once('exit', () => process.send(roomForNewObjects()));
`)}`;

async function roomAfter(words: readonly string[]): Promise<number> {
  const child = fork(join(repository, 'src/cli/main.ts'), words, {
    cwd: repository,
    execArgv: ['--import', telling],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const [[room]] = await Promise.all([once(child, 'message'), once(child, 'close')]);
  return Number(room) / 1024 / 1024;
}

// Each starts the whole program, from its source.
describe('the room that V8 gives new objects', { timeout: 120_000 }, () => {
  test.each(['run', 'plan'])('is eight megabytes where %s goes through many records', async (command) => {
    expect(await roomAfter([command, 'pipelines/demo.yaml'])).toBe(8);
  });

  test.each([['status', 'pipelines/demo.yaml'], ['run', '--help'], ['--version']])(
    'stays small for %s %s',
    async (...words) => {
      expect(await roomAfter(words.filter((word) => word !== undefined))).toBeLessThanOrEqual(2);
    },
  );
});
