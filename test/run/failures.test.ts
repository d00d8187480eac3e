import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { runPipeline } from '../../src/run/run.ts';
import { type Arena, openArena } from '../chaos/arena.ts';
import { converge } from '../chaos/converge.ts';
import { population } from '../chaos/population.ts';
import { impatience } from '../support/impatience.ts';
import { openLedger } from '../support/open-ledger.ts';

let arena: Arena;
let people: ReturnType<typeof population>;
beforeEach(async () => {
  people = population(7, 6);
  arena = await openArena({ population: people });
});
afterEach(() => arena.close());

const run = async () => runPipeline(await arena.options());
const isCopied = (store: string) =>
  people.truth.copies
    .filter((copy) => copy.store === store)
    .map(({ targetId }) => arena.main.order(targetId)?.CompleteStatus ?? 'none');

function failing(store: FakeStore, actions?: readonly string[]): void {
  store.faults.next = ({ action }) =>
    actions === undefined || actions.includes(action) ? { kind: 'status', status: 503, when: 'before' } : undefined;
}

async function thenAllIsWell(): Promise<void> {
  expect((await converge(arena, people.truth)).violations).toEqual([]);
}

describe('one store that fails does not hold up the others', () => {
  test('a secondary that is down', async () => {
    failing(arena.west);
    const summary = await run();
    expect(summary.status).toBe('failed');
    expect(summary.problems).toMatchObject([{ store: 'west', code: 'server-error' }]);
    expect(new Set(isCopied('south'))).toEqual(new Set(['Approved']));
    await thenAllIsWell();
  });

  test.each(['GetCurrencySettings', 'GetItem', 'GetCustomer'])(
    'a secondary that goes down when its records are loaded (%s)',
    async (action) => {
      failing(arena.west, [action]);
      const summary = await run();
      expect(summary.problems).toMatchObject([{ store: 'west', code: 'server-error' }]);
      expect(new Set(isCopied('south'))).toEqual(new Set(['Approved']));
      expect(new Set(isCopied('west'))).toEqual(new Set(['none']));
      await thenAllIsWell();
    },
  );
});

describe('when everything fails, the run ends early, and all is resumable', () => {
  test('a wrong key is not tried a thousand times', async () => {
    const options = await arena.options();
    const { pipeline } = options;
    const wrong = { ...pipeline, primary: { ...pipeline.primary, key: 'x'.repeat(32) } };
    const summary = await runPipeline({ ...options, pipeline: wrong });
    expect(summary.problems).toMatchObject([{ store: 'primary', code: 'key-refused' }]);
    expect(arena.main.requests.length).toBeLessThanOrEqual(3);
    await thenAllIsWell();
  });

  test('a primary that fails at every write', async () => {
    await arena.close();
    people = population(8, 60);
    arena = await openArena({ population: people });
    failing(arena.main, ['AddOrder']);
    const summary = await run();
    expect(summary.problems).toMatchObject([{ code: 'systematic-failure' }]);
    const sent = arena.main.requests.filter(({ action }) => action === 'AddOrder').length;
    expect(sent).toBeGreaterThanOrEqual(25);
    expect(sent).toBeLessThan(30);
    await thenAllIsWell();
  });
});

describe('trouble with the ledger', () => {
  const full = { code: 'ledger-unwritable', message: expect.stringContaining('the disk is full') };

  /** A run whose disk is full but for so many pages, from the start or from its first write of this action on. */
  async function runOnFullDisk(more: number, action?: string): Promise<void> {
    const file = join(arena.folder, 'chaos.db');
    await openLedger(file).close();
    const options = await arena.options();
    const open = (settings: { morePages?: number }) => openLedger(file, { now: options.now ?? Date.now, ...settings });
    let ledger = open(action === undefined ? { morePages: more } : {});
    const opened = [ledger];
    arena.main.faults.next = (request) => {
      if (request.action !== action || opened.length > 1) return undefined;
      ledger = open({ morePages: more });
      opened.push(ledger);
      return undefined;
    };
    const current = new Proxy(ledger, {
      get(_, name) {
        const value: unknown = Reflect.get(ledger, name, ledger);
        return typeof value === 'function' ? value.bind(ledger) : value;
      },
    });
    const between = { ...impatience, ledger: () => current };
    const problems = await runPipeline({ ...options, between }).then(
      (summary) => summary.problems,
      (error: unknown) => [error],
    );
    for (const each of opened) await each.close();
    expect(problems).toMatchObject(problems.map(() => full));
    expect(problems.length).toBeGreaterThan(0);
  }

  test.each([
    [0, undefined],
    [4, undefined],
    [0, 'AddItem'],
    [0, 'AddOrder'],
    [1, 'AddOrder'],
  ])(
    'a disk that is full but for %i pages (from %s on) ends the run in words, and nothing is lost or doubled',
    async (more, action) => {
      await arena.close();
      people = population(9, 30);
      arena = await openArena({ population: people });
      await runOnFullDisk(more, action);
      await thenAllIsWell();
    },
  );
});
