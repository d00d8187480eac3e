import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Pipeline } from '../../src/config/pipeline.ts';
import type { RunOutcome } from '../../src/notify/conditions.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { demoPipeline, repository } from '../fixtures/support.ts';
import { startLiar, startMailServer } from './mail-server.ts';
import { ended } from './run-ends.ts';

let home: string;
let demo: Pipeline;
beforeAll(async () => {
  demo = await demoPipeline();
});
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'crashes-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const MONDAY = Date.parse('2026-11-02T00:00:00Z');
const WEEK = 7 * 86_400_000;

interface Settings {
  readonly port: number;
  readonly now?: number;
  readonly digest?: 'never' | 'weekly';
}

/** A process that ends by itself, or is ended. */
function telling(outcome: RunOutcome, { port, now = MONDAY, digest = 'never' }: Settings): ChildProcess {
  const server = { host: '127.0.0.1', port, secure: 'none' as const, login: undefined };
  const email = { to: ['anna@books.example.com'], from: 'alerts@books.example.com', server };
  const pipeline = { ...demo, onProblem: { ...demo.onProblem, email, digest } };
  const given = JSON.stringify({ pipeline, home, outcome, now, toDos: [] });
  const child = spawn(process.execPath, [join(repository, 'test/notify/tell-once.ts'), given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function result(child: ChildProcess): Promise<{ told: number; failures: string[] }> {
  let text = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  await once(child, 'close');
  return JSON.parse(text);
}

const difference = { kind: 'doubled', store: 'west', sourceId: 'N1', targetId: 'W1', message: '' } as const;
const differing = ended({
  status: 'differences',
  differences: [difference as RunSummary['differences'][number]],
});
const idOf = (raw: string): string => /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? '';

test('a process that is killed after the mail was taken and before that is written down tells it again, by the same id, and then no more', async () => {
  let child: ChildProcess | undefined;
  const raws: string[] = [];
  // Takes the message whole, and kills the sender in place of an answer.
  const first = await startMailServer({
    onData(stream, _session, _done) {
      let raw = '';
      stream.on('data', (bytes: Buffer) => {
        raw += bytes.toString();
      });
      stream.on('end', () => {
        raws.push(raw);
        child?.kill('SIGKILL');
      });
    },
  });
  onTestFinished(() => first.close());
  child = telling(differing, { port: first.port });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  const second = await startMailServer();
  onTestFinished(() => second.close());
  // The next run finds no difference any more: what only the first one found is told all the same.
  expect(await result(telling(ended(), { port: second.port }))).toEqual({ told: 1, failures: [] });
  expect(await result(telling(ended(), { port: second.port }))).toEqual({ told: 0, failures: [] });
  expect(second.received).toHaveLength(1);
  expect(second.received[0]?.raw).toContain('orders that it should not have');
  expect(idOf(second.received[0]?.raw ?? '')).toBe(idOf(raws[0] ?? 'none'));
});

test('the weekly message comes once, whether two processes end a run in one moment or one is started again', async () => {
  const server = await startMailServer();
  onTestFinished(() => server.close());
  const week = (weeks: number) => ({ port: server.port, now: MONDAY + weeks * WEEK, digest: 'weekly' as const });
  expect(await result(telling(ended(), week(0)))).toEqual({ told: 0, failures: [] });
  const both = await Promise.all([result(telling(ended(), week(1))), result(telling(ended(), week(1)))]);
  expect(both.map(({ told }) => told).sort()).toEqual([0, 1]);
  expect(await result(telling(ended(), week(1)))).toEqual({ told: 0, failures: [] });
  // Three weeks in which nothing ran are one message.
  expect(await result(telling(ended(), week(4)))).toEqual({ told: 1, failures: [] });
  expect(server.received).toHaveLength(2);
});

test('nothing keeps the process from ending once its time is over', async () => {
  const liar = await startLiar(() => undefined);
  onTestFinished(() => liar.close());
  const begun = performance.now();
  const { told, failures } = await result(telling(differing, { port: liar.port }));
  expect([told, failures]).toEqual([0, [expect.stringContaining('its greeting took longer than 8 seconds')]]);
  expect(performance.now() - begun).toBeLessThan(20_000);
}, 30_000);
