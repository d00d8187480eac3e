import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync,
} from 'node:fs'; // biome-ignore format: a list
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asSeen } from '../../src/decisions/as-seen.ts';
import { instantOfMilliseconds } from '../../src/model/time.ts';
import { decisionsFolder } from '../../src/session/decisions/folder-shelf.ts';
import { DecisionQueue } from '../../src/session/decisions/queue.ts';
import type { QueuedDecision } from '../../src/session/decisions/queued-decision.ts';
import { type ByHand, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

const held = ['N100', 'N101'].map((OrderID) => orderSeed({ OrderID, GrandTotal: '11.64' }));
const DAY = 86_400_000;

async function dropping(stores: ByHand, sourceId: string, at = Date.now()): Promise<QueuedDecision> {
  const record = await stores.find('orders', sourceId);
  if (record === null) throw new Error('nothing is quarantined');
  const request = { kind: 'drop', reason: 'a test', records: [asSeen(record)] } as const;
  return {
    version: 1,
    id: randomUUID(),
    at: instantOfMilliseconds(at),
    by: 'Ann',
    request: { ...request, records: [...request.records] },
  };
}

async function said(stores: ByHand, sourceId: string): Promise<string[]> {
  const ledger = openLedger(stores.ledgerFile);
  try {
    const history = await ledger.history({ store: 'west', entity: 'orders', sourceId });
    return history.flatMap(({ event, who, at }) => (who === 'Ann' ? [`${event} ${at.slice(0, 10)}`] : []));
  } finally {
    await ledger.close();
  }
}

const today = () => new Date().toISOString().slice(0, 10);

/** Two orders wait; one of them is dropped by a decision as it should be, and the other by one that somebody has tampered with. */
async function beside(use: (stores: ByHand, folder: string, other: QueuedDecision) => Promise<void>): Promise<void> {
  await withHands({ orders: held }, async (stores) => {
    await stores.run();
    const pipeline = await stores.pipeline();
    const other = await dropping(stores, 'N101');
    const folder = decisionsFolder(pipeline);
    mkdirSync(folder, { mode: 0o700 });
    await use(stores, folder, other);
  });
}

type Craft = (file: string, text: string) => void;
const crafted: Readonly<Record<string, readonly [Craft, string]>> = {
  'larger than any decision': [
    (file, text) => {
      writeFileSync(file, text);
      truncateSync(file, 33 * 1024 ** 2);
    },
    'is larger than any decision',
  ],
  'a link to a decision elsewhere': [
    (file, text) => {
      const elsewhere = join(file, '../../elsewhere.json');
      writeFileSync(elsewhere, text);
      symlinkSync(elsewhere, file);
    },
    'is a link',
  ],
  'a pipe, which nobody writes to': [(file) => execFileSync('mkfifo', [file]), 'is no file'],
  'a folder': [(file) => mkdirSync(file), 'is no file'],
  'cut off': [(file, text) => writeFileSync(file, text.slice(0, 40)), 'holds no decision'],
  'of a version that is not known': [
    (file, text) => writeFileSync(file, text.replace('"version":1', '"version":2')),
    'holds no decision',
  ],
  'of other words than a decision has': [
    (file, text) => writeFileSync(file, text.replace('"drop"', '"drop","path":"../../etc"')),
    'holds no decision',
  ],
  'under the name of another decision': [
    (file, text) => writeFileSync(file, text.replace(/"id":"[^"]+"/, `"id":"${randomUUID()}"`)),
    'names another decision',
  ],
  ...(process.getuid?.() === 0
    ? {
        'of another user': [
          (file: string, text: string) => {
            writeFileSync(file, text);
            chownSync(file, 4242, 4242);
          },
          'is of another user',
        ] as const,
      }
    : {
        'not to be read': [
          (file: string, text: string) => {
            writeFileSync(file, text);
            chmodSync(file, 0);
          },
          "can't be read",
        ] as const,
      }),
};

describe('a file among the decisions that is', () => {
  test.each(Object.entries(crafted))('%s, is put aside and told; the others are taken', (_, [craft, why]) =>
    beside(async (stores, folder, other) => {
      craft(join(folder, `00000001-${other.id}.json`), JSON.stringify(other));
      await new DecisionQueue(await stores.pipeline()).add(await dropping(stores, 'N100'));
      await stores.run();
      expect(await said(stores, 'N100')).toEqual([`skipped ${today()}`]);
      expect(await said(stores, 'N101')).toEqual([]);
      expect(readdirSync(folder).sort()).toEqual([`refused-${other.id}.json`, `unreadable-00000001-${other.id}.json`]);
      const { stdout } = await stores.command('todo', '<pipeline>', '--offline');
      const told = stdout.replaceAll(/\s+/g, ' ');
      expect(told).toContain(why);
      expect(told).toContain('decide anew');
      expect((await stores.command('todo', '<pipeline>', '--offline', '--seen')).stdout).not.toContain('decide anew');
    }),
  );

  test('there twice, is taken once, and both files are gone', () =>
    beside(async (stores, folder, other) => {
      for (const number of ['00000001', '00000002'])
        writeFileSync(join(folder, `${number}-${other.id}.json`), JSON.stringify(other));
      await stores.run();
      expect(await said(stores, 'N101')).toEqual([`skipped ${today()}`]);
      expect(readdirSync(folder)).toEqual([]);
    }));

  test('there again after it was taken, is not taken again, nor told as refused', () =>
    beside(async (stores, folder, other) => {
      const name = join(folder, `00000001-${other.id}.json`);
      for (const _time of ['once', 'twice']) {
        writeFileSync(name, JSON.stringify(other));
        await stores.run();
      }
      expect(await said(stores, 'N101')).toEqual([`skipped ${today()}`]);
      expect(readdirSync(folder)).toEqual([]);
    }));

  test.each([-DAY, DAY])('made by a clock that was %i milliseconds off, is taken now', (off) =>
    beside(async (stores, folder) => {
      await new DecisionQueue(await stores.pipeline()).add(await dropping(stores, 'N101', Date.now() + off));
      await stores.run();
      expect(await said(stores, 'N101')).toEqual([`skipped ${today()}`]);
      expect(readdirSync(folder)).toEqual([]);
    }),
  );

  test('of a number at which eight digits end, has others after it, and all are taken in their order', () =>
    beside(async (stores, folder, other) => {
      writeFileSync(join(folder, `99999999-${other.id}.json`), JSON.stringify(other));
      const queue = new DecisionQueue(await stores.pipeline());
      const later = await dropping(stores, 'N100');
      await queue.add(later);
      expect((await queue.list()).map(({ id }) => id)).toEqual([other.id, later.id]);
      await stores.run();
      expect(await said(stores, 'N100')).toEqual([`skipped ${today()}`]);
      expect(readdirSync(folder)).toEqual([]);
    }));
});

test('words that paths are made of are words in a decision, and reach no file', () =>
  beside(async (stores, folder, other) => {
    const [record] = 'records' in other.request ? other.request.records : [];
    if (record === undefined || other.request.kind !== 'drop') throw new Error('no record');
    const strange = { ...other.request, records: [{ ...record, sourceId: '../../../ledger.db' }] };
    await new DecisionQueue(await stores.pipeline()).add({ ...other, request: strange });
    const before = readFileSync(stores.ledgerFile).length;
    await stores.run();
    expect(readFileSync(stores.ledgerFile).length).toBeGreaterThanOrEqual(before);
    expect(readdirSync(folder)).toEqual([`refused-${other.id}.json`]);
    expect((await stores.command('status', '<pipeline>')).stdout).toContain('the ledger has no such record');
  }));

test('decisions are refused with the ledger where the pipeline was renamed, and taken once it has its name again', () =>
  beside(async (stores, folder, other) => {
    const { file } = await stores.pipeline();
    await new DecisionQueue(await stores.pipeline()).add(other);
    const text = readFileSync(file, 'utf8');
    const renamed = join(stores.home, 'renamed.yaml');
    writeFileSync(renamed, text.replace('"name":"rules"', '"name":"other"'));
    const run = await stores.command('run', renamed);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('it belongs to the pipeline')]);
    expect(readdirSync(folder)).toHaveLength(1);
    await stores.command('run', '<pipeline>');
    expect(await said(stores, 'N101')).toEqual([`skipped ${today()}`]);
  }));

