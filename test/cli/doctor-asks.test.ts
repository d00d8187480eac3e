import { copyFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ByHand, withHands } from '../rules/support/by-hand.ts';
import { heldIn, orderSeed } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';

const orders = [orderSeed({ OrderID: 'N100', GrandTotal: '11.64' }), orderSeed({ OrderID: 'N101' })];
const flat = ({ stdout, stderr }: { stdout: string; stderr: string }) => (stdout + stderr).replace(/\s+/g, ' ');
const doctor = ({ command }: ByHand, ...words: string[]) => command('doctor', '<pipeline>', ...words);

async function generationOf({ ledgerFile }: ByHand): Promise<number> {
  const ledger = openLedger(ledgerFile);
  try {
    return ledger.generation;
  } finally {
    await ledger.close();
  }
}

/** One order is copied, and one was dropped by a person. */
async function decided(use: (stores: ByHand) => Promise<void>): Promise<void> {
  await withHands({ orders }, async (stores) => {
    await stores.run();
    await stores.command('quarantine', 'drop', '<pipeline>', 'N100', '--reason', 'not ours');
    await use(stores);
  });
}

describe('doctor on a sound ledger asks first', () => {
  test('--rebuild says what would be lost, does it with --yes, and names the way back, which works', () =>
    decided(async (stores) => {
      const asked = await doctor(stores, '--rebuild');
      expect(asked.code).toBe(2);
      expect(flat(asked)).toContain('What people have decided about 1 record is lost with it');
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped', reason: 'dropped' });

      const done = flat(await doctor(stores, '--rebuild', '--yes'));
      expect(await stores.find('orders', 'N100')).toBeNull();
      const back = /To go back to the ledger before: neto-consolidator doctor \S+ --restore (\S+) --yes/.exec(done);
      expect(back).not.toBeNull();
      expect((await doctor(stores, '--restore', back?.[1] ?? '', '--yes')).code).toBe(0);
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'skipped', reason: 'dropped' });
      expect(heldIn(await stores.run())).toEqual([]);
    }));

  test('--rebuild of a lost one does not ask', () =>
    decided(async (stores) => {
      for (const part of ['', '-wal', '-shm']) rmSync(stores.ledgerFile + part, { force: true });
      expect((await doctor(stores, '--rebuild')).code).toBe(0);
    }));

  test.each(['--moved', '--restored'])('%s raises no generation without --yes', (why) =>
    decided(async (stores) => {
      const before = await generationOf(stores);
      const asked = await doctor(stores, why);
      expect(asked.code).toBe(2);
      expect(flat(asked)).toContain(`generation (${before} now)`);
      expect(await generationOf(stores)).toBe(before);
      expect((await doctor(stores, why, '--yes')).code).toBe(0);
      expect(await generationOf(stores)).toBe(before + 1);
    }),
  );

  test('--restored of one that was put back does not ask', () =>
    decided(async (stores) => {
      const kept = `${stores.ledgerFile}.kept`;
      expect((await doctor(stores, '--backup', kept)).code).toBe(0);
      await stores.run();
      rmSync(stores.ledgerFile);
      copyFileSync(kept, stores.ledgerFile);
      expect((await doctor(stores, '--restored')).code).toBe(0);
    }));
});
