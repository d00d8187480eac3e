import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RecordState } from '../../src/ledger/record-state.ts';
import { Database } from '../../src/ledger/storage/postgres/database.ts';
import type { HeldLease } from '../../src/ledger/storage/postgres/held-lease.ts';
import { bringUpToDate } from '../../src/ledger/storage/postgres/open-schema.ts';
import { PostgresStorage } from '../../src/ledger/storage/postgres/postgres-storage.ts';
import { takeLeaseSoon } from '../../src/ledger/storage/postgres/take-lease-soon.ts';
import type { RecordQuery } from '../../src/ledger/storage/record-query.ts';
import type { IntentQuery, LedgerStorage } from '../../src/ledger/storage/storage.ts';
import { parsePostgresAddress } from '../../src/model/postgres-address.ts';
import { instant } from '../../src/model/time.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { core, inEachState } from './support.ts';

let server: PostgresServer;
let proxy: TcpProxy;
let address = '';
beforeAll(async () => {
  server = await startPostgres();
  proxy = await startTcpProxy(server.port);
  address = server.addressAt(proxy.port, await server.newDatabase());
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

let schemas = 0;
interface Opened {
  readonly lease: HeldLease;
  readonly one: PostgresStorage;
  readonly other: PostgresStorage;
  /** Knows nothing but what it is told when it asks. */
  readonly looking: PostgresStorage;
  close(): Promise<void>;
}
async function open(): Promise<Opened> {
  schemas += 1;
  const parsed = parsePostgresAddress(`${address}?schema=known_${schemas}`, 'au-stores');
  const lease = await takeLeaseSoon(parsed, { pipeline: 'the pipeline au-stores', who: 'ann@till', isBrief: false });
  const storage = async (own?: HeldLease): Promise<PostgresStorage> => {
    const database = await Database.open(parsed);
    await bringUpToDate(database, lease);
    return new PostgresStorage(database, own);
  };
  const [one, other, looking] = [await storage(lease), await storage(lease), await storage()];
  const close = async (): Promise<void> => {
    for (const each of [one, other, looking]) await each.close();
    await lease.release();
  };
  return { lease, one, other, looking, close };
}

const at = instant('2026-07-10T00:00:00Z');
const keyOf = (sourceId: string) => ({ store: 'west', entity: 'orders', sourceId }) as const;
const ids = ['N1', 'N2', 'N3'] as const;
const targets = ['W1', 'w1', 'W2', 'É1'] as const;
const byTargets: RecordQuery = { anyOf: [{ entity: 'orders', targetIds: targets }] };
const byKeys: RecordQuery = { anyOf: [{ store: 'west', entity: 'orders', sourceIds: ids }] };

/** All that may be answered without asking. */
async function shown(storage: LedgerStorage): Promise<unknown> {
  const of: IntentQuery = { of: ids.map(keyOf) };
  const all = await storage.intents(of);
  const queries: readonly IntentQuery[] = [of, { openOf: ids.map(keyOf) }, { ofThoseWith: all.map(({ value }) => value.id) }, { ids: all.map(({ value }) => value.id) }]; // biome-ignore format: one line
  const intents = [];
  for (const query of queries) intents.push(await storage.intents(query));
  const each = [];
  for (const targetId of targets) each.push(await storage.records({ anyOf: [{ entity: 'orders', targetIds: [targetId] }] })); // biome-ignore format: one line
  return { records: await storage.records(byKeys), targets: await storage.records(byTargets), each, intents };
}

const step = fc.record({
  by: fc.constantFrom('one', 'other'),
  id: fc.constantFrom(...ids),
  place: fc.nat(inEachState.length - 1),
  target: fc.constantFrom(...targets),
  what: fc.constantFrom('put', 'intend', 'look up', 'settle', 'forget'),
});

test('whatever two parts of a run write in whatever order, what each knows without asking is what stands in the ledger', async () => {
  const opened = await open();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
      round += 1;
      for (const { by, id, place, target, what } of steps) {
        const storage = opened[by as 'one' | 'other'];
        const key = keyOf(id);
        const [before] = await storage.records({ anyOf: [{ store: 'west', entity: 'orders', sourceIds: [id] }] });
        const [intent] = await storage.intents({ openOf: [key] });
        const chosen = inEachState[place] as RecordState;
        const after = { ...chosen, sourceId: id, targetId: chosen.targetId === null ? null : target } as RecordState;
        // Another one has the target id, or somebody else was faster: then nothing is done.
        if (what === 'put') await storage.apply({ records: [{ before, after }] });
        else if (what === 'intend' && before !== undefined && intent === undefined)
          await storage.apply({
            newIntents: [{ run: round, key, action: 'add', targetId: target, at, draft: `of ${id}` }],
          });
        else if (what === 'forget') await storage.apply({ forgetDraftsOf: [key] });
        else if (intent !== undefined) {
          const { revision, value } = intent;
          const changed = what === 'settle' ? { ...value, outcome: 'absent' as const, draft: null } : { ...value, lookUps: value.lookUps + 1, lastLookUp: at }; // biome-ignore format: one line
          await storage.apply({ intents: [{ revision, value: changed, draftBefore: value.draft }] });
        }
        await storage.apply({ notes: [{ scope: 'x', name: 'y', value: id }] });
        expect(await shown(storage)).toEqual(await shown(opened.looking));
      }
      for (const storage of [opened.one, opened.other]) {
        await storage.apply({ notes: [{ scope: 'x', name: 'y', value: 'z' }] });
        expect(await shown(storage)).toEqual(await shown(opened.looking));
      }
    }),
    { numRuns: 8 },
  );
  await opened.close();
}, 60_000);

