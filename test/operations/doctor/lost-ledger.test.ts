import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keeperOf } from '../../../src/ledger/open/keeper-of.ts';
import { examinePipeline } from '../../../src/operations/doctor/examine-pipeline.ts';
import { rebuildMap } from '../../../src/operations/doctor/rebuild-map.ts';
import { restoreLedger } from '../../../src/operations/doctor/restore-ledger.ts';
import { takeLock } from '../../../src/session/lock.ts';
import type { DemoStores } from '../../run/demo-stores.ts';
import { startSmallStores } from '../../run/small-stores.ts';
import { openLedger } from '../../support/open-ledger.ts';

let stores: DemoStores;
let ledgerFile: string;
beforeEach(async () => {
  stores = await startSmallStores();
  ledgerFile = (await stores.pipeline()).ledger;
});
afterEach(() => stores.close());

const rebuild = async (installation?: string) =>
  rebuildMap({ pipeline: await stores.pipeline(), home: stores.home, now: Date.now, installation });

/** All that the books rest on, in the primary. */
function inPrimary() {
  return JSON.stringify([stores.main.orders(), stores.main.payments(), stores.main.customers(), stores.main.items()]);
}

const named = ({ store, sourceId, code }: { store: string; sourceId: string; code: string }) =>
  `${store} ${sourceId} ${code}`;

function removeLedger() {
  for (const part of ['', '-wal', '-shm']) rmSync(ledgerFile + part, { force: true });
}

async function runChangesNothing() {
  const before = inPrimary();
  const summary = await stores.run();
  expect(inPrimary()).toBe(before);
  expect(summary.differences).toEqual([]);
  expect(summary.problems).toEqual([]);
  return summary;
}

describe('a ledger that is lost', () => {
  test('is missed: a run stops at the first copy of the lost one, and writes nothing', async () => {
    await stores.run();
    removeLedger();
    const before = inPrimary();
    const summary = await stores.run();
    expect(summary.problems).toMatchObject([{ code: 'ledger-of-another-installation' }]);
    expect(inPrimary()).toBe(before);
  });

  test('is made anew from the copies’ own references; a run after it creates nothing and finds all unchanged', async () => {
    const first = await stores.run();
    const created = (store: string, entity: 'orders' | 'payments') => first.stores[store]?.[entity]?.created;
    const installation = openLedgerId();
    removeLedger();
    const rebuilt = await rebuild();
    expect(rebuilt.installation).toBe(await installation);
    expect(rebuilt.report.different).toEqual([]);
    expect(rebuilt.report.adopted).toEqual({
      west: { orders: created('west', 'orders'), payments: created('west', 'payments') },
      south: { orders: created('south', 'orders'), payments: created('south', 'payments') },
    });
    const summary = await runChangesNothing();
    expect(summary.stores['west']?.orders).toMatchObject({ created: 0, unchanged: created('west', 'orders') });
    // The sweep over all payments, due after a rebuild, also brings those whose orders are quarantined.
    const held = (of: typeof summary) => of.quarantine.filter(({ code }) => code !== 'waits-for').map(named);
    expect(held(summary)).toEqual(held(first));
  });

  test.each([
    ['references and notes', { externalFilters: false, cardAuthorisationReadable: false }, true],
    ['payment references', { cardAuthorisationReadable: true }, false],
  ] as const)('without readable %s, number, day and total tell the copies', async (_what, _switches, blankNotes) => {
    await stores.run();
    removeLedger();
    if (blankNotes) {
      // As if the primary gave neither back: staff have cleared them.
      for (const { OrderID } of stores.main.orders()) {
        if (!/^[WXS]\d/.test(OrderID)) continue;
        const order = stores.main.order(OrderID);
        const lines = order?.OrderLine.map((line) => ({
          ...line,
          ExternalSystemIdentifier: '',
          ExternalOrderReference: '',
          ExternalOrderLineReference: '',
        }));
        stores.main.panel.changeOrder(OrderID, { InternalOrderNotes: '', OrderLine: lines } as never);
      }
    }
    const rebuilt = await rebuild();
    expect(rebuilt.report.different).toEqual([]);
    const { orders = 0 } = rebuilt.report.adopted['west'] ?? {};
    expect(orders).toBeGreaterThanOrEqual(10);
    await runChangesNothing();
  });

  test('of which two installations have left copies is rebuilt only once a person has named the right one', async () => {
    await stores.run({ narrowing: { stores: ['west'], limit: 10 } });
    removeLedger();
    await stores.run({ narrowing: { stores: ['south'], limit: 10 } });
    const second = await openLedgerId();
    removeLedger();
    await expect(rebuild()).rejects.toMatchObject({ code: 'ledger-of-another-installation' });
    expect(existsSync(ledgerFile)).toBe(false);
    expect((await rebuild(second)).installation).toBe(second);
  });
});

async function openLedgerId(): Promise<string> {
  const ledger = openLedger(ledgerFile);
  try {
    return ledger.installationId;
  } finally {
    await ledger.close();
  }
}

