import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { orderSeed, type Setting, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { executeHere } from './execute-here.ts';

const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };

async function check({ pipeline, home }: TwoStores, changes: Pick<Setting, 'rules'> = {}) {
  const { file } = await pipeline(changes);
  const { code, stdout } = await executeHere(['check', file, '--quiet'], { folder: home, home, environment });
  // After the headline and a blank line: that it is to be mended, and what is said first.
  return { code, stdout, first: stdout.split('\n').slice(2, 4).join(' ') };
}

test('check says first that most of the recent orders would be quarantined, and that nothing would be read at all', async () => {
  const shipped = (OrderID: string, ShippingOption: string) => orderSeed({ OrderID, ShippingOption });
  const orders = [shipped('N1', 'Owl'), shipped('N2', 'Owl'), shipped('N3', 'Post'), shipped('N4', 'Post')];
  await withTwoStores({ orders }, async (stores) => {
    const half = await check(stores);
    expect(half.stdout).toContain('shipping-method-unmapped');
    expect(half.stdout).not.toContain('MEND');
    stores.west.panel.changeOrder('N3', { ShippingOption: 'Drone' });
    const most = await check(stores);
    expect(most.first).toContain('MEND FIRST   - west, recent orders: Most recent orders would be quarantined');
    expect(most.stdout.replace(/\s+/g, ' ')).toContain(
      '3 of 4 (shipping-method-unmapped "Owl" 2, shipping-method-unmapped "Drone" 1)',
    );
    // The line that mends it comes first, also in a plan; the place in the file for who prefers that.
    const { file } = await stores.pipeline();
    const line = `neto-consolidator map shipping-method Owl ${file} --to "…" --store west`;
    expect(most.stdout.split('\n').map((one) => one.trim())).toContain(line);
    expect(most.stdout.indexOf(line)).toBeLessThan(most.stdout.indexOf('Or: Add it to `orders.shippingMethods`'));
    expect(most.stdout).toMatch(/The primary has: "Post"\.\n +neto-consolidator map shipping-method Owl /);
    const { home } = stores;
    const plan = await executeHere(['plan', file], { folder: home, home, environment });
    expect(plan.stdout.split('\n').map((one) => one.trim())).toContain(line);
    expect(most.code).toBe(1);
    const since = new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10);
    const later = await check(stores, { rules: { since } });
    expect(later.first).toMatch(/MEND FIRST {3}- west, orders visible: `since` is 2\d{3}-.*still to come/);
    expect(later.code).toBe(1);
  });
});

test('check warns of a .env that others can read, and of one that Git tracks', async () => {
  await withTwoStores({ orders: [] }, async (stores) => {
    const file = join(stores.home, '.env');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    expect((await check(stores)).stdout).not.toContain('.env');
    chmodSync(file, 0o644);
    const open = await check(stores);
    expect(open.stdout).toContain(`chmod 600 ${file}`);
    expect(open.stdout).not.toContain('Git tracks');
    chmodSync(file, 0o600);
    execFileSync('git', ['init', '-q', stores.home]);
    expect((await check(stores)).stdout).not.toContain('.env');
    execFileSync('git', ['-C', stores.home, 'add', '-f', '.env']);
    expect((await check(stores)).stdout).toContain('Git tracks');
  });
});