describe('what a writer knows', () => {
  const loaded = (sourceId: string, targetId: string): RecordState =>
    ({ ...core, sourceId, state: 'loaded', targetId }) as RecordState;
  async function asks(work: () => Promise<unknown>): Promise<number> {
    const before = proxy.sent('kept_record AS record');
    await work();
    return proxy.sent('kept_record AS record') - before;
  }

  test('is not asked for: records that are there and those that are not, whose a target id is, and their intents', async () => {
    const { one, close } = await open();
    await one.apply({ records: [{ before: undefined, after: loaded('N1', 'W1') }] });
    await shown(one);
    expect(await asks(() => shown(one))).toBe(0);
    await one.apply({
      records: [{ before: undefined, after: loaded('N2', 'W2') }],
      newIntents: [{ run: 1, key: keyOf('N1'), action: 'add', targetId: 'W1', at, draft: null }],
    });
    expect(await asks(() => shown(one))).toBe(0);
    expect((await one.records(byTargets)).map(({ value }) => value.sourceId)).toEqual(['N1', 'N2']);
    expect(await one.intents({ openOf: [keyOf('N1')] })).toHaveLength(1);
    await close();
  });

  test('is forgotten with the first step that tells that somebody else has written', async () => {
    const { one, other, looking, close } = await open();
    const note = { notes: [{ scope: 'x', name: 'y', value: 'z' }] };
    await one.apply({ records: [{ before: undefined, after: loaded('N1', 'W1') }] });
    const before = await shown(one);
    const [known] = await other.records(byKeys);
    await other.apply({
      records: [{ before: known, after: { ...loaded('N1', 'W2'), hash: 'of somebody else' } }],
      newIntents: [{ run: 1, key: keyOf('N1'), action: 'add', targetId: 'W2', at, draft: null }],
    });
    await one.apply(note);
    const after = await shown(one);
    expect(after).toEqual(await shown(looking));
    expect(after).not.toEqual(before);
    await close();
  });

  test('is asked for again once the lease is lost, or nothing was heard of it for most of its length by either clock', async () => {
    const { one, lease, close } = await open();
    await one.apply({ records: [{ before: undefined, after: loaded('N1', 'W1') }] });
    const read = () => one.records(byKeys);
    await read();
    expect(await asks(read)).toBe(0);
    for (const clock of [Date, performance]) {
      const later = clock.now() + 46_000;
      const spy = vi.spyOn(clock, 'now').mockImplementation(() => later);
      expect(await asks(read)).toBe(1);
      spy.mockRestore();
    }
    expect(await asks(read)).toBe(0);
    await lease.lose();
    expect(await asks(read)).toBe(1);
    await close();
  });
});
