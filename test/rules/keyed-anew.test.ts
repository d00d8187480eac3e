import { describe, expect, test, vi } from 'vitest';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from './support/two-stores.ts';

const DAY = 86_400_000;
const AT = '2026-07-11 02:00:00';

const paid = (id: string, amount: string, method = 'Cash', at = AT) => ({
  Id: id,
  Amount: amount,
  PaymentType: method,
  DatePaid: at,
});

const order = (id: string, ...payments: ReturnType<typeof paid>[]) =>
  orderSeed({ OrderID: id, OrderPayment: payments });

/** All clocks, a day on whenever it is asked for: then all payments are read again. */
function days() {
  let now = Date.parse('2026-07-20T00:00:00Z');
  return { clock: () => now, nextDay: () => (now += DAY) };
}

function staffOf({ west, main }: TwoStores) {
  const add = (orderId: string, amount: string, method = 'Cash', at = AT) =>
    west.panel.addPayment({ OrderID: orderId, AmountPaid: amount, PaymentMethodName: method, DatePaid: at }).PaymentID;
  return {
    add,
    remove: (id: string) => west.panel.removePayment(id),
    rekey: (id: string, ...given: Parameters<typeof add>) => {
      west.panel.removePayment(id);
      return add(...given);
    },
    removeCopy: (reference: string) => {
      const copy = main.payments().find(({ CardAuthorisation }) => CardAuthorisation === reference);
      main.panel.removePayment(copy?.PaymentID ?? '');
    },
  };
}

const onCopy = ({ main }: TwoStores, id: string) =>
  main
    .payments(id)
    .map(({ AmountPaid, CardAuthorisation }) => `${CardAuthorisation} ${AmountPaid}`)
    .sort();

const sum = (amounts: readonly { readonly AmountPaid: string }[]) =>
  amounts.reduce((total, { AmountPaid }) => total + Number(AmountPaid), 0);

/** Promise 1, by the two stores alone. */
function expectNoMoreThanShown({ west, main }: TwoStores, ...orderIds: readonly string[]) {
  for (const id of orderIds) {
    expect(sum(main.payments(id.replace('N', 'W'))), id).toBeLessThanOrEqual(sum(west.payments(id)));
  }
}

async function setting(use: (stores: TwoStores, nextDay: () => number) => Promise<void>, given: Setting) {
  const { clock, nextDay } = days();
  await withTwoStores({ ...given, clock }, (stores) => use(stores, nextDay));
}

