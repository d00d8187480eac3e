import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Pipeline } from '../../../src/config/pipeline.ts';
import { besideOf } from '../../../src/ledger/open/beside.ts';
import { parsePostgresAddress } from '../../../src/model/postgres-address.ts';
import { instantOfMilliseconds } from '../../../src/model/time.ts';
import { type Announced, announce } from '../../../src/notify/announce.ts';
import type { RunOutcome } from '../../../src/notify/conditions.ts';
import { standingOfWays } from '../../../src/notify/standing-of-ways.ts';
import { DecisionQueue } from '../../../src/session/decisions/queue.ts';
import { type QueuedDecision, queuedDecisionSchema } from '../../../src/session/decisions/queued-decision.ts';
import { takeFromMachine } from '../../../src/session/decisions/take-along.ts';
import { demoPipeline } from '../../fixtures/support.ts';
import { type Hook, startHook } from '../../notify/hook.ts';
import { ended, failing } from '../../notify/run-ends.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.close());

let address: string;
beforeEach(async () => {
  address = await server.newDatabase();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A machine, on which nothing but the database is shared with others. */
function machine(): Pick<Pipeline, 'ledger' | 'database'> {
  return { ledger: join(newFolder(), 'au-stores.db'), database: parsePostgresAddress(address, 'au-stores') };
}

const decisionOf = (sourceId: string, id: string = randomUUID()): QueuedDecision =>
  queuedDecisionSchema.parse({
    version: 1,
    id,
    at: instantOfMilliseconds(Date.parse('2026-11-30T00:00:00Z')),
    by: 'anna',
    request: {
      kind: 'retry',
      reason: `a letter that no database takes: \0, and a quote: '`,
      another: false,
      records: [{ store: 'west', entity: 'orders', sourceId, seen: 'as it was' }],
    },
  });

describe('decisions about a ledger in a database', () => {
  test('wait there for all machines, in their order, and what one has ended no other takes again', async () => {
    const [one, other] = [new DecisionQueue(machine()), new DecisionQueue(machine())];
    expect(await other.list()).toEqual([]);
    const decisions = ['N1', 'N2', 'N3'].map((sourceId) => decisionOf(sourceId));
    for (const [index, decision] of decisions.entries()) await (index === 1 ? other : one).add(decision);
    expect(await one.list()).toEqual(decisions);
    expect(await other.list()).toEqual(decisions);
    await other.done(decisions[0]?.id ?? '');
    expect(await one.list()).toEqual(decisions.slice(1));
    const refusals = [{ store: null, entity: null, sourceId: '', message: 'it is not as it was' }];
    const at = instantOfMilliseconds(0);
    await one.refuse({ id: decisions[1]?.id ?? '', at, refusedAt: at, by: 'anna', kind: 'retry', refusals });
    expect(await other.refused()).toMatchObject([{ refusals }]);
    await other.seen(decisions[1]?.id ?? '');
    expect(await one.refused()).toEqual([]);
  });

  test('that are sent several times at once, from wherever, wait once; different ones are all kept', async () => {
    const queues = Array.from({ length: 4 }, () => new DecisionQueue(machine()));
    const same = decisionOf('N1');
    const sent = await Promise.all(queues.map((queue) => queue.add(same)));
    expect(sent.toSorted()).toEqual(['known', 'known', 'known', 'queued']);
    await Promise.all(queues.map((queue, index) => queue.add(decisionOf(`M${index}`))));
    expect(await queues[0]?.list()).toHaveLength(5);
  });

  test('that nobody here has written so are put aside and told, and stop nothing', async () => {
    const own = machine();
    const queue = new DecisionQueue(own);
    await queue.add(decisionOf('N1'));
    const strange = `00000002-${randomUUID()}.json`;
    if (own.database === undefined) throw new Error('It is in a database.');
    await (await besideOf(own.database)).write('decisions', strange, '{"version":9}', { replaces: false });
    await queue.tidy(instantOfMilliseconds(0));
    expect(await queue.list()).toHaveLength(1);
    expect((await queue.refused())[0]?.refusals[0]?.message).toMatch(/holds no decision.*lies as unreadable-00000002/);
  });

  test('that an earlier version, or a ledger in a file, has left on a machine come along', async () => {
    const own = machine();
    const onMachine = new DecisionQueue({ ledger: own.ledger });
    const decision = decisionOf('N1');
    await onMachine.add(decision);
    await takeFromMachine(own);
    expect(await new DecisionQueue(machine()).list()).toEqual([decision]);
    expect(await onMachine.list()).toEqual([]);
  });

  test('are looked for without anything being made in the database, and wait in no other ledger of it', async () => {
    const own = machine();
    expect(await new DecisionQueue(own).holdsNothing()).toBe(true);
    expect(await server.query(address, "SELECT 1 FROM pg_namespace WHERE nspname LIKE 'neto%'")).toEqual([]);
    await new DecisionQueue(own).add(decisionOf('N1'));
    const other = { ...own, database: parsePostgresAddress(address, 'nz-stores') };
    expect(await new DecisionQueue(other).holdsNothing()).toBe(true);
  });
});

describe('alerts about a pipeline whose ledger is in a database', () => {
  let hook: Hook;
  let pipeline: Pipeline;
  beforeEach(async () => {
    hook = await startHook();
    onTestFinished(() => hook.close());
    const demo = await demoPipeline();
    const database = parsePostgresAddress(address, 'demo');
    pipeline = { ...demo, database, onProblem: { ...demo.onProblem, webhook: hook.url } };
  });
  const tell = (home: string, outcome: RunOutcome, by = pipeline): Promise<Announced> =>
    announce({ pipeline: by, home, outcome, now: 1_800_000_000_000, limitMilliseconds: 20_000 });
  const kinds = () => hook.received.map((body) => (body as { kind: string }).kind);

  test('come once, whichever machine finds the trouble, and once that it is over', async () => {
    const [one, other] = [newFolder(), newFolder()];
    await tell(one, failing);
    await tell(other, failing);
    await tell(one, ended());
    await tell(other, ended());
    expect(kinds()).toEqual(['problem', 'well-again']);
    const [way] = await standingOfWays(other, pipeline);
    expect(way?.deliveredAt).not.toBeNull();
  });

  test('come once where several machines find it in the same moment', async () => {
    const homes = Array.from({ length: 6 }, newFolder);
    await Promise.all(homes.map((home) => tell(home, failing)));
    expect(kinds()).toEqual(['problem']);
  });

  test('come while the database does not answer, and what was told by then counts as told afterwards', async () => {
    const home = newFolder();
    const away = new URL(address);
    away.port = '1';
    const cut = { ...pipeline, database: parsePostgresAddress(away.href, 'demo') };
    await tell(home, failing, cut);
    expect(kinds()).toEqual(['problem']);
    await tell(home, failing);
    expect(kinds()).toEqual(['problem']);
    await tell(newFolder(), ended());
    expect(kinds()).toEqual(['problem', 'well-again']);
    // Nothing old is remembered on that machine: the next time is told anew.
    await tell(home, failing, cut);
    expect(kinds()).toEqual(['problem', 'well-again', 'problem']);
  });
});
