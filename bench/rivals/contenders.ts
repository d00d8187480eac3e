import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

/** What copies the orders: two scripts, and this program. */
export interface Contender {
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  /** Modules that are loaded ahead of it. */
  readonly ahead: readonly string[];
}

const rivals = import.meta.dirname;

export const oneByOne: Contender = script('one by one, verified', 'one-by-one.ts');
export const inBatches: Contender = script('batches of 20, unverified', 'in-batches.ts');
const thisProgram: Contender = {
  name: 'this program',
  program: join(rivals, '../../dist/cli/main.js'),
  words: ['run', 'pipeline.yaml', '--yes', '--output', 'json'],
  ahead: [join(rivals, '../clock.ts')],
};
export const contenders: readonly Contender[] = [oneByOne, inBatches, thisProgram];

function script(name: string, file: string): Contender {
  return { name, program: join(rivals, file), words: [], ahead: [] };
}

interface Surroundings {
  readonly primary: string;
  readonly secondary: string;
  /** Its own, where it keeps what it remembers from one start to the next. */
  readonly folder: string;
  /** Milliseconds that its clock is ahead. */
  readonly ahead: number;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

interface Ended {
  /** Null where it was killed. */
  readonly code: number | null;
  readonly seconds: number;
  /** What it said. */
  readonly notes: string;
}

export function start(contender: Contender, { primary, secondary, folder, ahead }: Surroundings): Started {
  const started = performance.now();
  copyFileSync(join(rivals, 'pipeline.yaml'), join(folder, 'pipeline.yaml'));
  const imports = contender.ahead.flatMap((file) => ['--import', file]);
  const child = spawn(process.execPath, [...imports, contender.program, ...contender.words], {
    cwd: folder,
    env: {
      ...process.env,
      PRIMARY_URL: primary,
      SECONDARY_URL: secondary,
      BENCHMARK_KEY: 'benchmark-key',
      BENCHMARK_AHEAD: String(ahead),
      NETO_CONSOLIDATOR_HOME: folder,
      COPIED_IDS: join(folder, 'copied-ids.txt'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  const ended = once(child, 'close').then(([code]): Ended => {
    return { code, seconds: (performance.now() - started) / 1000, notes: texts.join('').slice(-3000) };
  });
  return { child, ended };
}
