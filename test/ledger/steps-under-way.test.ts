import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RecordState } from '../../src/ledger/record-state.ts';
import { Database } from '../../src/ledger/storage/postgres/database.ts';
import type { HeldLease } from '../../src/ledger/storage/postgres/held-lease.ts';
import { bringUpToDate } from '../../src/ledger/storage/postgres/open-schema.ts';
import { PostgresStorage } from '../../src/ledger/storage/postgres/postgres-storage.ts';
import { takeLeaseSoon } from '../../src/ledger/storage/postgres/take-lease-soon.ts';
import { WritersMemory } from '../../src/ledger/storage/postgres/writers-memory.ts';
import type { RecordQuery } from '../../src/ledger/storage/record-query.ts';
import type { Applied, LedgerChanges, LedgerStorage } from '../../src/ledger/storage/storage.ts';
import { Steps } from '../../src/ledger/verbs/steps.ts';
import { parsePostgresAddress } from '../../src/model/postgres-address.ts';
import { instant } from '../../src/model/time.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { core, inEachState } from './support.ts';

let server: PostgresServer;
let proxy: TcpProxy;
let address = '';
beforeAll(async () => {
  server = await startPostgres(['fsync=off', 'full_page_writes=off']);
  proxy = await startTcpProxy(server.port);
  address = await server.newDatabase();
});
afterEach(() => {
  proxy.delay = 0;
  proxy.onRequest = undefined;
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

let schemas = 0;
interface Opened {
  readonly storage: PostgresStorage;
  /** What stands in the database, by somebody who knows nothing. */
  readonly looking: PostgresStorage;
  close(): Promise<void>;
}
async function open(): Promise<Opened> {
  schemas += 1;
  const by = (url: string) => parsePostgresAddress(`${url}?schema=under_way_${schemas}`, 'au-stores');
  const lease = await takeLeaseSoon(by(address), { pipeline: 'the pipeline au-stores', who: 'ann@till', isBrief: false }); // biome-ignore format: one line
  const storage = async (url: string, own?: HeldLease): Promise<PostgresStorage> => {
    const database = await Database.open(by(url), [5, 10, 20, 50, 100, 200]);
    await bringUpToDate(database, lease);
    return new PostgresStorage(database, own);
  };
  const [written, looking] = [await storage(server.addressAt(proxy.port, address), lease), await storage(address)];
  const close = async (): Promise<void> => {
    await written.close();
    await looking.close();
    await lease.release();
  };
  return { storage: written, looking, close };
}

const at = instant('2026-07-10T00:00:00Z');
const keyOf = (sourceId: string) => ({ store: 'west', entity: 'orders', sourceId }) as const;
const loaded = (sourceId: string, targetId: string): RecordState => ({ ...core, sourceId, state: 'loaded', targetId });
const by = (sourceId: string) => ({ anyOf: [{ store: 'west', entity: 'orders' as const, sourceIds: [sourceId] }] });
const made = (storage: LedgerStorage, sourceId: string): Promise<Applied> =>
  storage.apply({
    records: [{ before: undefined, after: loaded(sourceId, `W${sourceId}`) }],
    newIntents: [{ run: 1, key: keyOf(sourceId), action: 'add', targetId: `W${sourceId}`, at, draft: `of ${sourceId}` }], // biome-ignore format: one line
  });

test('a step is sent while the one before it is under way, and whoever began it hears of it once it is done', async () => {
  const { storage, looking, close } = await open();
  const steps = new Steps(storage, () => at);
  const done: string[] = [];
  const sent: string[] = [];
  await steps.changes(async () => ({ result: undefined, changes: { notes: [{ scope: 's', name: 'first', value: '' }] } })); // biome-ignore format: one line
  proxy.delay = 100;
  proxy.onRequest = (text) => {
    for (const [, name] of text.matchAll(/"name":"(\w)"/g)) if (done.length === 0) sent.push(String(name));
  };
  await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name) => {
      await steps.changes(async () => ({ result: undefined, changes: { notes: [{ scope: 's', name, value: name }] } }));
      done.push(name);
      const [note] = await looking.notes({ scope: 's', names: [name] });
      expect(note?.value).toBe(name);
    }),
  );
  expect(sent).toEqual(['a', 'b', 'c', 'd']);
  expect(done).toEqual(['a', 'b', 'c', 'd']);
  await close();
});

