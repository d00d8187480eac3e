import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { someOf } from '../support/many.ts';
import { openLedger } from '../support/open-ledger.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @param more what else the child is told */
async function killedAfter(steps: number, ...more: string[]): Promise<{ file: string; said: readonly string[] }> {
  const file = join(folder, 'ledger.db');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'ledger-child.ts'), file, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === steps) child.kill('SIGKILL');
  }
  expect((await exited)[1]).toBe('SIGKILL');
  expect(said.length).toBeGreaterThanOrEqual(steps);
  return { file, said };
}

test.each(someOf([2, 601, 31, 300], 2))(
  'after kill -9 at step %i, every step that had resolved is in the ledger, and none half',
  async (steps) => {
    const { file, said } = await killedAfter(steps);
    const ledger = openLedger(file);
    const open = await ledger.openIntents();
    expect(open.length).toBeLessThanOrEqual(1);
    for (const line of said) {
      const [step, number] = line.split(' ');
      const record = await ledger.find({ store: 'west', entity: 'orders', sourceId: `N${number}` });
      const allowed = { staged: ['staged', 'writing', 'loaded'], intent: ['writing', 'loaded'], loaded: ['loaded'] }[
        step ?? ''
      ];
      expect(allowed, line).toContain(record?.state);
      if (record?.state === 'writing') expect(open.map((intent) => intent.targetId)).toEqual([`W${number}`]);
    }
    await ledger.close();
  },
);

test('after kill -9 each intent is there that had resolved, with all that came before it, and of what comes later nothing without it', async () => {
  const { file, said } = await killedAfter(200, 'soon');
  const ledger = openLedger(file);
  const stateOf = async (number: number) =>
    (await ledger.find({ store: 'west', entity: 'orders', sourceId: `N${number}` }))?.state;
  const last = said.filter((line) => line.startsWith('intent')).length;
  for (let number = 1; number < last; number += 1) expect(await stateOf(number)).toBe('loaded');
  expect(['writing', 'loaded']).toContain(await stateOf(last));
  // The child may have gone on by one intent that it could not tell of any more.
  const next = await stateOf(last + 1);
  if (next !== undefined) expect(await stateOf(last)).toBe('loaded');
  expect(await stateOf(last + 2)).toBeUndefined();
  await ledger.close();
});

test.each(['exit', 'throw'])('a process that ends by itself (%s) puts down what it called done', async (how) => {
  const file = join(folder, 'ledger.db');
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'ending-child.ts'), file, how]);
  expect(status).toBe(how === 'throw' ? 1 : 0);
  const ledger = openLedger(file);
  expect(await ledger.find({ store: 'west', entity: 'orders', sourceId: 'N1' })).toMatchObject({ state: 'staged' });
  await ledger.close();
});
