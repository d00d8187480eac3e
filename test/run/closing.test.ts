import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noteUnsentIds } from '../../src/run/protocol/unsent-ids.ts';
import { type Arena, openArena } from '../chaos/arena.ts';
import { population } from '../chaos/population.ts';
import { isLong } from '../support/many.ts';
import { openLedger } from '../support/open-ledger.ts';

const people = population(5, 5);
let arena: Arena;
beforeEach(async () => {
  arena = await openArena({
    population: people,
    switches: { duplicateOrderId: 'renumber', paymentBumpsDateUpdated: false },
  });
});
afterEach(() => arena.close());

const line = { SKU: 'OWN', Quantity: 1, UnitPrice: '5.00' };
const order = { OrderStatus: 'New', DatePlaced: '2026-07-06 00:00:00', OrderLine: [line] };

test('a second copy of a source order is reported as doubled, beside the first', async () => {
  await arena.run();
  const [first] = people.truth.copies;
  arena.main.panel.addOrder({
    ...order,
    OrderID: 'N900',
    OrderLine: [{ ...line, ExternalSystemIdentifier: first?.store, ExternalOrderReference: first?.sourceId }],
  });
  const { differences, status } = await arena.run();
  expect(differences).toMatchObject([
    { kind: 'doubled', entity: 'orders', store: first?.store, sourceId: first?.sourceId, targetId: 'N900' },
  ]);
  expect(differences[0]?.message).toContain(`beside ${first?.targetId}`);
  expect(status).toBe('differences');
});

test.each([
  ['the number range', { ...order, OrderID: 'W990' }],
  ['the sales channel', { ...order, OrderID: 'N901', SalesChannel: 'west' }],
])('an order of unknown origin in %s of a store is reported as foreign', async (where, foreign) => {
  await arena.run();
  arena.main.panel.addOrder(foreign);
  const { differences } = await arena.run();
  expect(differences).toMatchObject([{ kind: 'foreign', store: 'west', targetId: foreign.OrderID }]);
  expect(differences[0]?.message).toContain(where);
});

test("the primary's own new orders are nobody's business", async () => {
  await arena.run();
  arena.main.panel.addOrder({ ...order, OrderID: 'N902' });
  expect((await arena.run()).differences).toEqual([]);
});

test('what appears between two runs is looked at by the second, however long that was', async () => {
  await arena.run();
  const soon = new Date(arena.clock() + 60_000).toISOString().slice(0, 19).replace('T', ' ');
  arena.main.panel.addOrder({ ...order, OrderID: 'W991', DateUpdated: soon });
  for (let hours = 0; hours < 24; hours += 1) await arena.options();
  expect((await arena.run()).differences).toMatchObject([{ kind: 'foreign', targetId: 'W991' }]);
  expect((await arena.run()).differences).toEqual([]);
});

test.runIf(isLong)(
  'what appears in runs that were all killed before they were closed is looked at by the first that is',
  async () => {
    for (const point of ['before AddOrder', 'after AddOrder']) {
      const { killed } = await arena.runUntil({ kind: 'point', point, time: 1 });
      expect(killed).toBe(true);
      arena.main.panel.addOrder({ ...order, OrderID: `W99${point.length}` });
    }
    const found = (await arena.run()).differences.map(({ kind, targetId }) => `${kind} ${targetId}`);
    expect(found.sort()).toEqual(['foreign W9914', 'foreign W9915']);
  },
);

test('a second copy whose number the primary answered with is told, though its stamp is days behind', async () => {
  await arena.run();
  const [first] = people.truth.copies;
  const line900 = { ...line, ExternalSystemIdentifier: first?.store, ExternalOrderReference: first?.sourceId };
  arena.main.panel.addOrder({ ...order, OrderID: 'N900', DateUpdated: '2026-07-01 00:00:00', OrderLine: [line900] });
  // By its stamp nobody looks at it.
  expect((await arena.run()).differences).toEqual([]);
  const ledger = openLedger(join(arena.place.folder, 'chaos.db'));
  await noteUnsentIds(ledger, ['N900', 'N999']);
  await ledger.close();
  expect((await arena.run()).differences).toMatchObject([{ kind: 'doubled', targetId: 'N900' }]);
  expect((await arena.run()).differences).toEqual([]);
});

test('a narrowed run closes too, before any whole one has', async () => {
  expect((await arena.run({ narrowing: { stores: ['west'] } })).problems).toEqual([]);
});

test('a payment that the primary books so late that it was sent again is reported as doubled', async () => {
  let lost = '';
  arena.main.faults.next = ({ action, body }) => {
    if (lost !== '' || action !== 'AddPayment') return undefined;
    lost = JSON.stringify(body);
    return { kind: 'reset', when: 'before' };
  };
  await arena.run();
  await arena.run();
  const [reference = ''] = /\w+:\d+/.exec(lost) ?? [];
  const again = arena.main.payments().find(({ CardAuthorisation }) => CardAuthorisation === reference);
  if (again === undefined) throw new Error('it was not sent again');
  expect((await arena.run()).differences).toEqual([]);

  const { OrderID, AmountPaid, PaymentMethodName, DatePaid, CardAuthorisation } = again;
  arena.main.panel.addPayment({ OrderID, AmountPaid, PaymentMethodName, DatePaid, CardAuthorisation });
  const { differences } = await arena.run();
  expect(differences).toMatchObject([{ kind: 'doubled', entity: 'payments', targetId: reference }]);
  expect(differences[0]?.message).toContain(`is booked 2 times in the primary (on ${OrderID}, ${OrderID})`);
});
