import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { keeperOf } from '../../src/ledger/open/keeper-of.ts';
import { localDateOf } from '../../src/model/time.ts';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { handLinks } from '../../src/proof/hand-links.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { runPipeline } from '../../src/run/run.ts';
import { hashOf } from '../../src/serve/access/secrets.ts';
import { judge, watchAlways } from '../month/judge.ts';
import { BEGINNING, type Plan } from '../month/plan.ts';
import { happen } from '../month/simulate.ts';
import { type Happening, MINUTE } from '../month/truth.ts';
import { LEDGER, openWorld, type World } from '../month/world.ts';
import { words } from '../serve/support/served.ts';
import { impatience } from '../support/impatience.ts';
import { openLedger } from '../support/open-ledger.ts';
import type { WholeMeasure } from './messages.ts';
import { planDay } from './plan-day.ts';
import { VirtualTime } from './virtual-time.ts';
import { Visitors } from './visitors.ts';
import { WatchedCommand } from './watched-command.ts';
import { Weather } from './weather.ts';
import { startWebhook } from './webhook.ts';

export interface HoursOptions {
  readonly seed: number;
  readonly hours: number;
  /** After which memory must not grow any more. */
  readonly warmUp: number;
  readonly ordersPerHour: number;
  /** Of the requests, from 0 to 1. */
  readonly faultRate: number;
  /** Ends it at once; nothing of it is left. */
  readonly signal?: AbortSignal | undefined;
  readonly tell?: ((line: string) => void) | undefined;
}

/** What a process needed after its warm-up and at the end, and what it left when it was stopped. */
export interface Watched {
  readonly warm: WholeMeasure;
  readonly end: WholeMeasure;
  readonly troubles: readonly string[];
  /** What kept the process alive when the command had ended. */
  readonly left: readonly string[];
  readonly gone: boolean;
  readonly code: number;
}

export interface HoursResult {
  readonly schedule: Watched;
  readonly serve: Watched;
  /** What the schedule said of its runs, by status; `failed` where it did not come to a run. */
  readonly ended: Readonly<Record<string, number>>;
  readonly faults: number;
  readonly visits: Readonly<Record<string, number>>;
  readonly decided: number;
  /** Proofs, as `pipeline day what was found`. */
  readonly proofs: readonly string[];
  /** Daily backups, as `pipeline day` by the primary's clock. */
  readonly backups: readonly string[];
  /** How many messages the webhook took. */
  readonly alerts: number;
  readonly copies: number;
  readonly violations: readonly string[];
  readonly milliseconds: number;
}

interface Side {
  readonly name: string;
  readonly world: World;
  readonly plan: Plan;
  readonly open: Happening[];
  readonly weather: Weather;
  readonly file: string;
}

const QUARTER = 15 * MINUTE;
const NAMES = ['au', 'nz'] as const;
/** Hours without a fault at the end. */
const CLEAR = 1;

