import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConsolidatorError } from '../../src/model/errors.ts';
import type { RunSummary } from '../../src/run/summary.ts';
import { overPrimary } from './support/between-primary.ts';
import { heldIn, orderSeed, type TwoStores, withTwoStores } from './support/two-stores.ts';

const TODAY = Date.parse('2026-07-20T00:00:00Z');

const paid = (Id: string) => ({ Id, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' });
const orderOf = (number: number) =>
  orderSeed({ OrderID: `N${number}`, OrderPayment: [paid(String(number))], Email: `jane${number}@example.com` });
const orders = [100, 101, 102, 103].map(orderOf);
/** As staff enter it in the primary's control panel, without a reference of ours. */
const byHand = { OrderID: 'W103', AmountPaid: '11.00', PaymentMethodName: 'Cash', DatePaid: '2026-07-12 02:00:00' };

/** Those that a second run copies. */
function addOrders({ west }: TwoStores): void {
  for (const order of orders) west.panel.addOrder({ ...order, DateUpdated: '' });
}

interface Meanwhile {
  /** Called after each answer of the primary, with all actions so far. */
  readonly answered?: (stores: TwoStores, actions: readonly string[], body: unknown) => void;
}

/** Runs, and tells what the primary was asked for, in turn. */
async function runWith(stores: TwoStores, { answered }: Meanwhile = {}) {
  const actions: string[] = [];
  const between = overPrimary(async (primary, action, body, ...rest) => {
    const reply = await primary.request(action, body, ...rest);
    actions.push(action);
    answered?.(stores, actions, body);
    return reply;
  });
  const summary = await stores.run({ between });
  return { actions, summary };
}

/** From the last approval of a run to the first payment that is booked. */
function beforePayments(actions: readonly string[]): readonly string[] {
  const until = actions.indexOf('AddPayment');
  return actions.slice(actions.slice(0, until).lastIndexOf('UpdateOrder') + 1, until);
}

const lastApproval = (actions: readonly string[], count: number) =>
  actions.at(-1) === 'UpdateOrder' && actions.filter((action) => action === 'UpdateOrder').length === count;
const paymentsOn = ({ main }: TwoStores, id: string) =>
  main.payments(id).map(({ CardAuthorisation }) => CardAuthorisation);

afterEach(() => vi.restoreAllMocks());

/** The payment that staff entered stands alone, and a person is asked. */
function expectSeen(stores: TwoStores, summary: RunSummary): void {
  expect(heldIn(summary)).toEqual(['payments 103: may-be-there']);
  expect(paymentsOn(stores, 'W103')).toEqual(['']);
}

describe('what a change was judged by', () => {
  const later = [100, 101, 102, 103, 104].map(orderOf);
  /** Runs once more after each order has another reference. @returns what the primary was asked for from the first update on, and which copies each update named */
  async function change(stores: TwoStores, { answered }: Meanwhile = {}) {
    await stores.run();
    for (const { OrderID } of later) stores.west.panel.changeOrder(OrderID, { CustomerRef1: 'PO 9' });
    const updated: string[][] = [];
    const { actions, summary } = await runWith(stores, {
      answered: (all, done, body) => {
        if (done.at(-1) === 'UpdateOrder') updated.push(JSON.stringify(body).match(/W\d+/g) ?? []);
        answered?.(all, done, body);
      },
    });
    expect(heldIn(summary)).toEqual([]);
    for (const { OrderID } of later)
      expect(stores.main.order(OrderID.replace('N', 'W'))).toMatchObject({ CustomerRef1: 'PO 9' });
    const first = actions.indexOf('UpdateOrder');
    return { before: actions.slice(0, first), after: actions.slice(first), updated };
  }

  test('is the look-up before it is carried over, but for the first one, which is looked up by itself', () =>
    withTwoStores({ orders: later }, async (stores) => {
      const { before, after, updated } = await change(stores);
      // The first one's, and what others may have copied meanwhile.
      expect(before.slice(-2)).toEqual(['GetOrder', 'GetOrder']);
      expect(after.slice(0, 4)).toEqual(['UpdateOrder', 'GetOrder', 'UpdateOrder', 'GetOrder']);
      expect(updated).toEqual([['W100'], ['W101', 'W102', 'W103', 'W104']]);
    }));

  test('is asked for anew once it is over 30 seconds old: what staff have changed to the same since is not written', () => {
    const begun = Date.now();
    return withTwoStores({ orders: later, clock: () => TODAY }, async (stores) => {
      const { updated } = await change(stores, {
        answered: ({ main }, actions) => {
          if (actions.at(-1) !== 'UpdateOrder' || actions.filter((one) => one === 'UpdateOrder').length > 1) return;
          main.panel.changeOrder('W104', { CustomerRef1: 'PO 9' });
          vi.spyOn(Date, 'now').mockReturnValue(begun + 31_000 + 60_000);
        },
      });
      expect(updated).toEqual([['W100'], ['W101', 'W102', 'W103']]);
    });
  });
});

describe('what was read back after one step', () => {
  test('is the look-up before the next: orders just added are not looked up before they are approved, nor asked for payments', () =>
    withTwoStores({ orders: [orderOf(99)] }, async (stores) => {
      // Orders of the primary must have shown a payment before that they show none says anything.
      const first = await runWith(stores);
      expect(beforePayments(first.actions)).toContain('GetPayment');
      addOrders(stores);
      const { actions, summary } = await runWith(stores);
      expect(heldIn(summary)).toEqual([]);
      // The read-back of the last approval, and the canary's.
      expect(beforePayments(actions)).toEqual(['GetOrder']);
      for (const id of ['W100', 'W103']) expect(paymentsOn(stores, id)).toHaveLength(1);
    }));

  test('shows a payment that staff entered meanwhile: that order is asked for its payments, and nothing is booked twice', () =>
    withTwoStores({ orders: [orderOf(99)] }, async (stores) => {
      await stores.run();
      addOrders(stores);
      const { summary } = await runWith(stores, {
        answered: ({ main }, actions) => {
          if (lastApproval(actions, 2)) main.panel.addPayment(byHand);
        },
      });
      expectSeen(stores, summary);
      expect(paymentsOn(stores, 'W102')).toHaveLength(1);
    }));

  test.each(['reset-after', 'partial'])(
    'is none where the approval was answered otherwise than by success (%s): a payment that staff entered before it is seen',
    (how) =>
      withTwoStores({ orders: [orderOf(99)] }, async (stores) => {
        await stores.run();
        addOrders(stores);
        const between = overPrimary(async (primary, action, body, ...rest) => {
          if (action !== 'UpdateOrder') return primary.request(action, body, ...rest);
          if (stores.main.payments('W103').length === 0) stores.main.panel.addPayment(byHand);
          const reply = await primary.request(action, body, ...rest);
          if (how === 'partial') return { ...reply, ack: 'error', errors: ['Something went wrong'] };
          throw new ConsolidatorError('time-out', 'no answer', { store: 'primary' });
        });
        const summary = await stores.run({ between });
        expectSeen(stores, summary);
      }),
  );

  test.each(['notShown', 'shownEmpty'] as const)(
    'says nothing of payments in a primary whose orders do not show them (%s)',
    (orderPayments) =>
      withTwoStores(
        { orders: [orderOf(99)], primarySwitches: { [orderPayments]: ['Order.OrderPayment'] } as never },
        async (stores) => {
          await stores.run();
          addOrders(stores);
          const { summary } = await runWith(stores, {
            answered: ({ main }, actions) => {
              if (lastApproval(actions, 2)) main.panel.addPayment(byHand);
            },
          });
          expectSeen(stores, summary);
        },
      ),
  );

  test('does not hide from the end of the run what staff entered in the seconds after it', () =>
    withTwoStores({ orders: [orderOf(99)] }, async (stores) => {
      await stores.run();
      addOrders(stores);
      const { summary } = await runWith(stores, {
        answered: ({ main }, actions) => {
          if (actions.at(-1) === 'AddPayment') main.panel.addPayment(byHand);
        },
      });
      expect(summary.status).toBe('differences');
      expect(summary.differences.map(({ message }) => message)).toEqual([
        expect.stringMatching(/W103 shows 11\.00 twice: the payment west:103 that this run booked, and payment \d+/),
      ]);
    }));

  test('is asked for anew once it is over 30 seconds old, so that a payment that staff entered since is seen', () => {
    const begun = Date.now();
    return withTwoStores({ orders: [orderOf(99)], clock: () => TODAY }, async (stores) => {
      await stores.run();
      addOrders(stores);
      let readBack = false;
      const { summary } = await runWith(stores, {
        answered: ({ main }, actions) => {
          const approvals = actions.filter((action) => action === 'UpdateOrder').length;
          if (readBack || approvals < 2 || actions.at(-1) !== 'GetOrder') return;
          readBack = true;
          main.panel.addPayment(byHand);
          vi.spyOn(Date, 'now').mockReturnValue(begun + 31_000 + 60_000);
        },
      });
      expectSeen(stores, summary);
    });
  });

  test('is no look-up for a copy that another run made: its payments are asked for', () =>
    withTwoStores({ orders: orders.map((order) => ({ ...order, OrderPayment: [] })) }, async (stores) => {
      await stores.run();
      stores.main.panel.addPayment(byHand);
      for (const number of [102, 103]) stores.west.panel.addPayment({ ...byHand, OrderID: `N${number}` });
      const { actions, summary } = await runWith(stores);
      expect(actions.slice(0, actions.indexOf('AddPayment'))).toContain('GetPayment');
      expect(heldIn(summary).map((one) => one.replace(/\d+/, 'n'))).toEqual(['payments n: may-be-there']);
      expect(paymentsOn(stores, 'W103')).toEqual(['']);
      expect(paymentsOn(stores, 'W102')).toHaveLength(1);
    }));

  test('of several writes is one request, and each copy is compared', () => {
    const many = Array.from({ length: 26 }, (_, index) => orderOf(200 + index));
    const lie = { on: 'add-order', field: 'GrandTotal', by: '1.00', records: 1, orders: ['W221'] } as const;
    const setting = { orders: many, load: { batchSizes: [1, 5] }, primarySwitches: { lies: [lie] } };
    return withTwoStores(setting as never, async (stores) => {
      const { actions, summary } = await runWith(stores);
      expect(heldIn(summary)).toEqual(['orders N221: read-back-differs', 'payments 221: waits-for']);
      // The canary, then five of five that share a read-back.
      const adds = actions.filter((action) => action === 'AddOrder').length;
      const last = actions.lastIndexOf('AddOrder');
      expect([adds, actions.slice(last - 4, last + 2)]).toEqual([6, [...Array(5).fill('AddOrder'), 'GetOrder']]);
    });
  });

  test('does not make payments of an order arrive otherwise than they were paid: no two writes for it are under way', () => {
    const parts = (number: number) => [
      { ...paid(`${number}1`), Amount: '8.00' },
      { ...paid(`${number}2`), Amount: '3.00', DatePaid: '2026-07-12 02:00:00' },
    ];
    const partly = Array.from({ length: 12 }, (_, index) => ({
      ...orderOf(200 + index),
      OrderPayment: parts(200 + index),
    }));
    const load = { batchSizes: [1, 5] };
    return withTwoStores({ orders: partly, load } as never, async (stores) => {
      const underWay: string[][] = [];
      const arrived = new Map<string, string[]>();
      let mostAtOnce = 0;
      const between = overPrimary(async (primary, action, ...call) => {
        if (action !== 'AddPayment') return primary.request(action, ...call);
        const payments = call[0]['Payment'] as { OrderID: string; AmountPaid: string }[];
        const ids = payments.map(({ OrderID }) => OrderID);
        expect(underWay.flat().filter((id) => ids.includes(id))).toEqual([]);
        underWay.push(ids);
        mostAtOnce = Math.max(mostAtOnce, underWay.length);
        for (const { OrderID, AmountPaid } of payments)
          arrived.set(OrderID, [...(arrived.get(OrderID) ?? []), AmountPaid]);
        return primary.request(action, ...call).finally(() => underWay.splice(underWay.indexOf(ids), 1));
      });
      expect(heldIn(await stores.run({ between }))).toEqual([]);
      expect([...arrived.values()].map((amounts) => amounts.map(Number))).toEqual(Array(12).fill([8, 3]));
      expect(mostAtOnce).toBeGreaterThan(1);
    });
  });

  test('of what a primary might cut is by itself: a reference that is longer than all before is read back first', () => {
    const numbers = [7, 8, 9, 10, 11, 12, 13].map((id) => ({ ...orderOf(200 + id), OrderPayment: [paid(String(id))] }));
    const references = { CardAuthorisation: [{ how: 'cut', characters: 6 }] };
    const setting = { orders: numbers, load: { batchSizes: [1] }, primarySwitches: { references } };
    return withTwoStores(setting as never, async (stores) => {
      const { actions, summary } = await runWith(stores);
      expect(summary.problems.map(({ code }) => code)).toEqual(['reference-altered']);
      // Three that came back whole, and one that did not.
      expect(actions.filter((action) => action === 'AddPayment')).toHaveLength(4);
    });
  });
});

test('a copy that the primary shows unreadably is quarantined alone, and fails no run', () =>
  withTwoStores({ orders }, async (stores) => {
    const between = overPrimary(async (primary, action, ...call) => {
      const reply = await primary.request(action, ...call);
      const list = reply.body['Order'];
      if (action !== 'GetOrder' || !Array.isArray(list)) return reply;
      const altered = list.map((one) =>
        one.OrderID === 'W102' && 'OrderPayment' in one ? { ...one, OrderPayment: 'oops' } : one,
      );
      return { ...reply, body: { ...reply.body, Order: altered } };
    });
    for (let time = 0; time < 2; time += 1) {
      const summary = await stores.run({ between });
      expect(summary.problems).toEqual([]);
      expect(heldIn(summary)).toEqual(['orders N102: record-failed', 'payments 102: waits-for']);
    }
    expect(paymentsOn(stores, 'W103')).toHaveLength(1);
  }));

test('customers are looked up once before they are made, and not again once they were read back', () => {
  const of = (number: number) => ({ ...orderOf(number), Username: `jane${number}` });
  const rules = { customers: { policy: 'match' } };
  return withTwoStores({ orders: [of(99)], rules, load: { batchSizes: [5] } } as never, async (stores) => {
    await stores.run();
    for (const number of [100, 101, 102]) stores.west.panel.addOrder({ ...of(number), DateUpdated: '' });
    const { actions, summary } = await runWith(stores);
    expect(heldIn(summary)).toEqual([]);
    const made = actions.indexOf('AddCustomer');
    const ofCustomers = (some: readonly string[]) => some.filter((action) => action === 'GetCustomer').length;
    const ordered = actions.indexOf('AddOrder');
    expect([ofCustomers(actions.slice(0, made)), ofCustomers(actions.slice(made, ordered))]).toEqual([2, 1]);
    expect(
      stores.main
        .orders()
        .map(({ Username }) => Username)
        .sort(),
    ).toEqual(['w_jane100', 'w_jane101', 'w_jane102', 'w_jane99'].sort());
  });
});
