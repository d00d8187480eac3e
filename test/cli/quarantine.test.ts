import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { droppedText } from '../../src/cli/text/dropped.ts';
import type { RecordKey } from '../../src/model/entities.ts';
import { decimal } from '../../src/model/money.ts';
import { quarantineActions } from '../../src/run/summary.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';
import { startSmallStores } from '../run/small-stores.ts';
import { openLedger } from '../support/open-ledger.ts';
import { executeHere } from './execute-here.ts';

const payment = { Id: '1', Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' };
/** Quarantined, since no product carries its surcharge; the payment waits for it. */
const surcharged = {
  ...orderSeed({ OrderID: 'N100', OrderPayment: [payment], BillStreetLine1: '12 Secret Lane' }),
  SurchargeTotal: '0.22',
  SurchargeTaxable: '0.22',
};
const rules = { orders: { surchargeSku: undefined } };

async function quarantine({ pipeline, home }: TwoStores, ...words: string[]) {
  const { file } = await pipeline();
  const [verb = '', ...rest] = words;
  const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key' };
  return executeHere(['quarantine', verb, file, ...rest], { folder: home, home, environment });
}

describe('quarantine drop', () => {
  test('says what becomes of the payments and of a later change, and the next runs do just that', async () => {
    await withTwoStores({ orders: [surcharged], rules }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual(['orders N100: surcharge-unmapped', 'payments 1: waits-for']);
      const { code, stdout } = await quarantine(stores, 'drop', 'N100', '--reason', 'entered by hand');
      expect(code).toBe(0);
      expect(stdout.split('\n')).toEqual([
        'west order N100: left out from now on.',
        '  Its 11.22 will not be in the books, nor will 1 payment of 11.00 in all, unless you enter them by hand.',
        '  payment 1 (11.00): left out with it from the next run on',
        '  If it changes in its store, it is quarantined again, as changed-after-drop.',
        expect.stringMatching(
          /^ {2}To take it back: neto-consolidator quarantine retry \S+ N100 --store west --entity orders$/,
        ),
        '',
      ]);
      expect(heldIn(await stores.run())).toEqual([]);
      expect(await stores.find('payments', '1')).toMatchObject({ state: 'skipped', reason: 'order-not-copied' });
      expect(await stores.find('orders', 'N100')).toMatchObject({ payload: null, message: 'entered by hand' });
      expect(stores.main.orders()).toEqual([]);
      stores.west.panel.changeOrder('N100', { GrandTotal: '12.22' });
      expect(heldIn(await stores.run())).toContain('orders N100: changed-after-drop');
    });
  });

  test('of a payment or a return says by how much the copy of its order stays unpaid or uncredited', () => {
    const said = (entity: 'payments' | 'rmas') =>
      droppedText(
        { store: 'west', entity, sourceId: '7', targetId: null, amount: decimal('12.95'), dependants: [] },
        'a',
      );
    expect(said('payments')).toContain('Its 12.95 will not be in the books, unless you enter it by hand.');
    expect(said('payments')).toContain('In the primary the copy of its order stays unpaid by as much.');
    expect(said('rmas')).toContain('In the primary the copy of its order stays uncredited by as much.');
  });

  test('is taken back by a retry, audited, and the next run copies the order with its payment', async () => {
    await withTwoStores({ orders: [surcharged], rules }, async (stores) => {
      await stores.run();
      await quarantine(stores, 'drop', 'N100', '--reason', 'a mistake');
      expect(heldIn(await stores.run())).toEqual([]);
      const retried = await quarantine(stores, 'retry', 'N100');
      expect([retried.code, retried.stdout]).toEqual([0, expect.stringContaining('reads it from its store first')]);
      expect(heldIn(await stores.run({ pipeline: await stores.pipeline({}) }))).toEqual([]);
      expect(stores.main.orders()).toHaveLength(1);
      expect(stores.main.payments('W100')).toHaveLength(1);
      const ledger = openLedger(stores.ledgerFile);
      const key = { store: 'west', entity: 'orders', sourceId: 'N100' } as const;
      const events = (await ledger.history(key)).map(({ event }) => event);
      await ledger.close();
      expect(events.slice(events.indexOf('skipped'))).toEqual(expect.arrayContaining(['skipped', 'retry', 'loaded']));
      expect((await quarantine(stores, 'retry', 'N100')).code).toBe(2);
    });
  });

  test('of a payment alone is taken back too', async () => {
    const orders = [orderSeed({ OrderID: 'N100', OrderPayment: [{ ...payment, PaymentType: 'Camels' }] })];
    await withTwoStores({ orders }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual(['payments 1: payment-method-unmapped']);
      await quarantine(stores, 'drop', '1', '--reason', 'a mistake');
      expect(heldIn(await stores.run())).toEqual([]);
      expect((await quarantine(stores, 'retry', '1')).code).toBe(0);
      expect(heldIn(await stores.run())).toEqual(['payments 1: payment-method-unmapped']);
    });
  });

  test('wants a reason, and a record that is quarantined', async () => {
    await withTwoStores({ orders: [surcharged], rules }, async (stores) => {
      await stores.run();
      expect(await quarantine(stores, 'drop', 'N100', '--reason', ' ')).toMatchObject({ code: 2 });
      expect(await quarantine(stores, 'drop', 'N999', '--reason', 'gone')).toMatchObject({ code: 2 });
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined' });
    });
  });

  test('of an order whose copy stands says that the copy and its payments stay', async () => {
    const orders = [orderSeed({ OrderID: 'N100', OrderPayment: [payment] })];
    await withTwoStores({ orders }, async (stores) => {
      await stores.run();
      stores.west.panel.changeOrder('N100', { OrderStatus: 'Cancelled' });
      expect(heldIn(await stores.run())).toEqual(['orders N100: cancelled-after-copy']);
      const { stdout } = await quarantine(stores, 'drop', 'W100', '--reason', 'credited by hand');
      expect(stdout).toContain('W100 stays in the primary as it is');
      expect(stdout).toContain('payment 1 (11.00): stands in the primary, and stays there');
    });
  });
});

