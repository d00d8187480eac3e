import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ByHand, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';

const old = (OrderID: string, day: string) =>
  orderSeed({ OrderID, DatePlaced: `${day} 02:00:00`, DateInvoiced: day, DateUpdated: `${day} 03:00:00` });
const seed = {
  orders: [old('N1', '2026-04-10'), old('N2', '2026-05-10'), old('N3', '2026-06-10'), orderSeed({ OrderID: 'N9' })],
};

const flat = (text: string) => text.replace(/\s+/g, ' ');
const reconcile = async ({ command }: ByHand, ...words: string[]) => {
  const { code, stdout, stderr } = await command('reconcile', '<pipeline>', ...words);
  return { code, said: flat(stdout + stderr) };
};
const JUNE = ['--from', '2026-06-01', '--to', '2026-06-30'];
const MAY = ['--from', '2026-05-01', '--to', '2026-05-31'];
const fill = ({ command }: ByHand, days: readonly string[]) =>
  command('backfill', '<pipeline>', '--store', 'west', ...days, '--yes');

describe('reconcile over days before `since`', () => {
  test('compares those that a back-fill has opened', async () => {
    await withHands(seed, async (stores) => {
      await stores.run();
      expect(await fill(stores, JUNE)).toMatchObject({ code: 0 });
      const fine = await reconcile(stores, ...JUNE);
      expect(fine.said).toContain('the books add up. Nothing differs. west, 2026-06-01 to 2026-06-30');
      expect(fine.said).toMatch(/orders 1 1 -/);
      expect(fine.code).toBe(0);
      stores.main.panel.changeOrder('S3', { OrderStatus: 'Cancelled' });
      const cancelled = await reconcile(stores, ...JUNE);
      expect(cancelled.said).toContain('S3 is cancelled in the primary, but N3 of west is not.');
      expect(cancelled.code).toBe(4);
    });
  });

  test('says which days it leaves out, and never that they add up', async () => {
    await withHands(seed, async (stores) => {
      await stores.run();
      await fill(stores, JUNE);
      const part = await reconcile(stores, '--from', '2026-05-01', '--to', '2026-07-31');
      expect(part.said).toContain('Not all days that were asked for are compared');
      expect(part.said).not.toContain('add up');
      expect(part.said).toContain('west, 2026-06-01 to 2026-07-31');
      expect(part.said).toContain('west, 2026-05-01 to 2026-05-31: before its `since` (2026-07-01)');
      expect(part.code).toBe(0);
      await fill(stores, ['--from', '2026-04-01', '--to', '2026-04-30']);
      const around = await reconcile(stores, '--from', '2026-04-01', '--to', '2026-06-30', '--output', 'json');
      expect(around.said).toContain('"daysLeft": [ { "store": "west", "from": "2026-05-01", "to": "2026-05-31" } ]');
      expect(JSON.parse(around.said)).toMatchObject({
        stores: [{ from: '2026-04-01', to: '2026-06-30', sums: { secondary: { orders: 2 }, primary: { orders: 2 } } }],
        differences: [],
      });
    });
  });

  test('refuses to compare nothing, and a range that ends before it begins', async () => {
    await withHands(seed, async (stores) => {
      await stores.run();
      await fill(stores, JUNE);
      const none = await reconcile(stores, ...MAY);
      expect(none.said).toContain('Not one of the days asked for can be compared. west, 2026-05-01 to 2026-05-31');
      expect(none.code).toBe(2);
      const backwards = await reconcile(stores, '--from', '2026-08-31', '--to', '2026-08-01');
      expect(backwards.said).toContain('--from 2026-08-31 is later than --to 2026-08-01.');
      expect(backwards.code).toBe(2);
      for (const days of [MAY, ['--from', '2026-08-31', '--to', '2026-08-01']]) {
        const page = await stores.command('report', '<pipeline>', '--reconcile', '--out', 'page.html', ...days);
        expect(page.code).toBe(2);
      }
    });
  });

  test('is no good news where neither side has an order', async () => {
    await withHands(seed, async (stores) => {
      await stores.run();
      const empty = await reconcile(stores, '--from', '2026-08-01', '--to', '2026-08-31', '--allow-empty');
      expect(empty.said).toContain('no order that counts is of these days, on either side.');
      expect(empty.said).not.toContain('add up');
      const days = ['--from', '2026-08-01', '--to', '2026-08-31', '--allow-empty'];
      await stores.command('report', '<pipeline>', '--reconcile', '--out', 'page.html', ...days);
      expect(readFileSync(join(stores.home, 'page.html'), 'utf8')).not.toContain('Adds up');
    });
  });
});
