import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RUNS } from '../../../src/fleet/jobs/jobs.ts';
import { Access } from '../../../src/serve/access/access.ts';
import { loopbackDoors } from '../../../src/serve/access/doors.ts';
import { tokensOfVariable } from '../../../src/serve/access/named-tokens.ts';
import { hashOf } from '../../../src/serve/access/secrets.ts';
import type { Route } from '../../../src/serve/frame/route.ts';
import { Jobs } from '../../../src/serve/jobs/jobs.ts';
import type { FleetView } from '../../../src/serve/pipelines/fleet-view.ts';
import { allRoutes } from '../../../src/serve/routes.ts';
import { type SmallDemo, startSmallDemo } from '../../cli/small-demo.ts';
import { isRefused, NO_SUCH_DECISION } from '../../serve/support/refused.ts';
import { logIn, reached } from '../../serve/support/served.ts';
import { freePort } from '../../support/free-port.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';
import { untilHolds } from './fleet.ts';
import { keysOf, type ServedFleet, storeAll, withoutKeys, withServedFleet } from './served-fleet.ts';

/** Who asks: the word that they come in by, and the lines that let them. */
const people = {
  nobody: undefined,
  reader: { word: 'word-of-the-reader', lines: ['read '] },
  decider: { word: 'word-of-the-decider', lines: ['decide '] },
  'one of other': { word: 'word-of-one-of-other', lines: ['decide other'] },
  'one who decides on other and looks at third': { word: 'word-of-both', lines: ['decide other', 'read third'] },
} as const;
type Person = keyof typeof people;

const tokens = tokensOfVariable(
  Object.values(people)
    .flatMap((person, place) =>
      person === undefined
        ? []
        : person.lines.map((line) => line.replace(/^(\w+) /, `p${place} $1 sha256:${hashOf(person.word)} `)),
    )
    .join(';'),
);

let server: PostgresServer;
let demo: SmallDemo;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = await startPostgres();
  demo = await startSmallDemo();
  environment = keysOf(demo, await server.newDatabase());
  await storeAll(demo, environment, ['demo', 'other', 'third']);
  // Its cron line may come due meanwhile.
  const worker = demo.start(['worker', '--no-timekeeping'], environment);
  await worker.said('Ctrl-C ends it');
  await demo.program(['fleet', 'run', 'demo'], environment);
  await worker.said('demo: run 1');
  worker.process.kill('SIGTERM');
  await worker.ended;
}, 120_000);
afterAll(async () => {
  await demo?.close();
  await server?.close();
});

const served = <T>(use: (page: ServedFleet) => Promise<T>): Promise<T> =>
  withServedFleet(demo, environment, tokens, use);

async function cookieOf(page: ServedFleet, person: Person): Promise<string> {
  const word = people[person]?.word;
  return word === undefined ? '' : logIn(page, word);
}

/** Names of those that a line names, or all of them. */
function may(person: Person, right: 'read' | 'decide', pipeline: string): boolean {
  return (people[person]?.lines ?? []).some((line) => {
    const [given, names = ''] = line.split(' ');
    return (given === 'decide' || right === 'read') && (names === '' || names === pipeline);
  });
}

