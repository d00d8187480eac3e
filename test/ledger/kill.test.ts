import { spawn } from 'node:child_process';
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

test.each(someOf([2, 601, 31, 300], 2))(
  'after kill -9 at step %i, every step that had resolved is in the ledger, and none half',
  async (steps) => {
    const file = join(folder, 'ledger.db');
    const child = spawn(process.execPath, [join(import.meta.dirname, 'ledger-child.ts'), file], {
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
