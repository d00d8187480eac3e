/**
 * A fleet of merchants and several workers for a while, in which workers are killed and stand still, connections are cut and the database
 * is restarted, while orders, payments and returns come all the time. What must be there in the end follows from what was planted.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomFrom } from '../../src/fake-store/index.ts';
import { openFleetDatabase } from '../../src/fleet/database/database.ts';
import { migrateFleet } from '../../src/fleet/database/schema.ts';
import { askForRun } from '../../src/fleet/jobs/ask-for-run.ts';
import { openJobs } from '../../src/fleet/jobs/jobs.ts';
import { applyPipeline } from '../../src/fleet/pipelines/stored-pipelines.ts';
import { readOptions, whole } from '../support/command-line.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { keyOf, type Merchant, pipelineText, startMerchant } from './merchant.ts';
import { mostInAMinute, violationsOf } from './violations.ts';
import { Worker } from './workers.ts';

const usage = `npm run fleet -- [--minutes 2] [--pipelines 200] [--workers 4] [--seed n]
  --minutes    for how long orders come and things break; then everything has to arrive
  --pipelines  merchants, each with a primary and a secondary of its own
  --workers    processes that take runs
  --seed       of all that comes by chance`;
const { minutes, pipelines, workers, seed } = readOptions(
  usage,
  {
    minutes: { type: 'string', default: '2' },
    pipelines: { type: 'string', default: '200' },
    workers: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
  (given) => ({
    minutes: whole('minutes', given.minutes, 1),
    pipelines: whole('pipelines', given.pipelines, 1),
    workers: whole('workers', given.workers, 1),
    seed: whole('seed', given.seed, 0),
  }),
);

const PERIOD = 120_000;
const LIMIT = 120;
/** After the last trade: what a dead worker had, and what settles by time alone, is there by then. */
const ARRIVE_WITHIN = Number(process.env['ARRIVE_MINUTES'] ?? 15) * 60_000;

const random = randomFrom(seed);
const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)] as T;
const folder = mkdtempSync(path.join(tmpdir(), 'fleet-'));
const server = await startPostgres(['fsync=off', 'full_page_writes=off', 'max_connections=200']);
const address = await server.newDatabase();
const proxy = await startTcpProxy(server.port);
const throughProxy = server.addressAt(proxy.port, address);

console.log(`fleet: ${pipelines} pipelines, ${workers} workers, ${minutes} minutes, seed ${seed}`);
const merchants: Merchant[] = [];
for (let index = 0; index < pipelines; index += 1)
  merchants.push(await startMerchant(`m${String(index).padStart(3, '0')}`, seed + index));
const keys = path.join(folder, 'keys.yaml');
writeFileSync(
  keys,
  `hosts:\n${merchants.flatMap(({ name, main, west }) => [main, west].map((store) => `  "${new URL(store.url).host}": { key: { command: [printf, "${keyOf(store === main ? 'main' : 'west', name)}"] } }\n`)).join('')}`,
  { mode: 0o600 },
);

const database = await openFleetDatabase(address, 1);
await migrateFleet(database);
const boss = await openJobs(database);
for (const merchant of merchants) {
  const schedule = '*/2 * * * *';
  const text = pipelineText(merchant, LIMIT, schedule);
  const stored = {
    name: merchant.name,
    text,
    primaryHost: new URL(merchant.main.url).host,
    schedule,
    timeZone: 'Australia/Sydney',
  };
  await applyPipeline({ database, boss }, stored, { who: 'fleet' });
}

const environment = { NETO_CONSOLIDATOR_DATABASE: throughProxy, NETO_CONSOLIDATOR_KEYS: keys };
const processes = Array.from({ length: workers }, (_, index) => new Worker(`worker-${index}`, folder, environment));
for (const worker of processes) worker.start();