describe('roles', () => {
  const routes = allRoutes(
    new Access({ doors: loopbackDoors(1, false), cookie: 'none', now: Date.now, tokens }),
    new Jobs(new AbortController().signal, Date.now),
    {} as FleetView,
  );

  function refusalOf({ role, path }: Route, person: Person, pipeline: string): number | undefined {
    if (role === 'open') return undefined;
    if (person === 'nobody') return 401;
    if (role === 'decide' && !['other', 'third', 'nowhere'].some((name) => may(person, 'decide', name))) return 403;
    if (!path.includes(':pipeline')) return undefined;
    if (pipeline === 'nowhere' || !may(person, 'read', pipeline)) return 404;
    return role === 'decide' && !may(person, 'decide', pipeline) ? 403 : undefined;
  }

  test.each(Object.keys(people) as Person[])(
    'asked by %s, each route of each pipeline gives what it declares',
    (person) =>
      served(async (page) => {
        for (const pipeline of ['other', 'third', 'nowhere'])
          for (const route of routes) {
            const address = route.path.replace(':pipeline', pipeline).replaceAll(/:(\w+)/g, '1');
            const cookie = await cookieOf(page, person);
            const token = cookie === '' ? '' : await page.formToken(cookie);
            const own = { token: route.path === '/enter' ? page.oneTimeToken() : (people.reader.word as string) };
            const form = route.role === 'open' ? own : { 'form-token': token, reason: 'tried' };
            const headers = { Cookie: cookie };
            const answer = await page.ask(address, route.method === 'GET' ? { headers } : { headers, form });
            const refusal = refusalOf(route, person, pipeline);
            const name = `${route.method} ${address}`;
            if (refusal === undefined) expect(isRefused(answer), `${name}: ${answer.status}`).toBe(false);
            else {
              expect(answer.status, name).toBe(refusal);
              expect(answer.text, name).not.toContain(NO_SUCH_DECISION);
            }
          }
      }),
    120_000,
  );

  test('what is not theirs is neither told nor changed, whatever page asks: the database is asked for theirs alone', () =>
    served(async ({ view, fleet }) => {
      const theirs = ['other'];
      const jobs = async () => (await fleet.boss.findJobs(RUNS, { key: 'third' })).length;
      const before = await jobs();
      const doing = { who: 'somebody', among: theirs };
      expect((await view.pipelines(theirs)).map(({ name }) => name)).toEqual(['other']);
      expect((await view.standings(theirs)).map(({ name }) => name)).toEqual(['other']);
      await expect(view.standing(theirs, 'third')).rejects.toMatchObject({ code: 'not-found' });
      expect(await view.history(theirs, 'third')).toEqual([]);
      expect((await view.history(null, 'third')).length).toBeGreaterThan(0);
      await expect(view.ask('third', doing, true)).rejects.toMatchObject({ code: 'not-found' });
      await expect(view.pause('third', doing, 'no')).rejects.toMatchObject({ code: 'not-found' });
      await expect(view.resume('third', doing, 'no')).rejects.toMatchObject({ code: 'not-found' });
      const [known] = await view.pipelines(null);
      const order = (await known?.look((ledger) => ledger.quarantined()))?.[0] ?? { sourceId: 'N1653' };
      expect((await view.orders(theirs, order.sourceId)).orders).toEqual([]);
      expect(await view.requestsNow([])).toEqual(new Map());
      expect(await jobs()).toBe(before);
      expect((await view.standing(null, 'third')).isPaused).toBe(false);
      expect((await view.history(null, 'third')).map(({ what }) => what)).not.toContain('said yes');
    }));
});

test('a search tells nobody orders of a pipeline that they may not see, though the name of theirs leads to the same ledger', () =>
  served(async ({ view, fleet }) => {
    const copy = demo.main.orders().find(({ OrderID }) => OrderID.startsWith('W'))?.OrderID ?? '';
    // As an earlier version has stored it.
    await fleet.database.query(
      `INSERT INTO neto_consolidator_fleet.pipeline (name, version, text, primary_host, time_zone, state) VALUES ('Demo', 1, $1, 'main.example', 'UTC', 'active')`,
      [withoutKeys(demo, 'Demo')],
    );
    try {
      expect((await view.orders(['Demo'], copy)).orders).toEqual([]);
      expect((await view.orders(['demo', 'Demo'], copy)).orders.map(({ pipeline }) => pipeline)).toEqual(['demo']);
    } finally {
      await fleet.database.query(`DELETE FROM neto_consolidator_fleet.pipeline WHERE name = 'Demo'`);
    }
  }));

