import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../support/open-ledger.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'left-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'ledger.db');
const key = (number: number) => ({ store: 'west', entity: 'orders', sourceId: `N${number}` }) as const;
const secretOf = (number: number) => `Jane-${number}-Secret`;
/** Of many lengths, so that rows move from page to page when they are read anew. */
const payload = (number: number, version = 1) =>
  JSON.stringify({ name: secretOf(number), note: 'x'.repeat((number * version * 397) % 1_500) });

async function stage(ledger: Ledger, run: number, numbers: readonly number[], version = 1): Promise<void> {
  const records = numbers.map((number) => ({
    ...{ sourceId: key(number).sourceId, hash: `h${version}`, payload: payload(number, version) },
  }));
  await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: 'r', records });
}

async function load(ledger: Ledger, run: number, numbers: readonly number[]): Promise<void> {
  const intents = await ledger.recordIntents(
    run,
    numbers.map((number) => ({
      ...{ key: key(number), action: 'add', targetId: `W${number}` },
      draft: JSON.stringify({ drafted: secretOf(number) }),
    })),
  );
  for (const intent of intents) await ledger.noteRefusal([intent], `Refused: ${secretOf(intent)}`);
  await ledger.settle(
    run,
    intents.map((intent) => ({ kind: 'loaded', intent, outcome: 'created' })),
  );
}

/** As many as that no page loses all its rows: one that does is overwritten by SQLite itself. */
const waits = (number: number) => number % 3 === 1;
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const shuffled = (list: readonly number[]) => [...list].sort((a, b) => ((a * 7919) % 101) - ((b * 7919) % 101));

test.each([
  ['a small ledger', 0],
  ['one in which most was settled long ago', 1_500],
])(
  'of %s nothing personal of what was settled is left in any of its files, and what waits is',
  async (_, before) => {
    const first = openLedger(file());
    const earlier = await first.beginRun({ narrowed: false });
    await stage(first, earlier, numbers(10_000, before));
    if (before > 0) await load(first, earlier, numbers(10_000, before));
    await first.close();
    const ledger = openLedger(file());
    const run = await ledger.beginRun({ narrowed: false });
    const all = numbers(1_000, 120);
    await stage(ledger, run, all);
    const mixed = shuffled(all);
    const loaded = new Set<number>();
    for (let at = 0; at < mixed.length; at += 10) {
      await stage(ledger, run, mixed.slice(at, at + 10), 7);
      await load(
        ledger,
        run,
        mixed.slice(Math.max(0, at - 10), at + 10).filter((number) => !waits(number) && !loaded.has(number)),
      );
      for (const number of mixed.slice(0, at + 10)) loaded.add(number);
    }
    await ledger.close();
    const [waiting, settled] = [all.filter(waits), all.filter((one) => !waits(one))];
    const bytes = ['', '-wal'].flatMap((part) => (existsSync(file() + part) ? [readFileSync(file() + part)] : []));
    const isLeft = (number: number) => bytes.some((some) => some.includes(secretOf(number)));
    expect(settled.filter(isLeft)).toEqual([]);
    expect(waiting.filter(isLeft)).toEqual(waiting);
    expect(numbers(10_000, before).filter(isLeft)).toEqual([]);
    const again = openLedger(file());
    expect(
      (
        await again.known(
          'west',
          'orders',
          waiting.map((one) => key(one).sourceId),
        )
      ).size,
    ).toBe(waiting.length);
    expect((await again.find(key(waiting[0] ?? 0)))?.payload).toBe(payload(waiting[0] ?? 0, 7));
    await again.close();
  },
  60_000,
);
