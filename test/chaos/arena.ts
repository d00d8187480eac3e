import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../../src/cli/execute.ts';

import { type FakeStore, type Switches, startFakeStore } from '../../src/fake-store/index.ts';
import type { OpenIntent } from '../../src/ledger/intent.ts';
import type { ListSizes } from '../../src/neto/long-lists.ts';
import type { RunOptions } from '../../src/run/options.ts';
import { runPipeline } from '../../src/run/run.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { impatience } from '../support/impatience.ts';
import { openLedger } from '../support/open-ledger.ts';
import { readPipelineOnce } from '../support/pipeline-once.ts';
import { pipelineText, type Rules, usualRules } from './pipeline-text.ts';
import type { Population } from './population.ts';
import { type Snapshot, snapshotOf } from './verify.ts';

/** Between two runs: more than the time after which what was never found counts as absent. */
const BETWEEN_RUNS = 400_000;

/** A few days after the last order of a population, whenever this is run: what is old is looked at less often. */
const FIRST_RUN = Date.parse('2026-07-09T00:00:00Z');

export interface ArenaOptions {
  readonly population: Population;
  /** Of the primary. */
  readonly switches?: Partial<Switches>;
  /** Of both secondaries. */
  readonly secondarySwitches?: Partial<Switches>;
  /** Of writes; small ones when left out. */
  readonly batchSizes?: readonly number[] | undefined;
  /** Orders that a run loads together, so that several such lots are under way in a small population; 100 when left out. */
  readonly chunk?: number | undefined;
  /** Keys in one request; the program's own sizes when left out. */
  readonly listSizes?: ListSizes | undefined;
  /** How long the primary is waited for; 1 when left out. */
  readonly timeoutSeconds?: number;
  /** Whether the stores have this machine's time, as a command has that is run on its own. */
  readonly realTime?: boolean;
  /** The folder that holds `src` of the program under test; this one when left out. */
  readonly program?: string;
}

/**
 * `point`: at a point of the protocol, by name (see kill-points.ts), or whichever comes next, the `time`th time from 1.
 * `request`: by this process, when the `time`th request of the run has reached the primary and is about to be done.
 */
export type Kill =
  | { readonly kind: 'point'; readonly point?: string; readonly time: number }
  | { readonly kind: 'request'; readonly time: number };

/** A folder with a pipeline file and its ledger `chaos.db`, and the state home that goes with it: one machine's. */
export interface Place {
  readonly folder: string;
  readonly home: string;
}

/** Three fake stores in this process, which outlive the runs that are killed, and a folder for pipeline and ledger. */
export interface Arena {
  readonly main: FakeStore;
  readonly west: FakeStore;
  readonly south: FakeStore;
  readonly folder: string;
  /** The pipeline file, and the environment that a command needs to run it. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the runs find their ledger, and what their pipeline file says. */
  place: Place;
  rules: Rules;
  /** What was there before the first run; in the secondaries, what their staff has made of it since. */
  before: Snapshot;
  /** What the runs said that came to their end. */
  readonly ended: RunSummary[];
  /** Lets time pass in stores and runs. */
  passTime(milliseconds: number): void;
  /** How far the clock of the runs is ahead of the stores', in milliseconds; 0 from the beginning. */
  ownClockAhead: number;
  /** What a run of this arena takes. */
  options(place?: Place): Promise<RunOptions>;
  openIntents(): Promise<OpenIntent[]>;
  /** A run in this process. Time goes on by itself between two runs. @param more of its options */
  run(more?: Partial<RunOptions>): Promise<RunSummary>;
  /** The time of stores and runs, in milliseconds since 1970. */
  readonly clock: () => number;
  /** A run in a child process, killed there when it reaches the point. */
  runUntil(kill: Kill | undefined, place?: Place): Promise<ChildEnd>;
  /** A command of the program's, as a person gives it while no request fails; `<pipeline>` is the file. */
  command(words: readonly string[], place?: Place): Promise<CommandEnd>;
  close(): Promise<void>;
}

export interface CommandEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildEnd {
  readonly killed: boolean;
  /** The points reached, in order. */
  readonly points: readonly string[];
  readonly summary: RunSummary | undefined;
  readonly errors: string;
}