test('all pipelines stand on the overview with how they stand, and an order is found in all of them by either number', () =>
  served(async (page) => {
    const headers = { Cookie: await cookieOf(page, 'reader') };
    const { text } = await page.ask('/', { headers });
    expect(text).toContain('3 pipelines, the worst first');
    expect(text).toMatch(/<a href="[^"]*\/pipelines\/demo">demo<\/a>[\s\S]*run 1 /);
    expect(text).toMatch(/\/pipelines\/third">third<\/a>[\s\S]{0,200}Not run yet/);
    const only = await page.ask('/?show=not-run', { headers });
    expect(only.text).not.toMatch(/pipelines\/demo">/);
    expect((await page.ask('/?name=TH', { headers })).text).not.toMatch(/pipelines\/demo">/);

    const copy = demo.main.orders().find(({ OrderID }) => OrderID.startsWith('W'))?.OrderID ?? '';
    const source = copy.replace(/^W/, 'N');
    for (const number of [copy, source, copy.toLowerCase()]) {
      const found = await page.ask(`/orders?order=${number}`, { headers });
      expect(found.text, number).toMatch(
        new RegExp(`trace\\?order=${source}">${source}</a>[\\s\\S]*${copy}[\\s\\S]*copied`),
      );
    }
    const trace = await page.ask(`/pipelines/demo/trace?order=${source}`, { headers });
    expect(trace.text).toContain(copy);
    expect((await page.ask('/orders?order=N999999999', { headers })).text).toContain('knows an order N999999999');
  }));

test('a run is asked for, paused with a reason and resumed, each by whose token it was, and the history tells it', () =>
  served(async (page) => {
    const cookie = await cookieOf(page, 'decider');
    const headers = { Cookie: cookie };
    const send = async (what: string, fields: Record<string, string> = {}) => {
      const form = { 'form-token': await page.formToken(cookie), ...fields };
      const sent = await page.ask(`/pipelines/demo/${what}`, { headers, form });
      const led = sent.headers.location;
      return sent.status === 303 && led !== undefined ? page.ask(led, { headers }) : sent;
    };
    expect((await page.ask('/pipelines/demo', { headers })).text).toContain('Run now');
    expect((await send('run')).text).toContain('The next worker that is free takes it.');
    expect(await page.fleet.boss.findJobs(RUNS, { key: 'demo' })).toContainEqual(
      expect.objectContaining({ state: 'created' }),
    );
    expect((await page.ask('/pipelines/demo', { headers })).text).toContain('A run waits for a worker.');
    expect((await send('pause', { reason: ' ' })).status).toBe(400);
    expect((await page.view.standing(null, 'demo')).isPaused).toBe(false);
    expect((await send('pause', { reason: 'they move' })).text).toContain('No run begins until it is resumed');
    expect((await page.ask('/', { headers })).text).toMatch(/pipelines\/demo">demo<\/a>[\s\S]{0,200}Paused/);
    expect((await send('run')).text).toContain('The pipeline is paused.');
    expect((await send('resume', { reason: 'they have moved' })).text).toContain('by its schedule again');
    const { text } = await page.ask('/pipelines/demo/fleet', { headers });
    expect(text).toMatch(/p2[\s\S]*resumed[\s\S]*they have moved[\s\S]*p2[\s\S]*paused[\s\S]*they move/);
    // Who may only look finds no form.
    const reader = { Cookie: await cookieOf(page, 'reader') };
    for (const address of ['/pipelines/demo', '/pipelines/demo/fleet'])
      expect((await page.ask(address, { headers: reader })).text).not.toMatch(/Run now|Pause it/);
  }));

test('what a name is in the primary is said on the page, and is a new version of what is stored, by whom and why', () =>
  served(async (page) => {
    const said = async (person: Person, path: string, seen = {}) => {
      const cookie = await cookieOf(page, person);
      const headers = { Cookie: cookie };
      const form = { store: 'west', what: 'shipping-method', name: 'Slow boat', to: 'Express Post', reason: 'as agreed', decision: randomUUID(), 'form-token': await page.formToken(cookie), ...seen }; // biome-ignore format: a form
      const sent = await page.ask(`/pipelines/demo${path}`, { headers, form });
      return sent.headers.location === undefined ? sent : page.ask(sent.headers.location, { headers });
    };
    const stored = async () => {
      const [row] = await server.query(environment['NETO_CONSOLIDATOR_DATABASE'] ?? '', `SELECT version, text FROM neto_consolidator_fleet.pipeline WHERE name = 'demo'`); // biome-ignore format: a statement
      return { version: Number(row?.['version']), text: String(row?.['text']) };
    };
    const before = await stored();
    const look = (await said('decider', '/map/look')).text;
    expect(look).toContain('Slow boat');
    // What was there as they looked.
    const seen = { seen: /name="seen" value="([^"]*)"/.exec(look)?.[1]?.replaceAll('&quot;', '"') ?? '' };
    expect(await stored()).toEqual(before);
    expect((await said('decider', '/map', seen)).status).toBe(200);
    const after = await stored();
    expect(after.version).toBe(before.version + 1);
    expect(after.text).toMatch(/Slow boat"?: "?Express Post/);
    expect((await page.view.history(null, 'demo'))[0]).toMatchObject({
      what: 'applied',
      who: 'p2',
      reason: 'as agreed',
    });
  }));

test('commands take a stored pipeline by its name, with the keys of this machine', async () => {
  const todo = await demo.program(['todo', 'fleet:demo'], environment);
  expect([todo.code, todo.stderr]).toEqual([expect.any(Number), '']);
  expect(todo.stdout).toContain('demo');
  const order = demo.west.orders()[0]?.OrderID ?? '';
  expect((await demo.program(['trace', order, 'fleet:demo', '--offline'], environment)).stdout).toContain(order);
  const unknown = await demo.program(['todo', 'fleet:nobody'], environment);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no pipeline called nobody')]);
  const map = ['map', 'shipping-method', 'Slow boat', 'fleet:demo', '--to', 'Express Post', '--store', 'west'];
  expect((await demo.program(map, environment)).stderr).toContain('pipelines apply FILE');
});

test('measures tell of each pipeline that the token may see, and of its primary, and of no other', () =>
  served(async (page) => {
    const of = async (person: 'reader' | 'one of other') =>
      (await page.ask('/metrics', { headers: { Authorization: `Bearer ${people[person].word}` } })).text;
    const all = await of('reader');
    expect(all).toMatch(/^neto_consolidator_verdict\{pipeline="demo",verdict="\w+"\} 1$/m);
    expect(all).toMatch(/^neto_consolidator_last_run_requests\{pipeline="demo"\} [1-9]\d*$/m);
    expect(all).toMatch(/^neto_consolidator_lag_seconds\{pipeline="demo"\} \d/m);
    expect(all).toMatch(/^neto_consolidator_to_do\{pipeline="demo"\} \d+$/m);
    expect(all).toMatch(/^neto_consolidator_requests_now\{store="127\.0\.0\.1:\d+"\} \d+$/m);
    expect(all.endsWith('# EOF\n')).toBe(true);
    const stores = all.split('\n').filter((line) => line.includes('store="'));
    expect(stores).toHaveLength(1);
    const theirs = await of('one of other');
    expect(theirs).toContain('pipeline="other"');
    expect(theirs).not.toMatch(/demo|third/);
  }));

test('while the database is away each page says so in a sentence, the process counts as alive and not as ready, and then it goes on', () =>
  served(async (page) => {
    const headers = { Cookie: await cookieOf(page, 'decider') };
    await server.stop();
    try {
      for (const address of ['/', '/orders?order=N1', '/pipelines/demo', '/metrics']) {
        const { status, text } = await page.ask(address, { headers });
        expect([status, text], address).toEqual([503, expect.stringContaining('The fleet&#39;s database')]);
        expect(text).not.toMatch(/secret|at .*\.ts:/);
      }
      expect((await page.ask('/healthz')).status).toBe(200);
      expect((await page.ask('/readyz')).status).toBe(503);
    } finally {
      await server.start();
    }
    expect((await page.ask('/readyz')).status).toBe(200);
    expect((await page.ask('/', { headers })).status).toBe(200);
  }));

test('serve --fleet makes tokens for all or for some pipelines, and refuses names that are slips', async () => {
  const all = await demo.program(['serve', '--fleet', '--tokens', 'tokens', '--new-token', 'anna'], environment);
  expect([all.code, all.stderr]).toEqual([0, expect.stringContaining('anna may read all pipelines of the fleet')]);
  const words = ['serve', '--fleet', 'other', '--tokens', 'tokens', '--new-token', 'bert', '--may', 'decide'];
  expect((await demo.program(words, environment)).stderr).toContain('bert may decide other');
  const slip = await demo.program(['serve', '--fleet', 'ohter', '--no-open'], environment);
  expect([slip.code, slip.stderr]).toEqual([2, expect.stringContaining('no pipeline called ohter')]);
  expect((await demo.program(['serve'], environment)).stderr).toContain('--fleet');
});

test('serve --fleet serves the page until it is stopped, and what it asks of stores counts towards the limit of all workers', async () => {
  const word = 'word-of-the-page';
  const lines = `anna read sha256:${hashOf(word)}`;
  const port = await freePort();
  const program = demo.start(['serve', '--fleet', '--no-open', '--port', String(port)], {
    ...environment,
    NETO_CONSOLIDATOR_TOKENS: lines,
  });
  await program.said('Ctrl-C ends it');
  const address = environment['NETO_CONSOLIDATOR_DATABASE'] ?? '';
  const counted = async () => (await server.query(address, 'SELECT host FROM neto_consolidator_fleet.request_limit')).length; // biome-ignore format: one line
  await server.query(address, 'DELETE FROM neto_consolidator_fleet.request_limit');
  const page = reached({ port, url: '', openingFile: undefined, ready: Promise.resolve(), close: async () => {} }, { home: demo.home, notes: [] }); // biome-ignore format: one line
  const cookie = await logIn(page, word);
  const order = demo.west.orders()[0]?.OrderID ?? '';
  const form = { order, 'form-token': await page.formToken(cookie) };
  expect((await page.ask('/pipelines/demo/trace', { form, headers: { Cookie: cookie } })).status).toBe(303);
  expect(await counted()).toBe(2);
  program.process.kill('SIGTERM');
  const { code, stdout } = await program.ended;
  expect([code, stdout]).toEqual([143, expect.stringMatching(/^The page is served at http:\/\/127\.0\.0\.1:\d+/)]);
  await untilHolds(
    'nothing of it is left',
    () => program.process.exitCode !== null || program.process.signalCode !== null,
  );
});
