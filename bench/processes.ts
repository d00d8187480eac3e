import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RunReport, StoreCommand, StoreMessage, StoreTally } from './messages.ts';

export interface StoreProcess {
  readonly url: string;
  tally(): Promise<StoreTally>;
  later(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error when the process ends before it has answered */
export async function startStore(role: 'primary' | 'secondary', orders = 0): Promise<StoreProcess> {
  const child = start('store-process.ts', [role, String(orders)]);
  const ready = await next<StoreMessage>(child);
  if (ready.kind !== 'ready') throw new Error('A store must say first where it listens');
  const ask = async (command: StoreCommand): Promise<StoreTally> => {
    child.send(command);
    const answer = await next<StoreMessage>(child);
    if (answer.kind !== 'tally') throw new Error('A store was asked for its tally, and said something else');
    return answer.tally;
  };
  return {
    url: ready.url,
    tally: () => ask({ kind: 'tally' }),
    later: async (milliseconds) => {
      await ask({ kind: 'later', milliseconds });
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.send({ kind: 'stop' } satisfies StoreCommand);
      await once(child, 'exit');
    },
  };
}

/** @throws Error when the run fails to end with a report */
export async function runOnce(
  file: string,
  home: string,
  millisecondsAhead: number,
  environment: Readonly<Record<string, string>>,
): Promise<RunReport> {
  const child = start('run-process.ts', [file, home, String(millisecondsAhead)], environment);
  const report = await next<RunReport>(child);
  if (child.exitCode === null) await once(child, 'exit');
  return report;
}

function start(script: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return fork(join(import.meta.dirname, script), args, { env: { ...process.env, ...environment } });
}

function next<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`A process of the benchmark ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as Message);
    });
  });
}
