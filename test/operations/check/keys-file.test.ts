import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { executeHere } from '../../cli/execute-here.ts';
import { withTwoStores } from '../../rules/support/two-stores.ts';

/** What `check` says of a file of keys with these rights: the one that is named, or the `.env` beside the pipeline file. */
function saidOf(name: string, rights: number): Promise<string> {
  return withTwoStores({}, async ({ pipeline, home }) => {
    await pipeline();
    const file = join(home, name);
    writeFileSync(file, 'MAIN_KEY=main-key\nWEST_KEY=west-key\n');
    chmodSync(file, rights);
    const named = name === '.env' ? {} : { NETO_CONSOLIDATOR_KEYS: file };
    const { stdout } = await executeHere(['check', 'pipeline.yaml', '--output', 'json'], {
      ...{ folder: home, home },
      environment: named,
    });
    const { findings } = JSON.parse(stdout) as { findings: { message: string; remedy: string }[] };
    return findings
      .filter(({ message }) => message.includes('and the keys in it'))
      .map(({ message, remedy }) => `${message} ${remedy}`.replaceAll(file, 'FILE'))
      .join('\n');
  });
}

test.each(['.env', 'keys of the service'])('check warns of keys that others can read, in the file %s', async (name) => {
  expect(await saidOf(name, 0o644)).toBe(
    'Other users of this machine can read FILE, and the keys in it. Take that right away: chmod 600 FILE',
  );
  expect(await saidOf(name, 0o600)).toBe('');
});
