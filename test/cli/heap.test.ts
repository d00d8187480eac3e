import { fork, spawnSync } from 'node:child_process';
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

/** What V8 takes at the most, beside its heap, to parse two thousand answers; megabytes. */
const parsing = `
  import { getHeapStatistics } from 'node:v8';
  import { createServer } from 'node:http';
  import { once } from 'node:events';
  import { keepHeapSmall } from ${JSON.stringify(`file://${join(repository, 'src/cli/heap.ts')}`)};
  if (process.argv[1] === 'small') keepHeapSmall();
  const { Client } = await import('undici');
  const server = createServer((_, answer) => answer.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new Client('http://127.0.0.1:' + server.address().port);
  for (let request = 0; request < 2_000; request += 1)
    await (await client.request({ path: '/', method: 'GET' })).body.dump();
  await client.close();
  server.close();
  console.log(getHeapStatistics().peak_malloced_memory / 1024 / 1024);
`;

test('what parses answers is not compiled a second time, which would take 20 MB for good', { timeout: 120_000 }, () => {
  const taken = (how: string): number => {
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', parsing, how], { cwd: repository });
    return Number(stdout.toString());
  };
  // The rest is what V8 takes to compile the test itself.
  expect(taken('small')).toBeLessThan(taken('as it is') - 8);
});
