import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { fleetStatusDocumentSchema } from '../../../src/cli/documents/fleet-documents.ts';
import { RUNS } from '../../../src/fleet/jobs/jobs.ts';
import { type SmallDemo, startSmallDemo } from '../../cli/small-demo.ts';
import { PASSWORD, type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { openMember } from './fleet.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

async function fleet(): Promise<{ demo: SmallDemo; environment: NodeJS.ProcessEnv }> {
  const demo = await startSmallDemo();
  onTestFinished(() => demo.close());
  return { demo, environment: { NETO_CONSOLIDATOR_DATABASE: await server.newDatabase() } };
}

/** As it may be stored: what the file takes from variables written out, and without secrets. */
function withoutKeys({ folder, environment }: SmallDemo): string {
  return readFileSync(join(folder, 'pipelines/demo.yaml'), 'utf8')
    .replaceAll(/^\s*(key|username|ledger|password|webhook|smtp): .*\n/gm, '')
    .replaceAll(/\$\{(\w+)\}/g, (_, name: string) => environment[name] ?? '');
}

test('a worker runs a pipeline of its folder when somebody asks, and the status of the fleet tells how that went', async () => {
  const { demo, environment } = await fleet();
  const worker = demo.start(['worker', '--pipelines', 'pipelines'], environment);
  await worker.said('Ctrl-C ends it');

  const asked = await demo.program(['fleet', 'run', 'demo'], environment);
  expect([asked.code, asked.stdout]).toEqual([0, 'A worker takes demo next.\n']);
  await worker.said('demo: run 1');
  const status = await demo.program(['fleet', 'status', '--output', 'json'], environment);
  const [standing] = fleetStatusDocumentSchema.parse(JSON.parse(status.stdout));
  expect(standing).toMatchObject({ name: 'demo', lastRun: { run: 1 } });
  expect(standing?.lastRun?.requests).toBeGreaterThan(10);
  expect(demo.main.orders().some(({ OrderID }) => OrderID.startsWith('W'))).toBe(true);

  const text = await demo.program(['fleet', 'status'], environment);
  expect(text.stdout).toMatch(/^1 pipeline: 1 \w+\n\nPipeline +Verdict +Now/);
  worker.process.kill('SIGTERM');
  expect((await worker.ended).code).toBe(143);
  expect(demo.outputs.join('')).not.toContain(PASSWORD);
}, 60_000);

test('a worker that is killed in the middle of a run is followed by another, and no order is copied twice', async () => {
  const { demo, environment } = await fleet();
  const first = demo.start(['worker', '--pipelines', 'pipelines'], environment);
  await first.said('Ctrl-C ends it');
  let writes = 0;
  demo.main.faults.next = ({ action }) => {
    if (action === 'AddOrder') writes += 1;
    if (writes === 3) first.process.kill('SIGKILL');
    return undefined;
  };
  await demo.program(['fleet', 'run', 'demo'], environment);
  await first.ended;
  demo.main.faults.next = () => undefined;

  // As if a minute had passed in which nothing was heard of it.
  const fleetItself = await openMember(environment['NETO_CONSOLIDATOR_DATABASE'] ?? '');
  await fleetItself.database.query(
    `UPDATE neto_consolidator_jobs.job SET heartbeat_on = heartbeat_on - interval '1 hour'`,
  );
  await fleetItself.boss.supervise(RUNS);
  await fleetItself.close();
  expect((await demo.program(['fleet', 'run', 'demo'], environment)).stdout).toContain('it is brought forward');

  const second = demo.start(['worker', '--pipelines', 'pipelines'], environment);
  await second.said('demo: run 2');
  second.process.kill('SIGTERM');
  await second.ended;
  const ids = demo.main.orders().map(({ OrderID }) => OrderID);
  expect(new Set(ids).size).toBe(ids.length);
}, 90_000);

test('pipelines are stored without keys, compared, paused with a reason and taken away', async () => {
  const { demo, environment } = await fleet();
  const file = join(demo.folder, 'stored', 'demo.yaml');
  mkdirSync(join(demo.folder, 'stored'));
  const whole = readFileSync(join(demo.folder, 'pipelines/demo.yaml'), 'utf8');
  writeFileSync(file, whole);
  const refused = await demo.program(['pipelines', 'apply', 'stored'], environment);
  expect([refused.code, refused.stderr]).toEqual([
    2,
    expect.stringMatching(/names a variable[\s\S]*"primary.key" can't be stored[\s\S]*Nothing was stored/),
  ]);

  const bare = withoutKeys(demo);
  writeFileSync(file, bare);
  const applied = await demo.program(['pipelines', 'apply', 'stored/demo.yaml'], environment);
  expect([applied.stderr, applied.stdout]).toEqual(['', 'demo: new\n']);
  expect((await demo.program(['pipelines', 'list'], environment)).stdout).toMatch(/^demo +1 +database/m);
  expect(await demo.program(['pipelines', 'diff', 'stored'], environment)).toMatchObject({
    code: 0,
    stdout: 'demo: no difference\n',
  });
  writeFileSync(file, bare.replace(/since: (\S+)/, 'since: 2026-01-02'));
  const different = await demo.program(['pipelines', 'diff', 'stored'], environment);
  expect(different.code).toBe(1);
  expect(different.stdout).toMatch(/secondaries\[0\]\.since: .* → "2026-01-02"/);

  expect((await demo.program(['pipelines', 'pause', 'demo', '--reason', ' '], environment)).code).toBe(2);
  expect((await demo.program(['pipelines', 'pause', 'demo', '--reason', 'they move'], environment)).stdout).toContain(
    'demo is paused',
  );
  const asked = await demo.program(['fleet', 'run', 'demo'], environment);
  expect([asked.code, asked.stdout]).toEqual([1, expect.stringContaining('pipelines resume demo')]);
  expect((await demo.program(['pipelines', 'resume', 'demo'], environment)).code).toBe(0);
  expect((await demo.program(['pipelines', 'history', 'demo'], environment)).stdout).toMatch(/paused +\S+ +they move/);
  expect((await demo.program(['pipelines', 'remove', 'demo', '--reason', 'left'], environment)).code).toBe(0);
  expect((await demo.program(['fleet', 'run', 'demo'], environment)).stderr).toContain('pipelines list');
}, 60_000);

test('a pipeline and its ledger in the database: no key, no password, no webhook and no shopper is in what the fleet keeps of it', async () => {
  const { demo, environment } = await fleet();
  const address = environment['NETO_CONSOLIDATOR_DATABASE'] ?? '';
  mkdirSync(join(demo.folder, 'stored'));
  const written = `${withoutKeys(demo)}\nonProblem: { webhook: "http://127.0.0.1" }\n`;
  writeFileSync(join(demo.folder, 'stored', 'demo.yaml'), written);
  let told: string | undefined;
  const receiver = createServer((request, response) => {
    told = request.url;
    request.resume();
    response.end('ok');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void receiver.close());
  await once(receiver, 'listening');
  const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook-of-whoever-may-post`;
  const hosts = ['MAIN', 'WEST', 'SOUTH'].map(
    (store) =>
      `  "${new URL(demo.environment[`${store}_STORE_URL`] ?? '').host}": { key: { variable: ${store}_STORE_KEY } }`,
  );
  hosts.push('  "127.0.0.1": { webhook: { variable: HOOK } }');
  writeFileSync(join(demo.folder, 'keys.yaml'), `hosts:\n${hosts.join('\n')}\n`, { mode: 0o600 });
  expect((await demo.program(['pipelines', 'apply', 'stored'], environment)).stdout).toBe('demo: new\n');
  const secrets = { HOOK: hook, NETO_CONSOLIDATOR_KEYS: join(demo.folder, 'keys.yaml') };
  const worker = demo.start(['worker'], { ...environment, ...secrets });
  await worker.said('Ctrl-C ends it');
  await demo.program(['fleet', 'run', 'demo'], environment);
  await worker.said('demo: run 1');
  worker.process.kill('SIGTERM');
  await worker.ended;
  expect(demo.main.orders().some(({ OrderID }) => OrderID.startsWith('W'))).toBe(true);

  // What a person asks counts with what the workers ask.
  await server.query(address, 'DELETE FROM neto_consolidator_fleet.request_limit');
  const keys = { ...environment, ...secrets };
  expect((await demo.program(['check', 'fleet:demo'], keys)).stdout).toContain('primary, key: The key works');
  expect(await server.query(address, 'SELECT host FROM neto_consolidator_fleet.request_limit')).toHaveLength(3);
  const tried = await demo.program(['notify', 'fleet:demo', '--test'], keys);
  expect([tried.code, told]).toEqual([0, '/hook-of-whoever-may-post']);

  const dump = async (schemas: string): Promise<string> => {
    const tables = await server.query(
      address,
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND ${schemas}`,
    );
    expect(tables.length).toBeGreaterThan(3);
    const rows = await Promise.all(
      tables.map(({ name }) => server.query(address, `SELECT t::text AS row FROM ${String(name)} t`)),
    );
    return JSON.stringify(rows);
  };
  const all = await dump(`table_schema NOT IN ('pg_catalog', 'information_schema')`);
  const ofFleet = await dump(`table_schema IN ('neto_consolidator_fleet', 'neto_consolidator_jobs')`);
  for (const secret of [
    PASSWORD,
    'hook-of-whoever-may-post',
    ...['MAIN', 'WEST', 'SOUTH'].map((store) => demo.environment[`${store}_STORE_KEY`] ?? ''),
  ]) {
    expect(secret).not.toBe('');
    expect(all).not.toContain(secret);
  }
  const shoppers = demo.west
    .orders()
    .flatMap(({ Email, BillLastName }) => [Email, BillLastName])
    .filter((text) => text.length > 4);
  expect(shoppers.length).toBeGreaterThan(5);
  expect(shoppers.filter((text) => !written.includes(text) && ofFleet.includes(text))).toEqual([]);
}, 90_000);

test('a worker that has neither keys nor a folder does not begin, and says what it lacks', async () => {
  const { demo, environment } = await fleet();
  const none = await demo.program(['worker'], environment);
  expect([none.code, none.stderr]).toEqual([
    2,
    expect.stringMatching(/NETO_CONSOLIDATOR_KEYS is not set, and no folder is given/),
  ]);
  const keys = await demo.program(['worker'], { ...environment, NETO_CONSOLIDATOR_KEYS: 'keys.env' });
  expect([keys.code, keys.stderr]).toEqual([2, expect.stringMatching(/names keys.env, which is no table of keys/)]);
});

test('a stored pipeline whose keys no worker has is told with what is missing where, and runs once one has them', async () => {
  const { demo, environment } = await fleet();
  mkdirSync(join(demo.folder, 'stored'));
  writeFileSync(join(demo.folder, 'stored', 'demo.yaml'), withoutKeys(demo));
  await demo.program(['pipelines', 'apply', 'stored'], environment);
  const line = (store: string): string =>
    `  "${new URL(demo.environment[`${store}_STORE_URL`] ?? '').host}": { key: { variable: ${store}_STORE_KEY } }\n`;
  writeFileSync(join(demo.folder, 'some.yaml'), `hosts:\n${line('MAIN')}`, { mode: 0o600 });
  const some = demo.start(['worker'], { ...environment, NETO_CONSOLIDATOR_KEYS: join(demo.folder, 'some.yaml') });
  await some.said('Ctrl-C ends it');
  await demo.program(['fleet', 'run', 'demo'], environment);
  await some.said('demo: left to other workers');
  const status = await demo.program(['fleet', 'status'], environment);
  expect([status.code, status.stdout]).toEqual([1, expect.stringMatching(/^demo +unable +waits/m)]);
  const host = new URL(demo.environment['WEST_STORE_URL'] ?? '').host;
  expect(status.stdout).toMatch(
    new RegExp(
      `Workers that leave runs to others:\\n\\S+:\\d+: The pipeline demo speaks to ${host}, which \\S+some.yaml`,
    ),
  );

  const all = `hosts:\n${['MAIN', 'WEST', 'SOUTH'].map(line).join('')}`;
  writeFileSync(join(demo.folder, 'all.yaml'), all, { mode: 0o600 });
  const whole = demo.start(['worker'], { ...environment, NETO_CONSOLIDATOR_KEYS: join(demo.folder, 'all.yaml') });
  await whole.said('Ctrl-C ends it');
  await demo.program(['fleet', 'run', 'demo'], environment);
  await whole.said('demo: run 1');
  for (const worker of [some, whole]) {
    worker.process.kill('SIGTERM');
    await worker.ended;
  }
}, 90_000);

test('without a database, or with one that is not there, each command says what to do, in no more than a sentence or two', async () => {
  const { demo } = await fleet();
  for (const words of [['worker'], ['fleet', 'status'], ['pipelines', 'list']]) {
    const none = await demo.program(words);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('NETO_CONSOLIDATOR_DATABASE')]);
    const away = await demo.program(words, { NETO_CONSOLIDATOR_DATABASE: 'postgres://u:secret-pw@127.0.0.1:1/fleet' });
    expect([away.code, away.stderr]).toEqual([2, expect.stringContaining('127.0.0.1:1/fleet')]);
    expect(away.stderr).not.toMatch(/secret-pw|at .*\.ts:/);
  }
});
