import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RunSummary } from '../src/run/summary.ts';
import type { StoreCommand, StoreContents, StoreMessage, StoreTally, Usage } from './messages.ts';

export interface StoreProcess {
  readonly url: string;
  tally(): Promise<StoreTally>;
  contents(): Promise<StoreContents>;
  later(milliseconds: number): Promise<void>;
  /** Of a mixed shop: late payments come in, and orders change. */
  tradeOn(): Promise<void>;
  /** From so many requests on nothing is answered; that one is still done, or not. Until its end the store is asked for nothing else. */
  fallSilent(requests: number, isDone: boolean): Promise<Silence>;
  stop(): Promise<void>;
}

export interface Silence {
  /** Resolves when it has fallen silent. */
  readonly begun: Promise<void>;
  end(): Promise<void>;
}

interface StoreToStart {
  readonly orders: number;
  /** Milliseconds that its clock is ahead. */
  readonly ahead: number;
  readonly latency: number;
  /** Over how many days, up to yesterday, the orders were placed. */
  readonly days?: number;
}

/** @throws Error when the process ends before it has answered */
export async function startStore(
  role: 'primary' | 'secondary' | 'mixed',
  { orders, ahead, latency, days }: StoreToStart,
): Promise<StoreProcess> {
  const given = [orders, ahead, latency, ...(days === undefined ? [] : [days])];
  const child = fork(join(import.meta.dirname, 'store-process.ts'), [role, ...given.map(String)]);
  const ready = await next<StoreMessage>(child);
  if (ready.kind !== 'ready') throw new Error('A store must say first where it listens');
  const answerTo = async (command: StoreCommand): Promise<StoreMessage> => {
    child.send(command);
    return await next<StoreMessage>(child);
  };
  const ask = async (command: StoreCommand): Promise<StoreTally> => {
    const answer = await answerTo(command);
    if (answer.kind !== 'tally') throw new Error('A store was asked for its tally, and said something else');
    return answer.tally;
  };
  return {
    url: ready.url,
    tally: () => ask({ kind: 'tally' }),
    later: async (milliseconds) => {
      await ask({ kind: 'later', milliseconds });
    },
    tradeOn: async () => {
      await ask({ kind: 'trade-on' });
    },
    contents: async () => {
      const answer = await answerTo({ kind: 'contents' });
      if (answer.kind !== 'contents') throw new Error('A store was asked what it holds, and said something else');
      return answer.contents;
    },
    fallSilent: async (requests, isDone) => {
      await ask({ kind: 'fall-silent', requests, isDone });
      let onMessage: (message: unknown) => void = () => {};
      const begun = new Promise<void>((resolve) => {
        onMessage = () => resolve();
        child.on('message', onMessage);
      });
      const end = async (): Promise<void> => {
        child.off('message', onMessage);
        await ask({ kind: 'answer-again' });
      };
      return { begun, end };
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.send({ kind: 'stop' } satisfies StoreCommand);
      await once(child, 'exit');
    },
  };
}

/** What `pipeline.yaml` takes from the environment, and where the run keeps what it shares. */
export function environmentOf(
  [primary, secondary]: readonly [Pick<StoreProcess, 'url'>, Pick<StoreProcess, 'url'>],
  home: string,
): Readonly<Record<string, string>> {
  return {
    PRIMARY_URL: primary.url,
    SECONDARY_URL: secondary.url,
    BENCHMARK_KEY: 'benchmark-key',
    NETO_CONSOLIDATOR_HOME: home,
  };
}

export interface FinishedRun extends Usage {
  /** From the start of the process to its end. */
  readonly seconds: number;
  readonly summary: RunSummary;
}

/** Runs the command that a user runs, in a process of its own. @throws Error when it fails to end with a summary */
export async function runOnce(pipeline: string, environment: Readonly<Record<string, string>>): Promise<FinishedRun> {
  const { code, output, notes, ...figures } = await runCommand(
    ['run', pipeline, '--yes', '--output', 'json'],
    environment,
  );
  try {
    return { ...figures, summary: JSON.parse(output) };
  } catch (cause) {
    throw new Error(`The run ended with ${code} and no summary:\n${notes}`, { cause });
  }
}

export interface FinishedCommand extends Usage {
  readonly code: number;
  readonly seconds: number;
  readonly output: string;
  readonly notes: string;
}

/** Any command, in a process of its own. @throws Error when it does not end by itself */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<FinishedCommand> {
  const started = performance.now();
  const program = join(import.meta.dirname, '../dist/cli/main.js');
  const child = fork(program, [...words], {
    env: { ...process.env, ...environment },
    execArgv: ['clock.ts', 'usage.ts'].flatMap((file) => ['--import', join(import.meta.dirname, file)]),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const [output, notes] = [collect(child.stdout), collect(child.stderr)];
  const usage = next<Usage>(child);
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - started) / 1000;
  try {
    return { ...(await usage), seconds, code: Number(code), output: output.join(''), notes: notes.join('') };
  } catch (cause) {
    throw new Error(`${words[0]} ended with ${code}:\n${notes.join('')}`, { cause });
  }
}

function collect(stream: NodeJS.ReadableStream | null): string[] {
  const texts: string[] = [];
  stream?.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  return texts;
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