test.each([
  ['that it notices itself', []],
  ['that a person says', ['doctor', '--moved', '--yes']],
])('decisions that wait go along with a ledger that is moved, %s', (_, says) =>
  beside(async (stores, folder, other) => {
    const { file } = await stores.pipeline();
    await new DecisionQueue(await stores.pipeline()).add(other);
    for (const part of ['', '-wal', '-shm'])
      try {
        renameSync(stores.ledgerFile + part, join(stores.home, `moved.db${part}`));
      } catch {
        // Not there.
      }
    const moved = join(stores.home, 'moved.yaml');
    writeFileSync(moved, readFileSync(file, 'utf8').replace('"ledger":"ledger.db"', '"ledger":"moved.db"'));
    const [doctor, ...options] = says;
    if (doctor !== undefined) expect((await stores.command(doctor, moved, ...options)).code).toBe(0);
    expect((await stores.command('run', moved)).code).toBe(3);
    const ledger = openLedger(join(stores.home, 'moved.db'));
    const history = await ledger.history({ store: 'west', entity: 'orders', sourceId: 'N101' });
    await ledger.close();
    expect(history.filter(({ who }) => who === 'Ann').map(({ event }) => event)).toEqual(['skipped']);
    expect(readdirSync(folder)).toEqual([]);
  }),
);
