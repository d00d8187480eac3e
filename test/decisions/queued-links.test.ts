import { expect, test } from 'vitest';
import { linkQueued } from '../../src/operations/link/link-queued.ts';
import { pipelineLockFile, takeLock } from '../../src/session/lock.ts';
import { enteredAsCopy as entered, held, withHands } from '../rules/support/by-hand.ts';
import { heldIn, orderSeed } from '../rules/support/two-stores.ts';

const order = orderSeed({ OrderID: 'N1081', ...held });

test('a link while a run goes on is shown at once, queued, and made when the next run begins', async () => {
  await withHands({ orders: [order] }, async (stores) => {
    const { main, link, run, find } = stores;
    expect(heldIn(await run())).toEqual(['orders N1081: shipping-method-unmapped']);
    main.panel.addOrder(entered('N5500'));
    const lock = takeLock(pipelineLockFile(await stores.pipeline()), 'the pipeline');
    const { code, stdout } = await link('N1081', '--as', 'N5500').finally(() => lock.release());
    expect([code, stdout]).toEqual([0, expect.stringContaining('Queued: a run goes on now.')]);
    expect(stdout).toMatch(/total +11\.00 +11\.00/);
    expect(await find('orders', 'N1081')).toMatchObject({ state: 'quarantined' });
    const list = (await stores.command('quarantine', 'list', '<pipeline>')).stdout;
    expect(list).toContain('- link west order N1081 as N5500');
    expect((await stores.command('todo', '<pipeline>', '--offline')).stdout).toContain('Decided, and queued');
    const pipeline = await stores.pipeline();
    expect(await linkQueued(pipeline, { home: stores.home, now: Date.now })).toBe('ended');
    expect(await find('orders', 'N1081')).toMatchObject({ state: 'loaded', targetId: 'N5500', byHand: ['N5500'] });
    expect((await stores.command('quarantine', 'list', '<pipeline>')).stdout).not.toContain('queued');
  });
});

test('a queued link of what differs by now otherwise than the person saw is refused, and told until somebody has seen it', async () => {
  await withHands({ orders: [order] }, async (stores) => {
    const { main, link, run, find } = stores;
    await run();
    main.panel.addOrder(entered('N5500', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '12.50' }] }));
    const lock = takeLock(pipelineLockFile(await stores.pipeline()), 'the pipeline');
    const words = ['--as', 'N5500', '--accept-differences', '--reason', 'agreed with the shopper'];
    const { code } = await link('N1081', ...words).finally(() => lock.release());
    expect(code).toBe(0);
    main.panel.changeOrder('N5500', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '99.00' }] });
    await linkQueued(await stores.pipeline(), { home: stores.home, now: Date.now });
    expect(await find('orders', 'N1081')).toMatchObject({ state: 'quarantined', targetId: null });
    const told = 'it differs from N5500 otherwise than you saw';
    for (const command of [
      ['todo', '<pipeline>', '--offline'],
      ['status', '<pipeline>'],
    ])
      expect((await stores.command(...command)).stdout).toContain(told);
    expect((await stores.command('todo', '<pipeline>', '--offline', '--seen')).stdout).not.toContain(told);
    expect((await stores.command('status', '<pipeline>')).stdout).not.toContain(told);
  });
});
