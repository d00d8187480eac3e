import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { type FakeStore, type Switches, startFakeStore } from '../../src/fake-store/index.ts';
import type { OpenIntent } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { type RunOptions, runPipeline } from '../../src/run/run.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { impatience } from '../support/impatience.ts';
import { house, type Population } from './population.ts';
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

/** Three fake stores in this process, which outlive the runs that are killed, and a folder for pipeline and ledger. */
export interface Arena {
  readonly main: FakeStore;
  readonly west: FakeStore;
  readonly south: FakeStore;
  readonly folder: string;
  /** The pipeline file, and the environment that a command needs to run it. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What was there before the first run; in the secondaries, what their staff has made of it since. */
  before: Snapshot;
  /** Lets time pass in stores and runs. */
  passTime(milliseconds: number): void;
  /** How far the clock of the runs is ahead of the stores', in milliseconds; 0 from the beginning. */
  ownClockAhead: number;
  /** What a run of this arena takes. */
  options(): Promise<RunOptions>;
  openIntents(): Promise<OpenIntent[]>;
  /** A run in this process. Time goes on by itself between two runs. */
  run(): Promise<RunSummary>;
  /** The time of stores and runs, in milliseconds since 1970. */
  readonly clock: () => number;
  /** A run in a child process, killed there when it reaches the point. */
  runUntil(kill: Kill | undefined): Promise<ChildEnd>;
  close(): Promise<void>;
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
  writeFileSync(file, pipelineText({ main, west, south }, timeoutSeconds));
  const environment = Object.fromEntries(
    ['main', 'west', 'south'].map((name) => [`${name.toUpperCase()}_KEY`, `${name}-secret-key-${'x'.repeat(20)}`]),
  );
  const home = join(folder, 'home');
  const before = snapshotOf({ main, west, south });
  const arena: Arena = {
    main,
    west,
    south,
    folder,
    file,
    environment: { ...environment, NETO_CONSOLIDATOR_HOME: home },
    before,
    clock,
    ownClockAhead: 0,
    passTime(milliseconds) {
      ahead += milliseconds;
    },
    async run() {
      if (program !== undefined) return summaryOf(await arena.runUntil(undefined));
      return runPipeline(await arena.options());
    },
    async options() {
      ahead += BETWEEN_RUNS;
      const pipeline = await readPipeline(file, environment);
      const now = () => clock() + arena.ownClockAhead;
      return { pipeline, home, yes: true, now, between: impatience };
    },
    async openIntents() {
      const ledger = openLedger(join(folder, 'chaos.db'));
      try {
        return await ledger.openIntents();
      } finally {
        await ledger.close();
      }
    },
    async runUntil(kill) {
      ahead += BETWEEN_RUNS;
      return runChild({ program, file, home, ahead: ahead + arena.ownClockAhead, kill, environment, primary: main });
    },
    async close() {
      await Promise.all([main, west, south].map((store) => store.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return arena;
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
  readonly kill: Kill | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly primary: FakeStore;
}

async function runChild({ program, file, home, ahead, kill, environment, primary }: ChildOptions): Promise<ChildEnd> {
  const root = program ?? join(import.meta.dirname, '../..');
  const child = spawn(process.execPath, [join(root, 'test/chaos/child.ts')], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: join(tmpdir(), 'neto-consolidator-chaos-cache'),
      CHAOS: JSON.stringify({ file, home, ahead, kill, environment }),
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
  if (kill?.kind === 'request') {
    let requests = 0;
    primary.faults.next = (request) => {
      requests += 1;
      if (requests === kill.time) child.kill('SIGKILL');
      return next?.(request);
    };
  }
  const [, signal] = await once(child, 'close');
  primary.faults.next = next;
  const lines = text.stdout.split('\n').filter((line) => line !== '');
  const last = lines.at(-1) ?? '';
  return {
    killed: signal === 'SIGKILL',
    points: lines.filter((line) => !line.startsWith('{')),
    summary: last.startsWith('{') ? (JSON.parse(last) as RunSummary) : undefined,
    errors: text.stderr,
  };
}

function pipelineText(stores: Readonly<Record<'main' | 'west' | 'south', FakeStore>>, timeoutSeconds: number): string {
  const secondary = (name: 'west' | 'south', zone: string, prefix: string, rest: string): string => `
  - name: ${name}
    url: ${stores[name].url}
    key: \${${name.toUpperCase()}_KEY}
    timezone: ${zone}
    requestsPerMinute: unlimited
    timeoutSeconds: 1
    pageSize: 4
    prefix: { N: ${prefix} }
    since: 2026-07-01
    purpose: books
    entities: [products, customers, orders, payments, rmas]
    rma: { staff: anna, warehouse: Virtual }
    orders: { email: house, houseEmail: ${house}, salesChannel: ${name}, warehouse: Virtual, surchargeSku: SURCHARGE, shippingMethods: { Post: Post } }
    payments: { methods: { Credit Card: Credit Card, PayPal: PayPal } }
${rest}`;
  return `name: chaos
ledger: chaos.db
primary:
  url: ${stores.main.url}
  key: \${MAIN_KEY}
  prefixes: [N]
  timezone: Australia/Sydney
  requestsPerMinute: unlimited
  timeoutSeconds: ${timeoutSeconds}
load: { batchSizes: [1, 2, 4] }
secondaries:${secondary('west', 'Australia/Perth', 'W', '    customers: { policy: prefix, usernamePrefix: w_ }\n    products: { policy: prefix, skuPrefix: W- }')}
${secondary('south', 'Australia/Adelaide', 'S', '    customers: { policy: house, house: { username: south_house, email: south@example.com } }\n    products: { policy: placeholder, placeholderSku: SOUTH-SALE }')}
`;
}