const begun = Date.now();
const end = begun + minutes * 60_000;
const ends = new Map<string, number>(merchants.map(({ name }) => [name, begun]));
/** Longer than a lease lasts, and than the engine takes to give its runs to others. */
const STANDS = 130_000;
const stands: Promise<void>[] = [];
const counts = { runs: 0, kills: 0, stops: 0, cuts: 0, restarts: 0 };
/** What a fleet of this size takes: for docs/fleet.md. */
const most = { connections: 0, megabytes: 0 };
/** How long each pipeline was without a run, and until when, in milliseconds; the longest of each. */
const gaps = new Map<string, { readonly length: number; readonly until: number }>();
const seen = new Map<string, string>();

/** When each pipeline ended a run, by the database. */
async function watch(): Promise<void> {
  for (const worker of processes) most.megabytes = Math.max(most.megabytes, worker.megabytes);
  // Without that of this process.
  const [open] = await database
    .query('SELECT count(*) - 1 AS connections FROM pg_stat_activity WHERE datname = current_database()')
    .catch(() => []);
  most.connections = Math.max(most.connections, Number(open?.['connections'] ?? 0));
  const rows = await database.query('SELECT pipeline, ended_at FROM neto_consolidator_fleet.last_run').catch(() => []);
  for (const { pipeline, ended_at: at } of rows) {
    const name = String(pipeline);
    const ended = at instanceof Date ? at : new Date(0);
    if (seen.get(name) === ended.toISOString()) continue;
    seen.set(name, ended.toISOString());
    counts.runs += 1;
    const length = ended.getTime() - (ends.get(name) ?? begun);
    if (length > (gaps.get(name)?.length ?? 0)) gaps.set(name, { length, until: ended.getTime() });
    ends.set(name, ended.getTime());
  }
}

/** What has kept its runs from ending, by the words of the workers. */
function tellWhatWasSaidOf(
  pipeline: string,
  { length, until }: { readonly length: number; readonly until: number },
): void {
  console.log(`  ${pipeline} was without a run for ${Math.round(length / 1000)} s:`);
  const lines = processes
    .flatMap(({ name, said }) => said.map((one) => ({ ...one, name })))
    .filter(({ at, line }) => at > until - length - 1000 && at < until + 2000 && line.startsWith(`${pipeline}: `))
    .sort((one, other) => one.at - other.at);
  for (const { at, line, name } of lines)
    console.log(`    ${Math.round((at - (until - length)) / 1000)} s, ${name}: ${line.slice(0, 160)}`);
}

/** One that has a pipeline's lease now, so that it has lost it when it goes on. */
async function atWork(): Promise<Worker | undefined> {
  const rows = await database
    .query("SELECT process FROM neto_consolidator_leases.lease WHERE name LIKE 'ledger %' AND NOT is_released")
    .catch(() => []);
  const busy = new Set(rows.map(({ process: pid }) => Number(pid)));
  const found = processes.filter(({ pid, isStanding }) => !isStanding && pid !== undefined && busy.has(pid));
  return found.length === 0 ? undefined : pick(found);
}

async function disturb(): Promise<void> {
  const restartsAt = [0.35, 0.7].map((share) => begun + share * minutes * 60_000);
  let nextKill = begun + 20_000;
  let nextStop = begun + Math.min(45_000, 20_000 * minutes);
  let nextCut = begun + 12_000;
  while (Date.now() < end) {
    await pause(250);
    const now = Date.now();
    if (now > nextKill) {
      nextKill += 20_000;
      counts.kills += 1;
      pick(processes.filter(({ isStanding }) => !isStanding)).kill();
    }
    if (now > nextStop) {
      const worker = await atWork();
      // In a small fleet nobody may be at work just now.
      if (worker === undefined) await askForRun({ database, boss }, pick(merchants).name, 'person').catch(() => {});
      else {
        nextStop += 90_000;
        counts.stops += 1;
        worker.stand();
        stands.push(pause(STANDS).then(() => worker.goOn()));
      }
    }
    if (now > nextCut) {
      nextCut += 10_000;
      counts.cuts += 1;
      proxy.cutAll();
    }
    if (restartsAt[0] !== undefined && now > restartsAt[0]) {
      restartsAt.shift();
      counts.restarts += 1;
      await server.restart();
    }
  }
}

async function trade(): Promise<void> {
  while (Date.now() < end) {
    pick(merchants).trade();
    await pause(Math.max(20, (60_000 / pipelines) * random()));
  }
}

