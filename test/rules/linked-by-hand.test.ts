import { describe, expect, test } from 'vitest';
import { dailyProof } from '../../src/proof/daily-proof.ts';
import { someOf } from '../support/many.ts';
import { enteredAsCopy as entered, held, paid, withHands } from './support/by-hand.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const order = (more = {}) => orderSeed({ OrderID: 'N1081', ...held, OrderPayment: [paid('1', '11.00')], ...more });

describe('An order that was entered by hand and linked', () => {
  test('is shown beside its source, is not copied when its rule is mended, and nothing is written to it', async () => {
    await withHands({ orders: [order()] }, async (stores) => {
      const { main, link, run, runMended, written } = stores;
      expect(heldIn(await run())).toEqual(['orders N1081: shipping-method-unmapped', 'payments 1: waits-for']);
      main.panel.addOrder(entered('N5500'));
      main.panel.addPayment({
        OrderID: 'N5500',
        AmountPaid: '11.00',
        PaymentMethodName: 'Cash',
        DatePaid: '2026-07-11 02:00:00',
      });
      main.clearLogs();
      const dry = await link('N1081', '--as', 'N5500', '--dry-run');
      expect(dry.code).toBe(0);
      expect(await stores.find('orders', 'N1081')).toMatchObject({ state: 'quarantined' });
      const { code, stdout } = await link('N1081', '--as', 'N5500');
      expect(code).toBe(0);
      expect(stdout).toMatch(/total +11\.00 +11\.00/);
      expect(stdout).toContain('payment of 11.00 by Cash on 2026-07-11: 1 in its store');
      const summary = await runMended();
      expect(heldIn(summary)).toEqual([]);
      expect(summary.differences).toEqual([]);
      expect(main.orders().map(({ OrderID }) => OrderID)).toEqual(['N5500']);
      expect(main.payments()).toHaveLength(1);
      expect(written()).toEqual([]);
    });
  });

  test.each([
    ['two lines of its product', '0.22', 0],
    ['two lines that come to more', '0.33', 4],
  ])('whose surcharge of which a part has GST was entered in %s is compared by what these come to', async (_, free, code) => {
    const surcharge = { ShippingOption: 'Post', SurchargeTotal: '0.44', SurchargeTaxable: '0.22', OrderPayment: [] };
    await withHands({ orders: [order(surcharge)] }, async ({ main, link, run, command, find }) => {
      expect(heldIn(await run())).toEqual(['orders N1081: surcharge-part-taxed']);
      const OrderLine = [
        { SKU: 'FEE', Quantity: 1, UnitPrice: '0.22' },
        { SKU: 'MUG', Quantity: 1, UnitPrice: '11.00' },
        { SKU: 'FEE', Quantity: 1, UnitPrice: free, TaxFree: true },
      ];
      main.panel.addOrder(entered('N5500', { OrderLine }));
      const linked = await link('N1081', '--as', 'N5500');
      expect([linked.code, linked.stdout]).toEqual([code, expect.any(String)]);
      if (code !== 0) return;
      const proved = JSON.parse((await command('run', '<pipeline>', '--proof', '--output', 'json')).stdout);
      expect([proved.quarantine, proved.proof.stores[0].labels]).toEqual([[], {}]);
      expect(await find('orders', 'N1081')).toMatchObject({ state: 'loaded', targetId: 'N5500' });
      expect((await command('reconcile', '<pipeline>')).code).toBe(0);
    });
  }); // biome-ignore format: a table

  test('with differences of fields that must agree is refused, and taken only with a reason', async () => {
    await withHands({ orders: [order()] }, async (stores) => {
      const { main, link, run, command } = stores;
      await run();
      main.panel.addOrder(entered('N5500', { OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: '12.50' }] }));
      const refused = await link('N1081', '--as', 'N5500');
      expect(refused.code).toBe(4);
      expect(refused.stdout).toContain('total: 11.00 in its store, 12.50 in the primary');
      expect(await stores.find('orders', 'N1081')).toMatchObject({ state: 'quarantined', targetId: null });
      expect((await link('N1081', '--as', 'N5500', '--accept-differences')).code).toBe(2);
      const taken = await link('N1081', '--as', 'N5500', '--accept-differences', '--reason', 'freight was added');
      expect(taken.code).toBe(0);
      expect((await command('run', '<pipeline>', '--proof')).stdout).not.toContain('copy-changed');
      expect(await stores.find('orders', 'N1081')).toMatchObject({ state: 'loaded', targetId: 'N5500' });
    });
  });

  test.each([
    ['payment 1 method is Credit Card in the primary; its store has Credit Card, which the pipeline makes Cash', { PaymentMethodName: 'Credit Card' }],
    ['payment 1 date: 2026-07-11 in its store, 2026-07-12 in the primary', { DatePaid: '2026-07-12 02:00:00' }],
  ])('whose %s is refused, and both are linked with a reason', async (words, more) => {
    const rules = { payments: { methods: { 'Credit Card': 'Cash' } } };
    const OrderPayment = [paid('1', '11.00', { PaymentType: 'Credit Card' })];
    await withHands({ orders: [order({ OrderPayment })], rules }, async ({ main, link, run, find }) => {
      await run();
      main.panel.addOrder(entered('N5500'));
      main.panel.addPayment({ OrderID: 'N5500', AmountPaid: '11', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 02:00:00', ...more });
      const refused = await link('N1081', '--as', 'N5500');
      expect([refused.code, refused.stdout]).toEqual([4, expect.stringContaining(words)]);
      expect(await find('payments', '1')).toMatchObject({ state: 'quarantined' });
      const why = ['--accept-differences', '--reason', 'keyed so'];
      expect((await link('N1081', '--as', 'N5500', ...why)).code).toBe(0);
      expect(heldIn(await run())).toEqual([]);
      expect(await find('payments', '1')).toMatchObject({ state: 'loaded' });
    });
  }); // biome-ignore format: a table

  test('is compared with what its copy would have; one of another buyer and total does not look like it', async () => {
    const rules = { products: { policy: 'prefix', skuPrefix: 'W-' } };
    await withHands({ orders: [order()], rules }, async ({ main, link, run }) => {
      await run();
      const line = (SKU: string, UnitPrice: string) => ({ OrderLine: [{ SKU, Quantity: 1, UnitPrice }] });
      main.panel.addOrder(entered('N5500', { OrderLine: [{ SKU: 'TEA', Quantity: 2, UnitPrice: '6.25' }] }));
      const near = await link('N1081', '--as', 'N5500');
      expect(near.code).toBe(4);
      expect(near.stdout).toContain('--accept-differences');
      expect(near.stdout).toContain('its copy would have 1 × W-MUG, the primary has 2 × TEA');
      expect(near.stdout).not.toMatch(/W-MUG in its store/);
      const stranger = { BillFirstName: 'Nobody', BillLastName: 'Else', BillCompany: '' };
      main.panel.addOrder(entered('N5501', { ...line('MUG', '99.00'), ...stranger }));
      const far = await link('N1081', '--as', 'N5501');
      expect(far.code).toBe(4);
      expect(far.stdout).toContain('N5501 does not look like west order N1081');
      expect(far.stdout).not.toContain('--accept-differences');
    });
  });

  test.each(someOf([
    ['which is not there', [], 'N5500', 'has no order N5500'],
    ['which is cancelled', [entered('N5500', { OrderStatus: 'Cancelled' })], 'N5500', 'is cancelled'],
    ['which names another source', [entered('N5500', { InternalOrderNotes: 'Copied from west N7 by neto-consolidator, installation x' })], 'N5500', 'names west N7'],
    ['which is the copy of another one', [], 'S1082', 'is the copy of west N1082'],
  ], 2))('is not one %s', async (_, seeds, as, words) => {
    await withHands({ orders: [order(), orderSeed({ OrderID: 'N1082' })] }, async ({ main, link, run, find }) => {
      await run();
      for (const seed of seeds) main.panel.addOrder(seed);
      const { code, stderr } = await link('N1081', '--as', as);
      expect(code).toBe(2);
      expect(stderr).toContain(words);
      expect(await find('orders', 'N1081')).toMatchObject({ state: 'quarantined' });
    });
  }); // biome-ignore format: a table

  test('is followed: what its store changes or cancels is told, and not written', async () => {
    await withHands({ orders: [order({ OrderPayment: [] })] }, async ({ west, main, link, run, written }) => {
      await run();
      main.panel.addOrder(entered('N5500'));
      expect((await link('N1081', '--as', 'N5500')).code).toBe(0);
      main.clearLogs();
      west.panel.changeOrder('N1081', { PurchaseOrderNumber: 'PO-7' });
      expect(heldIn(await run())).toEqual([]);
      west.panel.changeOrder('N1081', { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }] });
      expect(heldIn(await run())).toEqual(['orders N1081: changed-after-copy']);
      west.panel.changeOrder('N1081', { OrderStatus: 'Cancelled' });
      expect(heldIn(await run())).toEqual(['orders N1081: cancelled-after-copy']);
      expect(written()).toEqual([]);
    });
  });

  test('is looked at: what staff change on it is told by the next look', async () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    const setting = { orders: [order()], clock: () => now };
    await withHands(setting, async ({ main, link, run }) => {
      await run();
      main.panel.addOrder(entered('N5500'));
      main.panel.addPayment({ OrderID: 'N5500', AmountPaid: '11', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 02:00:00' });
      expect((await link('N1081', '--as', 'N5500')).code).toBe(0);
      now += 25 * 3_600_000;
      expect(heldIn(await run())).toEqual([]);
      const [payment] = main.payments();
      main.panel.changePayment(String(payment?.PaymentID), { AmountPaid: '10.00' });
      now += 25 * 3_600_000;
      expect(heldIn(await run())).toEqual(['payments 1: payment-copy-changed']);
      main.panel.changeOrder('N5500', { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }] });
      now += 25 * 3_600_000;
      expect(heldIn(await run())).toContain('orders N1081: copy-changed');
    }); // biome-ignore format: a table
  });

  test('a payment that is not entered with it is a thing to do at once, and no run has to come first', async () => {
    await withHands({ orders: [order()] }, async ({ main, link, run, command, find }) => {
      await run();
      main.panel.addOrder(entered('N5500'));
      expect((await link('N1081', '--as', 'N5500')).stdout).toContain('N5500 still lacks payment 1 of 11.00');
      const todo = await command('todo', '<pipeline>');
      expect(todo.code).toBe(3);
      expect(todo.stdout).toContain('payment 1 of N1081');
      expect(todo.stdout).toMatch(/neto-consolidator link \S+ 1 --store west --entity payments --as "…"/);
      expect(todo.stdout).not.toContain('Decided');
      expect((await command('status', '<pipeline>')).stdout).toContain('1 thing to do');
      const before = await find('payments', '1');
      expect(heldIn(await run())).toEqual(['payments 1: copy-by-hand']);
      expect(await find('payments', '1')).toMatchObject({ reason: before?.reason, message: before?.message });
    });
  });

  test('a payment or return that comes later is not booked on it, but asked for and linked', async () => {
    await withHands({ orders: [order({ OrderPayment: [] })] }, async ({ west, main, link, run, written, find }) => {
      await run();
      main.panel.addOrder(entered('N5500'));
      await link('N1081', '--as', 'N5500');
      main.clearLogs();
      const day = '2026-07-12 02:00:00';
      west.panel.addPayment({ OrderID: 'N1081', AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: day });
      const back = { DateIssued: '2026-07-13', Refund: [], RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: '11.00' }] };
      west.panel.addRma({ OrderID: 'N1081', ...back, Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-13' }] });
      const [{ PaymentID: source = '' } = {}] = west.payments();
      const [{ RmaID: returned = '' } = {}] = west.rmas();
      expect(heldIn(await run())).toEqual([`payments ${source}: copy-by-hand`, `rmas ${returned}: copy-by-hand`]);
      expect(written()).toEqual([]);
      const { PaymentID } = main.panel.addPayment({ OrderID: 'N5500', AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: day });
      expect((await link(String(source), '--entity', 'payments', '--as', String(PaymentID))).code).toBe(0);
      const { RmaID } = main.panel.addRma({ OrderID: 'N5500', ...back, Refund: [{ RefundAmount: '11.00', PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: '2026-07-13' }] });
      const { code, stdout } = await link(String(returned), '--entity', 'rmas', '--as', String(RmaID));
      expect([code, stdout]).toEqual([0, expect.stringContaining('Linked')]);
      expect(heldIn(await run())).toEqual([]);
      expect(await find('rmas', String(returned))).toMatchObject({ state: 'loaded' });
      expect(written()).toEqual([]);
    });
  }); // biome-ignore format: a table

  /** Of the days that the daily proof takes in. */
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const recent = { DatePlaced: `${day} 02:00:00`, DateInvoiced: day, DateUpdated: `${day} 03:00:00` };

  test.each(
    someOf(
      [
        ['in parts', ['6.00', '5.00'], '1 + 2', '1,2'],
        ['a cent off', ['10.99'], '1', '1'],
      ],
      2,
    ),
  )(
    'whose payment was keyed %s is not asked for it again: what comes to it is named, to be linked',
    async (_, amounts, named, ids) => {
      await withHands({ orders: [order()] }, async ({ main, link, run, runMended }) => {
        await run();
        main.panel.addOrder(entered('N5500'));
        for (const AmountPaid of amounts)
          main.panel.addPayment({
            OrderID: 'N5500',
            AmountPaid,
            PaymentMethodName: 'Cash',
            DatePaid: '2026-07-11 02:00:00',
          });
        const { stdout } = await link('N1081', '--as', 'N5500');
        expect(stdout).toContain(`Perhaps ${named} there is payment 1 of 11.00`);
        expect(stdout).toMatch(new RegExp(`1 --store west --entity payments --as ${ids}$`, 'm'));
        expect(stdout).not.toContain('still lacks');
        const why = ['--accept-differences', '--reason', 'keyed so'];
        expect((await link('1', '--entity', 'payments', '--as', ids, ...why)).code).toBe(0);
        expect(heldIn(await runMended())).toEqual([]);
        expect(main.payments()).toHaveLength(amounts.length);
      });
    },
  );

  test('is known to trace, status, reconcile, the proof, doctor and undo', async () => {
    await withHands({ orders: [order(recent), orderSeed({ OrderID: 'N1082', ...recent })] }, async ({ main, link, run, command, find }) => {
      await run();
      main.panel.addOrder(entered('N5500', recent));
      main.panel.addPayment({ OrderID: 'N5500', AmountPaid: '11', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 02:00:00' });
      await link('N1081', '--as', 'N5500');
      for (const id of ['N1081', 'N5500']) {
        const { stdout } = await command('trace', id, '<pipeline>');
        expect(stdout).toContain('entered by hand as N5500 and linked');
        expect(stdout).toContain('linked by hand: N5500');
      }
      expect((await command('status', '<pipeline>')).stdout).toMatch(/entered in the primary by hand and linked\n+ +west: 1 order/);
      const reconciled = await command('reconcile', '<pipeline>');
      expect([reconciled.code, reconciled.stdout]).toEqual([0, expect.stringContaining('2')]);
      const proved = await command('run', '<pipeline>', '--proof', '--output', 'json');
      expect(JSON.parse(proved.stdout).proof.stores[0]).toMatchObject({
        state: 'done',
        differences: [],
        secondary: { orders: 2 },
        primary: { orders: 2 },
      });
      expect((await command('doctor', '<pipeline>', '--online')).code).toBe(0);
      expect((await command('undo', '<pipeline>', '--run', '1')).stdout).not.toContain('N5500');
      expect(main.order('N5500')).toMatchObject({ OrderStatus: 'Dispatched' });
      expect(await find('orders', 'N1081')).toMatchObject({ state: 'loaded', targetId: 'N5500' });
    });
  }); // biome-ignore format: a table

  test.each([
    ['of the counter', 'account', {}],
    ['of somebody else, with a reason', 'orders N1081: copy-changed', { BillFirstName: 'Counter', BillLastName: 'Sale' }],
  ])('on an account %s is told by no proof, since the person was shown it; on another one it is', async (_, again, name) => {
    const counter = (Username: string) => ({ Username, EmailAddress: `${Username}@example.com`, BillingAddress: { BillFirstName: 'Counter', BillLastName: 'Sale' } });
    const main = { customers: [counter('counter'), counter('kiosk')] };
    let now = Date.now();
    await withHands({ orders: [order({ ...recent, OrderPayment: [] })], main, clock: () => now }, async (stores) => {
      await stores.run();
      stores.main.panel.addOrder(entered('N5500', { ...recent, Username: 'counter', Email: '', ...name }));
      const why = ['--accept-differences', '--reason', 'sold at the counter'];
      expect((await stores.link('N1081', '--as', 'N5500')).stdout).toContain(
        'account is counter in the primary; its store has jsmith, which the pipeline makes west_store',
      );
      const { code, stdout } = await stores.link('N1081', '--as', 'N5500', ...why);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/account +\S+ +counter/)]);
      const proved = async () => {
        now += 25 * 3_600_000;
        const summary = await stores.run({ prover: dailyProof, proof: 'now' });
        const [found] = summary.proof?.stores ?? [];
        expect(found).toMatchObject({ state: 'done' });
        return [...heldIn(summary), ...(found?.differences ?? []).map(({ field }) => field)];
      };
      expect(await proved()).toEqual([]);
      stores.main.panel.changeOrder('N5500', { Username: 'kiosk' });
      expect(await proved()).toEqual([again]);
    });
  }); // biome-ignore format: a table

  test('a return that was entered a cent off, and linked with a reason, is told by no proof; another cent is', async () => {
    let now = Date.now();
    await withHands({ orders: [order({ ...recent, OrderPayment: [] })], clock: () => now }, async (stores) => {
      const { west, main, link, run } = stores;
      await run();
      main.panel.addOrder(entered('N5500', recent));
      await link('N1081', '--as', 'N5500');
      const back = (amount: string) => ({
        DateIssued: day,
        Refund: [{ RefundAmount: amount, PaymentMethodName: 'Cash', RefundStatus: 'Refunded', DateRefunded: day }],
        RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: amount }],
      });
      west.panel.addRma({ OrderID: 'N1081', ...back('11.00') });
      const [{ RmaID: returned = '' } = {}] = west.rmas();
      await run();
      const { RmaID } = main.panel.addRma({ OrderID: 'N5500', ...back('10.99') });
      const words = [String(returned), '--entity', 'rmas', '--as', String(RmaID)];
      expect((await link(...words)).code).not.toBe(0);
      expect((await link(...words, '--accept-differences', '--reason', 'a cent')).code).toBe(0);
      const proved = async () => {
        now += 25 * 3_600_000;
        const [found] = (await run({ prover: dailyProof, proof: 'now' })).proof?.stores ?? [];
        expect(found).toMatchObject({ state: 'done' });
        return (found?.differences ?? []).map(({ field }) => field);
      };
      expect(await proved()).toEqual([]);
      main.panel.addRma({ OrderID: 'N5500', ...back('0.02') });
      expect(await proved()).not.toEqual([]);
    });
  });

  test('is linked still when the map is made anew from the copies', async () => {
    await withHands({ orders: [order(), orderSeed({ OrderID: 'N1082' })] }, async (stores) => {
      const { main, link, run, command, runMended } = stores;
      await run();
      main.panel.addOrder(entered('N5500'));
      main.panel.addPayment({ OrderID: 'N5500', AmountPaid: '11', PaymentMethodName: 'Cash', DatePaid: '2026-07-11 02:00:00' });
      await link('N1081', '--as', 'N5500');
      expect((await command('doctor', '<pipeline>', '--rebuild', '--yes')).code).toBe(0);
      expect(await stores.find('orders', 'N1081')).toMatchObject({ state: 'loaded', targetId: 'N5500', byHand: ['N5500'] });
      expect(await stores.find('payments', '1')).toMatchObject({ state: 'loaded' });
      expect(heldIn(await runMended())).toEqual([]);
      expect(main.orders()).toHaveLength(2);
      expect(main.payments()).toHaveLength(1);
    });
  }); // biome-ignore format: a table

  test('in place of a copy that was removed is not cancelled by an undo of the run that made that one', async () => {
    let now = Date.parse('2026-07-20T00:00:00Z');
    const setting = { orders: [orderSeed({ OrderID: 'N1081' }), orderSeed({ OrderID: 'N1082' })], clock: () => now };
    await withHands(setting, async ({ main, link, run, command, find }) => {
      await run();
      main.panel.removeOrder('S1081');
      now += 25 * 3_600_000;
      expect(heldIn(await run())).toEqual(['orders N1081: copy-gone']);
      main.panel.addOrder(entered('S1081-1'));
      expect((await link('N1081', '--as', 'S1081-1')).code).toBe(0);
      const undone = await command('undo', '<pipeline>', '--run', '1', '--yes');
      expect(undone.stdout).toContain('entered in the primary by hand');
      expect(main.order('S1081-1')).toMatchObject({ OrderStatus: 'Dispatched' });
      expect(heldIn(await run())).toEqual(['orders N1082: undone']);
      expect(await find('orders', 'N1081')).toMatchObject({ targetId: 'S1081-1', state: 'loaded' });
    });
  });
});

describe('The number of an order that was dropped', () => {
  test.each([
    ['which its copy would have had', 'S1081', 'entered by hand'],
    ['that the reason names', 'S9000', 'entered by hand as S9000.'],
  ])('%s is not foreign', async (_, number, reason) => {
    await withHands({ orders: [order({ OrderPayment: [] })] }, async ({ main, run, command }) => {
      await run();
      await command('quarantine', 'drop', '<pipeline>', 'N1081', '--reason', reason);
      main.panel.addOrder(entered(number));
      expect((await run()).differences).toEqual([]);
    });
  });

  test('is so where nothing names it, with what to do for one that waits', async () => {
    await withHands({ orders: [order({ OrderPayment: [] })] }, async ({ main, run }) => {
      await run();
      main.panel.addOrder(entered('S1081'));
      main.panel.addOrder(entered('S9000'));
      const found = (await run()).differences;
      expect(found.map(({ kind, targetId }) => `${kind} ${targetId}`).sort()).toEqual([
        'foreign S1081',
        'foreign S9000',
      ]);
      expect(found.find(({ targetId }) => targetId === 'S1081')?.message).toContain('link N1081 --as S1081');
    });
  });
});