/** A day of `schedule` and `serve` over two pipelines with stores of their own, then compared with what was planted. */
export async function simulateHours(options: HoursOptions): Promise<HoursResult> {
  const started = performance.now();
  const time = new VirtualTime(BEGINNING);
  const home = mkdtempSync(path.join(tmpdir(), 'hours-'));
  const webhook = await startWebhook();
  const sides = await Promise.all(NAMES.map((name, index) => openSide(name, index, time, webhook.url, options)));
  const files = sides.map(({ file }) => file);
  const tokens = `dora decide sha256:${hashOf(words.decider)}`;
  const around = {
    folder: home,
    begun: BEGINNING,
    environment: { NETO_CONSOLIDATOR_HOME: home, NETO_CONSOLIDATOR_TOKENS: tokens },
  };
  const schedule = new WatchedCommand(['schedule', ...files, '--log', path.join(home, 'log.jsonl')], around);
  const serve = new WatchedCommand(['serve', ...files, '--no-open'], around);
  const kill = (): void => {
    for (const command of [schedule, serve]) command.kill();
  };
  options.signal?.addEventListener('abort', kill);
  try {
    const port = Number(await serve.hears(/http:\/\/[^/]+:(\d+)\//));
    await schedule.hears(/(au|nz): next start/);
    const visitors = new Visitors(port, NAMES);
    const violations: string[] = [];
    const measured: Record<'schedule' | 'serve', WholeMeasure>[] = [];
    const quarters = options.hours * 4;
    for (let quarter = 1; quarter <= quarters; quarter += 1) {
      const at = BEGINNING + quarter * QUARTER;
      for (const { open, world, weather } of sides) {
        if (quarter % 4 === 1) weather.turn(Math.floor(quarter / 4));
        if (quarter > quarters - CLEAR * 4) weather.clear();
        happen(open, at, world.stores, violations);
      }
      time.set(at);
      serve.set(at);
      await Promise.all([schedule.rested(at), quarter > 1 ? visitors.visit(quarter) : undefined]);
      if (quarter % (options.warmUp * 4) === 0 || quarter === quarters) {
        visitors.allGone();
        const now = {
          schedule: await schedule.measureAlone([]),
          serve: await serve.measureAlone(['TCPServerWrap']),
        };
        measured.push(now);
        options.tell?.(
          `hour ${quarter / 4}: ${Object.entries(now)
            .map(([name, { heap, objects }]) => `${name} ${heap} bytes, ${objects} of them objects`)
            .join('; ')}`,
        );
      }
      if (quarter % 4 !== 0) continue;
      for (const { world } of sides) violations.push(...watchAlways(world.stores));
      options.tell?.(
        `hour ${quarter / 4}: ${schedule.said.length} lines, ${violations.length} violations, ${Math.round((performance.now() - started) / 1000)} s`,
      );
    }
    const [warm, end] = [measured[0], measured.at(-1)];
    if (warm === undefined || end === undefined) throw new Error('It was not measured');
    const watched = {
      schedule: await watch(schedule, warm.schedule, end.schedule),
      serve: await watch(serve, warm.serve, end.serve),
    };
    let copies = 0;
    for (const side of sides) {
      const verdict = await judged(side, home, time.now);
      copies += verdict.compared['copies'] ?? 0;
      violations.push(...verdict.violations.map((what) => `${side.name}: ${what}`));
    }
    return {
      ...watched,
      ended: endedOf(schedule.said),
      faults: sides.reduce((sum, { weather }) => sum + weather.met, 0),
      visits: visitors.counts,
      decided: visitors.decided,
      proofs: proofsOf(schedule.said).sort(),
      backups: (await Promise.all(sides.map(backupsOf))).flat(),
      alerts: webhook.taken(),
      copies,
      violations: [...violations, ...visitors.violations],
      milliseconds: Math.round(performance.now() - started),
    };
  } finally {
    options.signal?.removeEventListener('abort', kill);
    kill();
    await webhook.close();
    await Promise.all(sides.map(({ world }) => world.close()));
    rmSync(home, { recursive: true, force: true });
  }
}

async function openSide(
  name: string,
  index: number,
  time: VirtualTime,
  webhook: string,
  { seed, hours, ordersPerHour, faultRate }: HoursOptions,
): Promise<Side> {
  const world = await openWorld(time.now);
  const plan = planDay({ seed: seed + index, hours, ordersPerHour });
  const file = path.join(world.folder, `${name}.yaml`);
  const text = readFileSync(path.join(world.folder, 'month.yaml'), 'utf8')
    .replace(
      'name: month',
      `name: ${name}\nschedule: "*/15 * * * *"\nonProblem: { webhook: "${webhook}", digest: weekly }`,
    )
    .replaceAll(/( +)requestsPerMinute: unlimited/g, '$&\n$1timeoutSeconds: 2');
  writeFileSync(file, text);
  const weather = new Weather(world.stores, world.folder, { seed: seed * 7 + index, rate: faultRate });
  return { name, world, plan, open: [...plan.happenings], weather, file };
}

async function backupsOf({ name, world }: Side): Promise<string[]> {
  const backups = await keeperOf({ ledger: path.join(world.folder, LEDGER) }).backups();
  return backups
    .filter(({ kind }) => kind === 'daily')
    .map(({ at }) => `${name} ${localDateOf(at, world.pipeline.primary.timezone)}`)
    .sort();
}

async function watch(command: WatchedCommand, warm: WholeMeasure, end: WholeMeasure): Promise<Watched> {
  const { code, gone } = await command.stop();
  const { troubles, left } = command;
  return { warm, end, troubles, left, gone, code };
}

/** One run more, which is to find nothing to do and to prove it, then both sides against what was planted. */
async function judged({ world, plan, open, file }: Side, home: string, now: () => number) {
  const pipeline = { ...(await readPipeline(file, {})), ledger: path.join(world.folder, LEDGER) };
  const last = await runPipeline({ pipeline, home, now, between: impatience, prover: dailyProof, proof: 'now' });
  const ledger = openLedger(pipeline.ledger);
  try {
    const found = await reconcile({ pipeline, home, now, links: await handLinks(ledger) });
    const verdict = judge(plan, world.stores, last, found);
    const never = open.map(({ truth }) => `what was due of ${truth?.sourceId} (${truth?.kind}) never came`);
    return { ...verdict, violations: [...verdict.violations, ...never] };
  } finally {
    await ledger.close();
  }
}

function endedOf(said: readonly string[]): Record<string, number> {
  const ended: Record<string, number> = {};
  for (const text of said) {
    const status =
      / {2}\w+: run \d+ (\w+):/.exec(text)?.[1] ?? (/ {2}\w+: failed after/.test(text) ? 'failed' : undefined);
    if (status !== undefined) ended[status] = (ended[status] ?? 0) + 1;
  }
  return ended;
}

function proofsOf(said: readonly string[]): string[] {
  return said.flatMap((text) => {
    const [, name, day, found] = / {2}(\w+): run .*proof of ([\d-]+) ([^;]*?)(?:;|, in \d)/.exec(text) ?? [];
    // One that lacks a store is gone on with by the next run.
    return name === undefined || found?.startsWith('no difference,') ? [] : [`${name} ${day} ${found}`];
  });
}