export async function openArena({
  population,
  batchSizes,
  chunk,
  listSizes,
  switches,
  secondarySwitches,
  timeoutSeconds = 1,
  realTime = false,
  program,
}: ArenaOptions): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  let ahead = realTime ? 0 : FIRST_RUN - Date.now();
  const clock = () => Date.now() + ahead;
  const start = (name: 'main' | 'west' | 'south', own: Partial<Switches> = {}) =>
    startFakeStore({ seed: population[name], apiKey: `${name}-secret-key-${'x'.repeat(20)}`, clock, switches: own });
  const [main, west, south] = await Promise.all([
    start('main', { lies: [...population.lies], ...switches }),
    start('west', secondarySwitches),
    start('south', secondarySwitches),
  ]);
  const file = join(folder, 'pipeline.yaml');
  const environment = Object.fromEntries(
    ['main', 'west', 'south'].map((name) => [`${name.toUpperCase()}_KEY`, `${name}-secret-key-${'x'.repeat(20)}`]),
  );
  const home = join(folder, 'home');
  const before = snapshotOf({ main, west, south });
  const written = (place: Place): string => {
    mkdirSync(place.folder, { recursive: true });
    const named = join(place.folder, 'pipeline.yaml');
    writeFileSync(named, pipelineText({ main, west, south }, timeoutSeconds, arena.rules, batchSizes));
    return named;
  };
  const arena: Arena = {
    main,
    west,
    south,
    folder,
    file,
    environment: { ...environment, NETO_CONSOLIDATOR_HOME: home },
    place: { folder, home },
    rules: usualRules,
    before,
    ended: [],
    clock,
    ownClockAhead: 0,
    passTime(milliseconds) {
      ahead += milliseconds;
    },
    async run(more = {}) {
      if (program !== undefined) return summaryOf(await arena.runUntil(undefined));
      const summary = await runPipeline({ ...(await arena.options()), ...more });
      arena.ended.push(summary);
      return summary;
    },
    async options(place = arena.place) {
      ahead += BETWEEN_RUNS;
      const pipeline = await readPipelineOnce(written(place), environment);
      const now = () => clock() + arena.ownClockAhead;
      return { pipeline, home: place.home, yes: true, now, between: { ...impatience, chunk, listSizes } };
    },
    async openIntents() {
      const ledger = openLedger(join(arena.place.folder, 'chaos.db'));
      try {
        return await ledger.openIntents();
      } finally {
        await ledger.close();
      }
    },
    async runUntil(kill, place = arena.place) {
      ahead += BETWEEN_RUNS;
      const at = { file: written(place), home: place.home, ahead: ahead + arena.ownClockAhead };
      const end = await runChild({ program, ...at, chunk, listSizes, kill, environment, primary: main });
      if (end.summary !== undefined) arena.ended.push(end.summary);
      return end;
    },
    async command(words, place = arena.place) {
      ahead += BETWEEN_RUNS;
      const named = written(place);
      const given = words.map((word) => (word === '<pipeline>' ? named : word));
      return withoutFaults([main, west, south], () =>
        commandHere(given, {
          folder: place.folder,
          environment: { ...environment, NETO_CONSOLIDATOR_HOME: place.home },
          now: clock,
        }),
      );
    },
    async close() {
      await Promise.all([main, west, south].map((store) => store.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  written(arena.place);
  return arena;
}

/** People repeat what fails. */
async function withoutFaults<T>(stores: readonly FakeStore[], work: () => Promise<T>): Promise<T> {
  const before = stores.map(({ faults, switches }) => ({ next: faults.next, filterValues: switches.filterValues }));
  for (const { faults, switches } of stores) {
    faults.next = undefined;
    // A command asks in lists of the program's own size, which every store takes.
    Object.assign(switches, { filterValues: 0 });
  }
  try {
    return await work();
  } finally {
    for (const [index, { faults, switches }] of stores.entries()) {
      const { next, filterValues } = before[index] ?? {};
      faults.next = next;
      Object.assign(switches, { filterValues });
    }
  }
}

async function commandHere(
  words: readonly string[],
  around: { readonly folder: string; readonly environment: Record<string, string>; readonly now: () => number },
): Promise<CommandEnd> {
  const text = { stdout: '', stderr: '' };
  const code = await execute(words, {
    ...around,
    signal: new AbortController().signal,
    terminal: undefined,
    print(line) {
      text.stdout += `${line}\n`;
    },
    note(line) {
      text.stderr += `${line}\n`;
    },
  });
  return { code, ...text };
}

function summaryOf({ summary, errors }: ChildEnd): RunSummary {
  if (summary === undefined) throw new Error(`The run of the child ended without a summary: ${errors}`);
  return summary;
}

interface ChildOptions {
  readonly program: string | undefined;
  readonly file: string;
  readonly home: string;
  readonly ahead: number;
  readonly chunk: number | undefined;
  readonly listSizes: ListSizes | undefined;
  readonly kill: Kill | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly primary: FakeStore;
}

async function runChild({
  program,
  file,
  home,
  ahead,
  chunk,
  listSizes,
  kill,
  environment,
  primary,
}: ChildOptions): Promise<ChildEnd> {
  const root = program ?? join(import.meta.dirname, '../..');
  const child = spawn(process.execPath, [join(root, 'test/chaos/child.ts')], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: join(tmpdir(), 'neto-consolidator-chaos-cache'),
      CHAOS: JSON.stringify({ file, home, ahead, chunk, listSizes, kill, environment }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const { next } = primary.faults;
  let requests = 0;
  const counting: typeof next = (request) => {
    requests += 1;
    if (kill?.kind === 'request' && requests === kill.time) child.kill('SIGKILL');
    return next?.(request);
  };
  if (kill?.kind === 'request') primary.faults.next = counting;
  const [, signal] = await once(child, 'close');
  // Of two at the same time, the other one may have put its own before it.
  if (primary.faults.next === counting) primary.faults.next = next;
  const lines = text.stdout.split('\n').filter((line) => line !== '');
  const last = lines.at(-1) ?? '';
  return {
    killed: signal === 'SIGKILL',
    points: lines.filter((line) => !line.startsWith('{')),
    summary: last.startsWith('{') ? (JSON.parse(last) as RunSummary) : undefined,
    errors: text.stderr,
  };
}
