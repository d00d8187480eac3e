import { describe, expect, test } from 'vitest';
import type { FakeStore, Faults, OrderSeed } from '../../../src/fake-store/index.ts';
import type { NetoClient } from '../../../src/neto/client.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../../rules/support/two-stores.ts';

type Fault = NonNullable<ReturnType<NonNullable<Faults['next']>>>;
type Change = { readonly name: string; readonly source: Partial<OrderSeed>; readonly copy: Record<string, string> };

const orders = [orderSeed({ OrderID: 'N100' }), orderSeed({ OrderID: 'N99' })];

const changes: readonly Change[] = [
  { name: 'an update', source: { CustomerRef1: 'PO 9' }, copy: { CustomerRef1: 'PO 9', OrderStatus: 'Dispatched' } },
  { name: 'a cancellation', source: { OrderStatus: 'Cancelled' }, copy: { OrderStatus: 'Cancelled' } },
];

const faults: readonly Fault[] = [
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'status', status: 500, when: 'before' },
  { kind: 'status', status: 502, when: 'after' },
  { kind: 'truncate' },
  { kind: 'truncate', cut: 'connection' },
  { kind: 'html' },
  { kind: 'write-after-reads', reads: 2 },
];

function onceOnUpdate(store: FakeStore, fault: () => Fault | undefined): void {
  let met = false;
  store.faults.next = ({ action }) => {
    if (met || action !== 'UpdateOrder') return undefined;
    met = true;
    return fault();
  };
}

const copyIds = ({ main }: TwoStores) =>
  main
    .orders()
    .map(({ OrderID }) => OrderID)
    .sort();

describe.each(changes)('$name that meets trouble', ({ source, copy }) => {
  test.each(faults)('%j is carried over in the end, on the one copy', async (fault) => {
    await withTwoStores({ orders }, async (stores) => {
      const { run, west, main, find } = stores;
      await run();
      west.panel.changeOrder('N100', source);
      onceOnUpdate(main, () => fault);
      for (let again = 0; again < 3; again += 1) await run();
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')).toMatchObject(copy);
      expect(copyIds(stores)).toEqual(['W100', 'W99']);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'W100', payload: null });
    });
  });

  test.each(['before', 'after'] as const)('the process dies %s the write: the next run goes on', async (when) => {
    await withTwoStores({ orders }, async (stores) => {
      const { run, west, main, find } = stores;
      await run();
      west.panel.changeOrder('N100', source);
      const between = { ledger: <T>(ledger: T) => ledger, store: (client: NetoClient) => dying(client, when) };
      await expect(run({ between })).rejects.toThrow('power cut');
      expect(await find('orders', 'N100')).toMatchObject({ state: 'writing', targetId: 'W100' });
      await run();
      expect(heldIn(await run())).toEqual([]);
      expect(main.order('W100')).toMatchObject(copy);
      expect(copyIds(stores)).toEqual(['W100', 'W99']);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'loaded', targetId: 'W100', payload: null });
    });
  });

  test('a lie is seen at once, and quarantined', async () => {
    await withTwoStores({ orders }, async ({ run, west, main, find }) => {
      await run();
      west.panel.changeOrder('N100', source);
      onceOnUpdate(main, () => ({ kind: 'lie' }));
      expect(heldIn(await run())).toHaveLength(1);
      expect(await find('orders', 'N100')).toMatchObject({ state: 'quarantined', targetId: 'W100' });
    });
  });

  test.each(['warning', 'error'] as const)(
    'the copy is deleted between the look and the write: it keeps its id, and is never added again (updateOfUnknown %s)',
    async (updateOfUnknown) => {
      await withTwoStores({ orders, primarySwitches: { updateOfUnknown } }, async (stores) => {
        const { run, west, main, find } = stores;
        await run();
        west.panel.changeOrder('N100', source);
        onceOnUpdate(main, () => {
          main.panel.removeOrder('W100');
          return undefined;
        });
        for (let again = 0; again < 4; again += 1) await run();
        expect(await find('orders', 'N100')).toMatchObject({ state: 'quarantined', targetId: 'W100' });
        expect(copyIds(stores)).toEqual(['W99']);
      });
    },
  );
});

test.each(['atomic', 'partial'] as const)(
  'batch %s: of many updates only the refused one is quarantined',
  async (batch) => {
    const many = Array.from({ length: 12 }, (_, index) => orderSeed({ OrderID: `N${200 + index}` }));
    await withTwoStores({ orders: many, primarySwitches: { batch } }, async (stores) => {
      const { run, west, main } = stores;
      await run();
      for (const { OrderID } of many) west.panel.changeOrder(OrderID, { CustomerRef1: `ref ${OrderID}` });
      let left = 3;
      main.faults.next = ({ action }) => {
        if (action === 'UpdateOrder') left -= 1;
        if (action === 'UpdateOrder' && left === 0) main.panel.removeOrder('W210');
        return undefined;
      };
      for (let again = 0; again < 3; again += 1) await run();
      const kept = main.orders().filter(({ OrderID }) => OrderID.startsWith('W'));
      expect(kept).toHaveLength(11);
      for (const { OrderID, CustomerRef1 } of kept) expect(CustomerRef1).toBe(`ref ${OrderID.replace('W', 'N')}`);
    });
  },
);

function dying(client: NetoClient, when: 'before' | 'after'): NetoClient {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'request') return typeof value === 'function' ? value.bind(target) : value;
      return async (...given: Parameters<NetoClient['request']>) => {
        if (given[0] !== 'UpdateOrder') return target.request(...given);
        if (when === 'after') await target.request(...given);
        throw new Error('power cut');
      };
    },
  });
}