describe('a payment that its store deletes and keys anew', () => {
  test('with equal amount, day and method takes the copy over; otherwise a person is asked, and money is not doubled', async () => {
    const orders = [
      order('N100', paid('100', '11.00')),
      order('N101', paid('101', '11.00')),
      order('N102', paid('102', '11.00')),
      order('N103', paid('103', '5.00'), paid('104', '6.00')),
      order('N104', paid('105', '11.00')),
      order('N105', paid('106', '11.00')),
      order('N106', paid('107', '5.00'), paid('108', '5.00')),
      order('N107', paid('109', '11.00')),
      order('N108', paid('110', '11.00')),
      order('N108-1', paid('111', '11.00')),
      order('N109', paid('112', '11.00')),
      orderSeed({ OrderID: 'N110', OrderStatus: 'Cancelled', OrderPayment: [paid('3', '11.00')] }),
    ];
    await setting(
      async (stores, nextDay) => {
        expect(heldIn(await stores.run())).toEqual([]);
        const staff = staffOf(stores);
        const same = staff.rekey('100', 'N100', '11.00');
        const other = staff.rekey('101', 'N101', '10.00');
        const halves = [staff.rekey('102', 'N102', '5.00'), staff.add('N102', '6.00')];
        staff.remove('104');
        const whole = staff.rekey('103', 'N103', '11.00');
        const byCard = staff.rekey('105', 'N104', '11.00', 'Credit Card');
        const dayLater = staff.rekey('106', 'N105', '11.00', 'Cash', '2026-07-12 02:00:00');
        const oneOfTwo = staff.rekey('108', 'N106', '5.00');
        staff.remove('109');
        stores.west.panel.changePayment('110', { OrderID: 'N108-1' });
        // The new one has the smaller number.
        staff.remove('112');
        stores.west.panel.changePayment('3', { OrderID: 'N109' });
        nextDay();
        const before = stores.main.payments().length;
        const summary = await stores.run();
        expect(stores.main.payments()).toHaveLength(before);
        expect(heldIn(summary).sort()).toEqual(
          [
            'payments 109: payment-gone',
            'payments 110: payment-changed-after-copy',
            ...[other, ...halves, whole, byCard, dayLater].map((id) => `payments ${id}: payment-replaced`),
          ].sort(),
        );
        const told = (id: string) => summary.quarantine.find(({ sourceId }) => sourceId === id);
        expect(told(other)?.reason).toContain(`Payment ${other} of N101 (10.00 by Cash on 2026-07-11)`);
        expect(told(other)?.reason).toContain('payment 101 (11.00 by Cash on 2026-07-11, copied as west:101)');
        expect(told(whole)?.reason).toMatch(/payment 103 \(5\.00.* and payment 104 \(6\.00/);
        expect(told(other)?.actions).toEqual(['retry', 'accept', 'drop']);
        const decide = decisionsOn(stores, 'payments');
        expect(await decide.record(same)).toMatchObject({ state: 'loaded', targetId: 'west:100' });
        expect(await decide.record('100')).toMatchObject({ state: 'skipped', reason: 'replaced-in-store' });
        expect([await decide.events(same), await decide.events('100')]).toEqual([
          expect.arrayContaining(['keyed-anew']),
          expect.arrayContaining(['replaced']),
        ]);
        expect(await decide.record(oneOfTwo)).toMatchObject({ state: 'loaded', targetId: 'west:108' });
        expect(await decide.record('3')).toMatchObject({ state: 'loaded', targetId: 'west:112' });

        // Accepted: the old copy stands for it. Else the old copy is removed, and the record retried.
        for (const id of [other, ...halves, whole]) expect(await decide.accept(id)).toBe('settled');
        staff.removeCopy('west:105');
        staff.removeCopy('west:106');
        for (const id of [byCard, dayLater]) expect(await decide.retry(id)).toBe('staged');
        stores.main.clearLogs();
        const after = await stores.run();
        expect(heldIn(after)).toEqual(['payments 109: payment-gone', 'payments 110: payment-changed-after-copy']);
        expect(onCopy(stores, 'W101')).toEqual(['west:101 11']);
        expect(onCopy(stores, 'W102')).toEqual(['west:102 11']);
        expect(onCopy(stores, 'W103')).toEqual(['west:103 5', 'west:104 6']);
        expect(onCopy(stores, 'W104')).toEqual([`west:${byCard} 11`]);
        expect(onCopy(stores, 'W105')).toEqual([`west:${dayLater} 11`]);
        expectNoMoreThanShown(stores, 'N100', 'N102', 'N103', 'N104', 'N105', 'N106', 'N109');

        // A day on, and another: nothing more is asked, and nothing more is written.
        stores.main.clearLogs();
        for (let day = 0; day < 2; day += 1) {
          nextDay();
          expect(heldIn(await stores.run())).toEqual([
            'payments 109: payment-gone',
            'payments 110: payment-changed-after-copy',
          ]);
        }
        expect(stores.main.requests.filter(({ write }) => write)).toEqual([]);
        // The comparison that knows no ledger tells by the fields alone that the old copy stands for the new payment.
        const books = await reconcile({ pipeline: await stores.pipeline(), home: stores.home });
        const unlike = JSON.stringify(books.differences.map(({ message }) => message));
        for (const id of [same, oneOfTwo]) expect(unlike).not.toContain(`Payment ${id} `);
        expect(unlike).toContain(`Payment ${other} `);
      },
      { orders },
    );
  });

  test('in the half a minute before it is written stands for the one that was read, once, by the next run', () =>
    setting(
      async (stores) => {
        const staff = staffOf(stores);
        let anew = '';
        await stores.run({
          progress: (event) => {
            if (event.kind === 'read' && event.entity === 'payments' && anew === '')
              anew = staff.rekey('200', 'N200', '11.00');
          },
        });
        expect(onCopy(stores, 'W200')).toEqual(['west:200 11']);
        expect(heldIn(await stores.run())).toEqual([]);
        expect(onCopy(stores, 'W200')).toEqual(['west:200 11']);
        expect(await decisionsOn(stores, 'payments').record(anew)).toMatchObject({
          state: 'loaded',
          targetId: 'west:200',
        });
      },
      { orders: [order('N200', paid('200', '11.00'))] },
    ));

  test('is told by whatever order of events: deleted first, on both sides, while it is read, or before it is settled', async () => {
    const orders = [
      order('N200', paid('200', '11.00')),
      order('N201', paid('201', '11.00')),
      order('N202', paid('202', '11.00')),
      order('N203', paid('203', '11.00')),
    ];
    await setting(
      async (stores, nextDay) => {
        const staff = staffOf(stores);
        const decide = decisionsOn(stores, 'payments');
        let anew = '';
        const wall = Date.now;
        let passed = 0;
        vi.spyOn(Date, 'now').mockImplementation(() => wall() + passed);
        await stores.run({
          progress: (event) => {
            if (event.kind !== 'read' || event.entity !== 'payments' || anew !== '') return;
            anew = staff.rekey('200', 'N200', '11.00');
            // What was read before that is old by now.
            passed = 31_000;
          },
        });
        vi.restoreAllMocks();
        expect(await decide.record('200')).toMatchObject({ state: 'skipped', reason: 'gone-before-copy' });
        expect(heldIn(await stores.run())).toEqual([]);
        expect(onCopy(stores, 'W200')).toEqual([`west:${anew} 11`]);

        for (const id of ['201', '202', '203']) staff.remove(id);
        staff.removeCopy('west:203');
        nextDay();
        expect(heldIn(await stores.run())).toEqual(['payments 201: payment-gone', 'payments 202: payment-gone']);
        expect(await decide.record('203')).toMatchObject({ state: 'skipped', reason: 'gone-on-both-sides' });
        const [same, other] = [staff.add('N201', '11.00'), staff.add('N202', '10.00')];
        nextDay();
        expect(heldIn(await stores.run())).toEqual([`payments ${other}: payment-replaced`]);
        expect(await decide.record(same)).toMatchObject({ state: 'loaded', targetId: 'west:201' });
        // Once more, with the number that the first new one left free on the other side.
        const again = staff.rekey(same, 'N201', '11.00');
        nextDay();
        expect(heldIn(await stores.run())).toEqual([`payments ${other}: payment-replaced`]);
        expect(await decide.record(again)).toMatchObject({ state: 'loaded', targetId: 'west:201' });
        expect([onCopy(stores, 'W201'), onCopy(stores, 'W202')]).toEqual([['west:201 11'], ['west:202 11']]);

        // A change of the new one is told by the copy's old reference, and a retry finds it there.
        stores.west.panel.changePayment(again, { AmountPaid: '9.00' });
        nextDay();
        expect(heldIn(await stores.run())).toContain(`payments ${again}: payment-changed-after-copy`);
        stores.west.panel.changePayment(again, { AmountPaid: '11.00' });
        nextDay();
        await stores.run();
        expect(await decide.retry(again)).toBe('staged');
        expect(heldIn(await stores.run())).toEqual([`payments ${other}: payment-replaced`]);
        expect(await decide.record(again)).toMatchObject({ state: 'loaded', targetId: 'west:201' });
        expect(onCopy(stores, 'W201')).toEqual(['west:201 11']);
      },
      { orders },
    );
  });

  test('and one that staff entered on the copy by hand never come to more than its store shows, though the order is not paid in full', async () => {
    const two = orderSeed({ OrderID: 'N300', OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '11.00' }] });
    await setting(
      async (stores) => {
        await stores.run();
        const byHand = { OrderID: 'W300', AmountPaid: '6.00', PaymentMethodName: 'Cash', DatePaid: AT };
        stores.main.panel.addPayment(byHand);
        const id = staffOf(stores).add('N300', '11.00');
        const summary = await stores.run();
        expect(heldIn(summary)).toEqual([`payments ${id}: payment-exceeds-order`]);
        expect(summary.quarantine[0]?.reason).toContain('with it W300 would be paid 17.00');
        expect(onCopy(stores, 'W300')).toEqual([' 6']);
      },
      { orders: [two] },
    );
  });
});