describe('quarantine show', () => {
  test('says what to enter in the primary by hand, which can be linked then', async () => {
    await withTwoStores({ orders: [surcharged], rules }, async (stores) => {
      await stores.run();
      const { stdout } = await quarantine(stores, 'show', 'N100');
      const said = stdout.slice(stdout.indexOf('To enter in the primary by hand')).replace(/ +/g, ' ');
      for (const row of [
        'number W100',
        'account west_store',
        'billing name Jane Smith',
        'addresses as N100 has them in west',
        'sales channel west',
        'date placed 2026-07-10',
        'invoice date 2026-07-10',
        'due date none',
        'status Dispatched, approved',
        'warehouse Virtual',
        'prices prices include GST',
        'line 1 × MUG at 11.00, GST in it 1.00',
        'surcharge 0.22, as a line: 1 × a product of your choice, with GST',
        'total 11.22, GST in it 1.02',
        'mail send no order mail',
        'payment 11.00 by Cash on 2026-07-11',
      ])
        expect(said).toContain(row);
      expect(stdout).not.toContain('Secret Lane');
      await quarantine(stores, 'purge', '--older-than', '0d');
      expect((await quarantine(stores, 'show', 'N100')).stdout).not.toContain('To enter in the primary');
    });
  });

  test.each([
    ['payment-negative', '-5.00', ['link', 'quarantine drop']],
    ['payment-zero', '0.00', ['quarantine drop']],
  ] as const)('offers for %s only what ends it', async (code, Amount, offered) => {
    const refund = { Id: '2', Amount, PaymentType: 'Cash', DatePaid: '2026-07-12 02:00:00' };
    const orders = [orderSeed({ OrderID: 'N100', OrderPayment: [payment, refund] })];
    await withTwoStores({ orders }, async (stores) => {
      expect(heldIn(await stores.run())).toEqual([`payments 2: ${code}`]);
      const { stdout } = await quarantine(stores, 'show', '2');
      const lines = stdout.matchAll(/neto-consolidator (link|quarantine (?:retry|accept|drop)) /g);
      expect([...new Set([...lines].map(([, command]) => command))]).toEqual(offered);
      const again = await quarantine(stores, 'retry', '2');
      expect([again.code, again.stdout]).toEqual([3, expect.stringContaining('would come to the same')]);
      expect(again.stdout).toMatch(/neto-consolidator quarantine show \S+ 2 --store west --entity payments/);
      expect(again.stdout).not.toContain('neto-consolidator run');
      expect(heldIn(await stores.run())).toEqual([`payments 2: ${code}`]);
      await quarantine(stores, 'drop', '2', '--reason', 'entered by hand');
      expect(heldIn(await stores.run())).toEqual([]);
    });
  });

  test('says beforehand where what is entered differs, so that `link` asks for a word', async () => {
    const line = { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00', Tax: '0.50' };
    const orders = [
      orderSeed({ OrderID: 'N100', OrderTax: '0.50', OrderLine: [line] }),
      orderSeed({ OrderID: 'N101', OrderType: 'dropshipping' }),
    ];
    await withTwoStores({ orders }, async (stores) => {
      expect(heldIn(await stores.run())).toContain('orders N100: line-tax-unexplained');
      expect((await quarantine(stores, 'show', 'N100')).stdout).toContain('`link` then takes --accept-differences');
      expect((await quarantine(stores, 'show', 'N101')).stdout).not.toContain('--accept-differences');
    });
  });

  test('offers no link for a payment whose order is not copied', async () => {
    await withTwoStores({ orders: [surcharged], rules }, async (stores) => {
      expect(heldIn(await stores.run())).toContain('payments 1: waits-for');
      expect((await quarantine(stores, 'show', '1', '--entity', 'payments')).stdout).not.toContain(
        'neto-consolidator link',
      );
      expect((await quarantine(stores, 'show', 'N100')).stdout).toContain('neto-consolidator link');
    });
  });
});

describe('quarantine purge', () => {
  test('takes the content away; a retry then says that the record is read again, and the next run copies it', async () => {
    await withTwoStores({ orders: [surcharged], rules }, async (stores) => {
      await stores.run();
      expect((await quarantine(stores, 'purge', '--older-than', '30d')).stdout).toContain('No record');
      expect((await stores.find('orders', 'N100'))?.payload).toContain('Secret Lane');
      expect((await quarantine(stores, 'purge', '--older-than', '0d')).stdout).toContain('out of 2 records');
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined', payload: null });
      expect((await quarantine(stores, 'retry', 'N100')).stdout).toContain(
        'the next run reads it from its store first',
      );
      expect(heldIn(await stores.run({ pipeline: await stores.pipeline({}) }))).toEqual([]);
      expect(stores.main.payments('W100')).toHaveLength(1);
    });
  });

  test('and a retry bring a product back that no order names, though it has not changed in its store', async () => {
    const main = { items: [{ SKU: 'MUG', Name: 'Bowl', DefaultPrice: '11.00' }] };
    const products = { policy: 'match', sameSkuOtherName: 'hold', scope: 'all' };
    await withTwoStores({ orders: [], main, rules: { products, entities: ['products', 'orders'] } }, async (stores) => {
      expect(heldIn(await stores.run({ allowEmpty: true }))).toContain('products MUG: sku-name-differs');
      await quarantine(stores, 'purge', '--older-than', '0d');
      expect((await quarantine(stores, 'retry', 'MUG')).stdout).toContain('reads it from its store first');
      expect(heldIn(await stores.run({ allowEmpty: true }))).toContain('products MUG: sku-name-differs');
      expect((await stores.find('products', 'MUG'))?.payload).toContain('Mug');
    });
  });

  test('an age that is no number of days is refused', async () => {
    await withTwoStores({}, async (stores) => {
      expect(await quarantine(stores, 'purge', '--older-than', '30')).toMatchObject({ code: 2 });
    });
  });

  test('happens by itself after `quarantine.purgeAfterDays`, also to what is judged anew in each run', async () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    const setting = { orders: [surcharged], rules, clock: () => now };
    await withTwoStores(setting, async (stores) => {
      await stores.run();
      now += 100 * 86_400_000;
      await stores.run();
      expect((await stores.find('orders', 'N100'))?.payload).not.toBeNull();
      expect((await stores.find('payments', '1'))?.payload).not.toBeNull();
      now += 81 * 86_400_000;
      await stores.run();
      expect(await stores.find('orders', 'N100')).toMatchObject({ state: 'quarantined', payload: null });
      expect(await stores.find('payments', '1')).toMatchObject({ state: 'quarantined', payload: null });
      // Both are copied all the same once the rules allow it, without anybody's retry.
      now += 86_400_000;
      expect(heldIn(await stores.run({ pipeline: await stores.pipeline({}) }))).toEqual([]);
      expect(stores.main.payments('W100')).toHaveLength(1);
    });
  });
});

