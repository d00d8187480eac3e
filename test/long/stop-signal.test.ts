import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openArena } from '../chaos/arena.ts';
import { converge } from '../chaos/converge.ts';
import { population } from '../chaos/population.ts';

test.each([
  ['SIGTERM', 143, 'AddOrder'],
  ['SIGINT', 130, 'AddPayment'],
] as const)(
  '%s ends a run whose primary does not answer within 30 s, with exit code %i, and the next run goes on',
  { timeout: 120_000 },
  async (signal, code, action) => {
    const people = population(13, 5);
    const arena = await openArena({ population: people, timeoutSeconds: 100, realTime: true });
    try {
      const command = join(import.meta.dirname, '../../src/cli/main.ts');
      const child = spawn(process.execPath, [command, 'run', arena.file, '--yes', '--output', 'json'], {
        env: { PATH: process.env['PATH'], ...arena.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const said = { out: '', log: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said.out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said.log += text;
      });
      let asked = 0;
      arena.main.faults.next = (request) => {
        if (asked !== 0 || request.action !== action) return undefined;
        asked = performance.now();
        child.kill(signal);
        return { kind: 'silence', when: 'after' };
      };
      const [exit] = await once(child, 'close');
      const seconds = (performance.now() - asked) / 1000;
      expect(exit, said.log).toBe(code);
      expect(seconds).toBeGreaterThan(15);
      expect(seconds).toBeLessThan(30);
      expect(JSON.parse(said.out)).toMatchObject({ status: 'stopped', problems: [] });
      expect(await arena.openIntents()).not.toEqual([]);
      expect((await converge(arena, people.truth)).violations).toEqual([]);
    } finally {
      await arena.close();
    }
  },
);
