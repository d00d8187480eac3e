import { expect, test } from 'vitest';
import { held, withHands } from '../rules/support/by-hand.ts';
import { orderSeed } from '../rules/support/two-stores.ts';

test('a plan tells what a person dropped apart from what rules leave out', () =>
  withHands(
    { orders: [orderSeed({ OrderID: 'N100', ...held }), orderSeed({ OrderID: 'N101', OrderStatus: 'Cancelled' })] },
    async ({ run, command }) => {
      await run();
      await command('quarantine', 'drop', '<pipeline>', 'N100', '--reason', 'a test of ours');
      const { stdout } = await command('plan', '<pipeline>', '--order', 'N100', '--order', 'N101');
      expect(stdout).toMatch(/Left out by rule\n {2}west: 1 order cancelled-before-copy: [^\n]*\n\n/);
      expect(stdout).toMatch(/Dropped by you, with a reason\n {2}west: 1 order dropped: /);
    },
  ));
