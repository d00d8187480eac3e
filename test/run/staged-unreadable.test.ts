import { expect, test } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { LedgerRecord } from '../../src/ledger/record.ts';
import { heldIn, orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { impatience } from '../support/impatience.ts';

/** Brings one order as something that no version of this program can read. */
function garbling(ledger: Ledger): Ledger {
  const garbled = (record: LedgerRecord): LedgerRecord =>
    record.sourceId === 'N101' ? { ...record, payload: '{"id":' } : record;
  return new Proxy(ledger, {
    get(target, name) {
      if (name === 'staged')
        return async (...given: Parameters<Ledger['staged']>) => (await target.staged(...given)).map(garbled);
      if (name === 'known')
        return async (...given: Parameters<Ledger['known']>) =>
          new Map([...(await target.known(...given))].map(([id, record]) => [id, garbled(record)]));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

test('a staged record that can not be read any more is quarantined alone, and all others are copied', async () => {
  const orders = ['N100', 'N101', 'N102'].map((OrderID) => orderSeed({ OrderID }));
  await withTwoStores({ orders }, async (stores) => {
    const end = await stores.run({ between: { ...impatience, ledger: garbling } }).then(heldIn, String);
    expect(end).toEqual(['orders N101: record-failed']);
    expect(stores.main.orders().map(({ OrderID }) => OrderID)).toEqual(['W100', 'W102']);
  });
});

test('what was paid on an order that can not be read any more is told with it, though a first run reads payments only as it loads', async () => {
  const paid = (OrderID: string, Id: string) =>
    orderSeed({
      OrderID,
      OrderPayment: [{ Id, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-11 02:00:00' }],
    });
  await withTwoStores({ orders: [paid('N100', '1'), paid('N101', '2')] }, async (stores) => {
    const end = await stores.run({ between: { ...impatience, ledger: garbling } }).then(heldIn, String);
    expect(end).toEqual(['orders N101: record-failed', 'payments 2: waits-for']);
    expect(await stores.find('payments', '2')).toMatchObject({ state: 'quarantined', parent: 'N101' });
  });
});
