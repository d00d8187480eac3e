import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';

/** A command line, and how many times the processor time of a Node that does nothing it may take. */
interface Call {
  readonly words: readonly string[];
  readonly bound: number;
}

interface Measured extends Call {
  readonly ratio: number;
}

interface Program {
  /** `dist/cli/main.js` */
  readonly main: string;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** A pipeline whose ledger holds some hundred records. */
  readonly pipeline: string;
}

/** At least so often, and then until the bounds hold, or it is certain that they do not. */
const FEWEST = 7;
const MOST = 20;

const OF_ALL_COMMANDS = 4;
const OF_ONE_COMMAND = 3;
const TO_LOOK_INTO_A_LEDGER = 10;

function callsFor(pipeline: string): readonly Call[] {
  const told = (bound: number, lines: readonly string[]): readonly Call[] =>
    lines.map((line) => ({ words: line.split(' '), bound }));
  return [
    ...told(OF_ALL_COMMANDS, ['--help', 'help run', '--version', 'rum']),
    ...told(OF_ONE_COMMAND, ['run --help', 'fake-store --help', 'run --nonsense', 'run', 'run pipelines/nowhere.yaml']),
    { words: ['status', pipeline], bound: TO_LOOK_INTO_A_LEDGER },
  ];
}

/**
 * Processor time (user and system) of each call beside that of `node -e 0`. Other work on the machine only ever adds to either, so
 * the least of several runs counts, taken in turns.
 */
export function measureStart({ main, folder, environment, pipeline }: Program): readonly Measured[] {
  const run = (words: readonly string[]) => processorTime(words, folder, environment);
  const calls = callsFor(pipeline).map((call) => ({ ...call, least: Number.POSITIVE_INFINITY }));
  let bare = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST; round += 1) {
    bare = Math.min(bare, run(['-e', '0']));
    const open = round < FEWEST ? calls : calls.filter(({ least, bound }) => least / bare > bound);
    if (open.length === 0) break;
    for (const call of open) call.least = Math.min(call.least, run([main, ...call.words]));
  }
  return calls.map(({ words, bound, least }) => ({ words, bound, ratio: least / bare }));
}

/** A long call is never left in peace on a machine that has more to do than it can: there it may take twice as much. */
export function brokenStart(measured: readonly Measured[]): readonly Measured[] {
  const allowed = (loadavg()[0] ?? 0) > availableParallelism() ? 2 : 1;
  return measured.filter(({ ratio, bound }) => ratio > bound * allowed);
}

export function startText(measured: readonly Measured[]): string {
  return measured
    .map(({ words, ratio, bound }) => `${ratio.toFixed(1).padStart(6)}  (bound ${bound})  ${words.join(' ')}`)
    .join('\n');
}

/** Told by the process itself when it ends, since nobody else can tell one child's from another's. */
const TELLING = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs';" +
    "process.on('exit', () => { const { user, system } = process.cpuUsage(); writeSync(3, String(user + system)); });",
)}`;

/** In microseconds. */
function processorTime(words: readonly string[], folder: string, environment: NodeJS.ProcessEnv): number {
  const { output } = spawnSync(process.execPath, ['--import', TELLING, ...words], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const time = Number(output?.[3] || Number.NaN);
  if (Number.isNaN(time)) throw new Error(`${words.join(' ')} told no time:\n${output?.[1]}\n${output?.[2]}`);
  return time;
}
