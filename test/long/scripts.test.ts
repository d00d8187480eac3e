import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../fixtures/support.ts';

/** Each by itself, since what is promised is how a process ends. */
const call = (script: string, ...words: string[]) =>
  spawnSync(process.execPath, [join(repository, script), ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(repository, 'node_modules/.cache/compiled') },
  });

test.each([
  ['chaos', 'test/chaos/chaos.ts', ['--kills', 'many']],
  ['fleet', 'test/fleet/fleet.ts', ['--minutes', 'long']],
  ['month', 'test/month/month.ts', ['--faults', '2']],
  ['false-holds', 'test/false-holds/false-holds.ts', ['--settings', 'odd']],
])(
  'npm run %s says how it is called, and ends with 2 for an option or a value that it does not take',
  (name, script, wrong) => {
    const help = call(script, '--help');
    expect([help.status, help.stdout.split('\n')[0]]).toEqual([0, expect.stringContaining(`npm run ${name} -- [`)]);
    for (const words of [['--wrong'], wrong]) {
      const { status, stdout, stderr } = call(script, ...words);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(words[0]);
      expect(stderr).toContain(`npm run ${name} -- [`);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  },
  60_000,
);