const watching = setInterval(() => void watch(), 1000);
await Promise.all([disturb(), trade()]);
await Promise.all(stands);

// Everything arrives.
const arriveBy = Date.now() + ARRIVE_WITHIN;
let left = merchants;
for (let round = 0; left.length > 0 && Date.now() < arriveBy; round += 1) {
  if (round % 6 === 0)
    for (const { name } of left) await askForRun({ database, boss }, name, 'person').catch(() => 'paused' as const);
  await pause(10_000);
  left = left.filter((merchant) =>
    violationsOf(merchant, true).some(({ kind }) => kind === 'lost' || kind === 'wrong'),
  );
}
clearInterval(watching);
await watch();

const violations = merchants.flatMap((merchant) => violationsOf(merchant, true));
for (const { name, main, west } of merchants)
  for (const store of [main, west]) {
    const most = mostInAMinute(store.requests.map(({ at }) => Date.parse(`${at.replace(' ', 'T')}Z`)));
    if (most > LIMIT)
      violations.push({ kind: 'over the limit', what: `${name}: ${most} requests in a minute to ${store.name}` });
  }
const of = (kind: string): number => violations.filter((one) => one.kind === kind).length;
for (const { kind, what } of violations.slice(0, 20)) console.log(`  ${kind}: ${what}`);
const longestFirst = [...gaps].sort(([, one], [, other]) => other.length - one.length);
const late = longestFirst.filter(([, { length }]) => length > 2 * PERIOD);
const longest = longestFirst[0]?.[1].length ?? 0;
const planted = merchants.flatMap((merchant) => merchant.planted);
const sums = `${planted.length} orders, ${planted.flatMap(({ payments }) => [...payments]).length} payments, ${planted.flatMap(({ returns }) => [...returns]).length} returns`;
const isGood = violations.length === 0 && late.length === 0;
for (const [name, gap] of late.slice(0, 5)) tellWhatWasSaidOf(name, gap);
if (violations.length > 0)
  for (const { name, said } of processes)
    console.log(
      `${name} said last: ${said
        .slice(-8)
        .map(({ line }) => line)
        .join('; ')}`,
    );

const [ledgers] = await database.query(
  `SELECT sum(pg_total_relation_size(c.oid)) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname LIKE 'neto\\_m%'`,
);
const [fleetSize] = await database.query(
  `SELECT sum(pg_total_relation_size(c.oid)) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname LIKE 'neto\\_consolidator\\_%'`,
);
const requests = merchants.reduce((sum, { main, west }) => sum + main.requests.length + west.requests.length, 0);
await Promise.all(processes.map((worker) => worker.end()));
await boss.stop({ graceful: false, close: false });
await database.close();
await proxy.close();
await server.close();
await Promise.all(merchants.flatMap(({ main, west }) => [main.close(), west.close()]));
rmSync(folder, { recursive: true, force: true });
console.log(
  `${isGood ? 'good' : 'BAD'}: ${pipelines} pipelines, ${counts.runs} runs, ${sums}; ${of('lost')} lost, ${of('doubled')} doubled, ${of('wrong')} wrong, ${of('over the limit')} over the limit; ` +
    `longest without a run ${Math.round(longest / 1000)} s, ${late.length} pipelines over ${(2 * PERIOD) / 1000} s; ${counts.kills} kills, ${counts.stops} stood still (${processes.reduce((sum, { lost }) => sum + lost, 0)} runs lost their lease by it), ${counts.cuts} cuts, ${counts.restarts} restarts of the database; ${Math.round((Date.now() - begun) / 1000)} s`,
);
console.log(
  `sizing: ${most.connections} connections at most, ${most.megabytes} MB a worker at most, ${(requests / Math.max(1, counts.runs)).toFixed(1)} requests a run, ` +
    `${Math.round(Number(ledgers?.['bytes'] ?? 0) / 1024 / pipelines)} kB a ledger, ${Math.round(Number(fleetSize?.['bytes'] ?? 0) / 1024)} kB for the fleet itself`,
);
process.exit(isGood ? 0 : 1);