test('what is asked behind a step sees what it does, and what a writer knows tells only what is done', async () => {
  const { storage, close } = await open();
  await storage.apply({ records: [{ before: undefined, after: loaded('N1', 'W1') }] });
  const [before] = await storage.records(by('N1'));
  proxy.delay = 50;
  const changed = storage.inOrder?.apply({ records: [{ before, after: loaded('N1', 'W2') }] });
  const aside = storage.records({ anyOf: [{ entity: 'orders', targetIds: ['W1'] }] });
  const behind = await storage.inOrder?.records(by('N1'));
  expect(behind?.map(({ value }) => value.targetId)).toEqual(['W2']);
  expect(await changed).toMatchObject({ kind: 'applied' });
  await aside;
  expect(await storage.records({ anyOf: [{ entity: 'orders', targetIds: ['W1', 'W2'] }] })).toEqual(behind);
  await close();
});

test.each([
  ['was sent before a step about it, and answered after that', false, 'before'],
  ['was sent beside a step about it that was under way, and answered after that', false, 'beside'],
  ['was asked behind others, before a step about it, and answered after that', true, 'before'],
] as const)('what %s is not taken for how it stands', (_, isBehind, when) => {
  const memory = new WritersMemory();
  const byTarget: RecordQuery = { anyOf: [{ entity: 'orders', targetIds: ['W1'] }] };
  const was = { revision: 1, value: loaded('N1', 'W1') };
  const changes: LedgerChanges = {
    records: [{ before: was, after: loaded('N1', 'W2') }],
    forgetDraftsOf: [keyOf('N1')],
  };
  const early = memory.mark(isBehind);
  const step = memory.begin(changes);
  const mark = when === 'before' ? early : memory.mark(isBehind);
  memory.put(changes, []);
  memory.end(step);
  memory.keepRecords(by('N1'), [was], mark);
  memory.keepRecords(byTarget, [was], mark);
  memory.keepIntents({ of: [keyOf('N1')] }, [], mark);
  expect(memory.records(by('N1'))).toEqual([{ revision: 2, value: loaded('N1', 'W2') }]);
  expect([memory.records(byTarget), memory.intents({ of: [keyOf('N1')] })]).toEqual([undefined, undefined]);
  const later = memory.mark(isBehind);
  memory.keepRecords(byTarget, [], later);
  expect(memory.records(byTarget)).toEqual([]);
});

test('a step that is refused takes none of the others with it', async () => {
  const { storage, looking, close } = await open();
  await made(storage, 'N0');
  const [known] = await storage.records(by('N0'));
  const before = { revision: 7, value: known?.value ?? loaded('N0', 'WN0') };
  const all = await Promise.all([
    made(storage, 'N1'),
    storage.apply({ records: [{ before, after: loaded('N0', 'W9') }] }),
    made(storage, 'N1'),
    made(storage, 'N2'),
  ]);
  expect(all.map(({ kind }) => kind)).toEqual(['applied', 'outdated', 'outdated', 'applied']);
  expect(await looking.sourceIds({ anyOf: [{}] })).toEqual(['N0', 'N1', 'N2']);
  await close();
});

test('steps that were under way when the connection broke are each done once, and give what they gave, wherever it broke', async () => {
  const { storage, looking, close } = await open();
  for (let round = 0; round < 12; round += 1) {
    const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => `N${round}${letter}`);
    if (round % 3 === 0) proxy.loseRequest('ledger_write');
    else proxy.loseAnswerTo(round % 3 === 1 ? 'ledger_write' : `N${round}c`);
    const all = await Promise.all(ids.map((id) => made(storage, id)));
    const told = all.map((one) => (one.kind === 'applied' ? one.intents : one.kind));
    const there = await looking.intents({ of: ids.map(keyOf) });
    expect(told).toEqual(there.map(({ value }) => [value.id]));
    expect(there.map(({ value }) => value.draft)).toEqual(ids.map((id) => `of ${id}`));
  }
  expect(await looking.count({ anyOf: [{}] })).toBe(60);
  await close();
});