describe('the actions of a quarantined record', { timeout: 60_000 }, () => {
  test('are the verbs that work for it, and no other', async () => {
    const stores = await startSmallStores();
    try {
      const { quarantine: held } = await stores.run();
      expect(held.length).toBeGreaterThan(3);
      const { ledger: file } = await stores.pipeline();
      for (const { actions, store, entity, sourceId } of held) {
        const works = [];
        for (const verb of quarantineActions)
          if (await takes(verb, { store, entity, sourceId }, file)) works.push(verb);
        expect(works, `${store} ${entity} ${sourceId}`).toEqual(actions);
      }
    } finally {
      await stores.close();
    }
  });

  test('leave out a retry of what neither store nor file can give', async () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    const orders = [orderSeed({ OrderID: 'N100', OrderPayment: [payment] })];
    await withTwoStores({ orders, clock: () => now }, async (stores) => {
      await stores.run();
      stores.west.panel.removePayment('1');
      now += 2 * 86_400_000;
      const { quarantine: held } = await stores.run();
      expect(held).toMatchObject([{ code: 'payment-gone', actions: ['accept', 'drop'] }]);
      expect((await quarantine(stores, 'retry', '--all')).stdout).toContain('stays quarantined');
      expect(await stores.find('payments', '1')).toMatchObject({ state: 'quarantined' });
    });
  });
});

/** Whether the ledger does it, tried on a copy. */
async function takes(verb: (typeof quarantineActions)[number], key: RecordKey, file: string): Promise<boolean> {
  const copy = join(`${file}.${verb}`);
  copyFileSync(file, copy);
  const ledger = openLedger(copy);
  try {
    const run = await ledger.beginRun({ narrowed: true });
    if (verb === 'drop') return await ledger.drop(run, key, 'tried');
    const result = verb === 'retry' ? await ledger.retry(run, key) : await ledger.accept(run, key, 'tried');
    return result !== 'not-retryable' && result !== 'not-acceptable' && result !== 'not-held';
  } finally {
    await ledger.close();
    for (const part of ['', '-wal', '-shm']) rmSync(`${copy}${part}`, { force: true });
  }
}