describe('a backup', () => {
  test('of yesterday is restored, and the next run copies nothing twice', async () => {
    const file = join(stores.folder, 'backup.db');
    await stores.run({ narrowing: { stores: ['west'], limit: 50 } });
    await keeperOf(await stores.pipeline()).backUpTo(file, '');
    await stores.run();
    const bytes = readFileSync(file);
    const kept = await restoreLedger(await stores.pipeline(), { from: file, home: stores.home, now: Date.now });
    expect(existsSync(kept?.address ?? '')).toBe(true);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    await runChangesNothing();
  });

  test('that is damaged, or of another pipeline, replaces nothing', async () => {
    await stores.run({ narrowing: { stores: ['west'], limit: 5 } });
    const file = join(stores.folder, 'backup.db');
    await keeperOf(await stores.pipeline()).backUpTo(file, '');
    await expect(keeperOf(await stores.pipeline()).backUpTo(file, '')).rejects.toMatchObject({
      code: 'file-unwritable',
    });
    const ledger = readFileSync(ledgerFile);
    truncateSync(file, Math.floor(readFileSync(file).length / 2));
    const restore = async () =>
      restoreLedger(await stores.pipeline(), { from: file, home: stores.home, now: Date.now });
    await expect(restore()).rejects.toMatchObject({ code: expect.stringMatching(/^ledger-(damaged|not-ours)$/) });
    expect(readFileSync(ledgerFile).equals(ledger)).toBe(true);
    expect(existsSync(`${ledgerFile}.restoring`)).toBe(false);
  });

  test('that another process is restoring right now is left to it, with what it has made so far', async () => {
    await stores.run({ narrowing: { stores: ['west'], limit: 5 } });
    const file = join(stores.folder, 'backup.db');
    await keeperOf(await stores.pipeline()).backUpTo(file, '');
    const lock = takeLock(`${ledgerFile}.lock`, 'the pipeline');
    writeFileSync(`${ledgerFile}.restoring`, 'half of it');
    await expect(
      restoreLedger(await stores.pipeline(), { from: file, home: stores.home, now: Date.now }),
    ).rejects.toMatchObject({ code: 'pipeline-locked' });
    expect(readFileSync(`${ledgerFile}.restoring`, 'utf8')).toBe('half of it');
    lock.release();
  });
});

test('a ledger cut to half its bytes is said to be damaged before anything is written, and can be rebuilt', async () => {
  await stores.run();
  truncateSync(ledgerFile, Math.floor(readFileSync(ledgerFile).length / 2));
  for (const part of ['-wal', '-shm']) rmSync(ledgerFile + part, { force: true });
  const before = inPrimary();
  await expect(stores.run()).rejects.toMatchObject({ code: 'ledger-damaged' });
  expect(inPrimary()).toBe(before);
  await expect(examinePipeline({ pipeline: await stores.pipeline(), home: stores.home })).rejects.toMatchObject({
    code: 'ledger-damaged',
  });
  const { kept } = await rebuild();
  expect(existsSync(kept?.address ?? '')).toBe(true);
  await runChangesNothing();
});

describe('the doctor', () => {
  test('finds a sound ledger sound, and the copies as the map says', async () => {
    await stores.run();
    const findings = await examinePipeline({
      pipeline: await stores.pipeline(),
      home: stores.home,
      online: { size: 500 },
    });
    expect(findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
    expect(findings.filter(({ topic }) => topic === 'primary')).toHaveLength(2);
  });

  test('finds a copy that was deleted, and one whose total was changed, in the primary', async () => {
    await stores.run();
    const [gone, changed] = stores.main.orders().filter(({ OrderID }) => OrderID.startsWith('W'));
    if (gone === undefined || changed === undefined) throw new RangeError('nothing was copied');
    stores.main.panel.removeOrder(gone.OrderID);
    stores.main.panel.changeOrder(changed.OrderID, { GrandTotal: '1.23' });
    const findings = await examinePipeline({
      pipeline: await stores.pipeline(),
      home: stores.home,
      online: { size: 500 },
    });
    const problems = findings.filter(({ severity }) => severity === 'problem').map(({ message }) => message);
    expect(problems).toHaveLength(2);
    expect(problems.some((message) => message.includes(gone.OrderID) && /not in the primary/.test(message))).toBe(true);
    expect(problems.some((message) => message.includes(changed.OrderID) && message.includes('1.23'))).toBe(true);
  });

  test('says that there is no ledger, and what to do if there was one', async () => {
    const findings = await examinePipeline({ pipeline: await stores.pipeline(), home: stores.home });
    expect(findings).toMatchObject([
      { severity: 'warn', topic: 'ledger', remedy: expect.stringContaining('--rebuild') },
    ]);
    expect(existsSync(ledgerFile)).toBe(false);
  });

  test('names a write that has been unsettled for more than a day', async () => {
    copyFileSync(join(stores.folder, 'pipelines/demo.yaml'), join(stores.folder, 'pipelines/copy.yaml'));
    const ledger = openLedger(ledgerFile, { now: () => Date.now() - 30 * 3_600_000 });
    const run = await ledger.beginRun({ narrowed: false });
    const key = { store: 'west', entity: 'orders', sourceId: 'N1' } as const;
    const records = [{ sourceId: 'N1', hash: '', payload: '{}' }];
    await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: '', records });
    await ledger.recordIntents(run, [{ key, action: 'add', targetId: 'W1' }]);
    await ledger.close();
    const findings = await examinePipeline({ pipeline: await stores.pipeline(), home: stores.home });
    expect(findings.find(({ topic }) => topic === 'intents')).toMatchObject({ severity: 'problem' });
  });
});