/** What was told of each step is what has become of it. */
async function toldAsItIs(
  looking: PostgresStorage,
  ids: readonly string[],
  told: readonly PromiseSettledResult<Applied>[],
) {
  const there = new Set(await looking.sourceIds({ anyOf: [{}] }));
  const done = ids.filter((_, place) => told[place]?.status === 'fulfilled' && told[place].value.kind === 'applied');
  expect(done.filter((id) => !there.has(id))).toEqual([]);
  return { done, there: ids.filter((id) => there.has(id)) };
}

test('of steps under way none is told as done that the server gave up for its time, and the next ones are done', async () => {
  const { storage, looking, close } = await open();
  await made(storage, 'N0');
  const schema = `under_way_${schemas}`;
  const database = new URL(address).pathname.slice(1);
  await server.query(address, `ALTER DATABASE ${database} SET statement_timeout = '300ms'`);
  try {
    // What is connected already keeps its setting.
    await server.query(
      address,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '${database}'`,
    );
    const locked = server.query(
      address,
      `SET statement_timeout = 0; BEGIN; SELECT 1 FROM ${schema}.ledger FOR UPDATE; SELECT pg_sleep(0.8); COMMIT`,
    );
    await expect
      .poll(async () =>
        Number(
          (
            await server.query(
              address,
              `SELECT count(*) AS count FROM pg_locks WHERE relation = '${schema}.ledger'::regclass`,
            )
          )[0]?.['count'],
        ),
      )
      .toBeGreaterThan(0);
    const ids = ['N1', 'N2', 'N3', 'N4', 'N5'];
    const told = await Promise.allSettled(ids.map((id) => made(storage, id)));
    await locked;
    const { done, there } = await toldAsItIs(looking, ids, told);
    expect(there).toEqual(done);
    expect(done.length).toBeLessThan(ids.length);
    expect(told.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'ledger-unwritable' } });
    expect(await made(storage, 'N6')).toMatchObject({ kind: 'applied' });
  } finally {
    await server.query(address, `ALTER DATABASE ${database} RESET statement_timeout`);
    await close();
  }
});

test('a step is not told as done while its end may still fail, and those behind it are not taken along', async () => {
  const { storage, looking, close } = await open();
  const schema = `under_way_${schemas}`;
  await made(storage, 'N0');
  await server.query(
    address,
    `CREATE FUNCTION ${schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'at the very end'; END $$;
    CREATE CONSTRAINT TRIGGER late AFTER INSERT ON ${schema}.intent DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (new.draft = 'of N2') EXECUTE FUNCTION ${schema}.refuse()`,
  );
  const ids = ['N1', 'N2', 'N3'];
  const told = await Promise.allSettled(ids.map((id) => made(storage, id)));
  expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await toldAsItIs(looking, ids, told)).toEqual({ done: ['N1', 'N3'], there: ['N1', 'N3'] });
  await close();
});

test.each([
  ['the answer to the first', 'answer'],
  ['the first itself', 'request'],
] as const)(
  'where a server that takes no writes follows and %s of three is lost, none of them is told as done',
  async (_, what) => {
    // Its settings are of a database of its own, and are changed from another one.
    const admin = address;
    address = await server.newDatabase();
    const { storage, looking, close } = await open();
    await made(storage, 'N0');
    const database = new URL(address).pathname.slice(1);
    try {
      await server.query(admin, `ALTER DATABASE ${database} SET default_transaction_read_only = on`);
      if (what === 'answer') proxy.loseAnswerTo('of N1');
      else proxy.loseRequest('of N1');
      const ids = ['N1', 'N2', 'N3'];
      const told = await Promise.allSettled(ids.map((id) => made(storage, id)));
      expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      for (const one of told)
        expect(one).toMatchObject({
          reason: { code: 'ledger-unwritable', message: expect.stringContaining('takes no writes') },
        });
      await server.query(admin, `ALTER DATABASE ${database} RESET default_transaction_read_only`);
      await server.query(
        address,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '${database}'`,
      );
      const there = new Set(await looking.sourceIds({ anyOf: [{}] }));
      const again = await Promise.all(ids.map((id) => made(storage, id)));
      expect(again.map(({ kind }) => kind)).toEqual(ids.map((id) => (there.has(id) ? 'outdated' : 'applied')));
      expect(await looking.count({ anyOf: [{}] })).toBe(4);
    } finally {
      await server.query(admin, `ALTER DATABASE ${database} RESET default_transaction_read_only`);
      await close();
    }
  },
);

test('a note that was asked for is not asked for again, whatever it has become, and neither is one that is not there', async () => {
  const { storage, looking, close } = await open();
  const put = (name: string, value: string | null) =>
    storage.apply({ notes: [{ scope: 's', name, label: 'l', value }] });
  const read = (of: LedgerStorage) =>
    Promise.all(['a', 'b', 'c'].map((name) => of.notes({ scope: 's', names: [name] })));
  await put('a', '1');
  await put('b', '1');
  await read(storage);
  const asked = proxy.sent('.note WHERE');
  await put('a', '2');
  await put('b', null);
  expect(await read(storage)).toEqual([[{ scope: 's', name: 'a', label: 'l', value: '2' }], [], []]);
  await put('c', '3');
  expect(await read(storage)).toEqual(await read(looking));
  expect(proxy.sent('.note WHERE')).toBe(asked);
  proxy.delay = 30;
  const changed = put('a', '4');
  expect(await storage.inOrder?.notes({ scope: 's', names: ['a'] })).toMatchObject([{ value: '4' }]);
  await changed;
  expect(await read(storage)).toEqual(await read(looking));
  await close();
});

const step = fc.record({
  id: fc.constantFrom('N1', 'N2', 'N3'),
  place: fc.nat(inEachState.length - 1),
  target: fc.constantFrom('W1', 'w1', 'W2'),
  what: fc.constantFrom('put', 'intend', 'settle', 'forget', 'note', 'look', 'break'),
});

test('whatever is under way at once, and wherever it breaks, what a writer knows is what stands in the ledger', async () => {
  const { storage, looking, close } = await open();
  const behind = storage.inOrder as LedgerStorage;
  const ids = ['N1', 'N2', 'N3'];
  const shown = async (of: LedgerStorage): Promise<unknown> => ({
    records: await Promise.all(ids.map((id) => of.records(by(id)))),
    targets: await Promise.all(
      ['W1', 'W2'].map((id) => of.records({ anyOf: [{ entity: 'orders', targetIds: [id] }] })),
    ),
    intents: await Promise.all(ids.map((id) => of.intents({ of: [keyOf(id)] }))),
    notes: await Promise.all(ids.map((id) => of.notes({ scope: 's', names: [id] }))),
  });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
      round += 1;
      const underWay: Promise<unknown>[] = [];
      const began = (one: Promise<unknown>): number => underWay.push(one);
      for (const { id, place, target, what } of steps) {
        const key = keyOf(id);
        if (what === 'break') proxy.loseAnswerTo('ledger_write');
        if (what === 'look') began(shown(storage));
        const [before] = await behind.records(by(id));
        const [intent] = await behind.intents({ openOf: [key] });
        const chosen = inEachState[place] as RecordState;
        const after = { ...chosen, sourceId: id, targetId: chosen.targetId === null ? null : target } as RecordState;
        if (what === 'put') began(behind.apply({ records: [{ before, after }] }));
        if (what === 'intend' && before !== undefined && intent === undefined)
          began(behind.apply({ newIntents: [{ run: round, key, action: 'add', targetId: target, at, draft: null }] }));
        if (what === 'settle' && intent !== undefined)
          began(behind.apply({ intents: [{ revision: intent.revision, value: { ...intent.value, outcome: 'absent' } }] })); // biome-ignore format: one line
        if (what === 'note')
          began(
            behind.apply({ notes: [{ scope: 's', name: id, value: place % 3 === 0 ? null : `${round} ${place}` }] }),
          );
        if (what === 'forget') began(behind.apply({ forgetDraftsOf: [key] }));
      }
      await Promise.all(underWay);
      expect(await shown(storage)).toEqual(await shown(looking));
      expect(await shown(behind)).toEqual(await shown(looking));
    }),
    { numRuns: 40 },
  );
  await close();
}, 60_000);
