import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { RecordKey } from '../../src/model/entities.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { openLedger } from '../support/open-ledger.ts';
import { DAY, HOUR, named, type Proven, paidOrder, west, withProof } from './support/proven.ts';

async function decide(
  { ledgerFile }: Proven,
  what: 'accept' | 'drop',
  key: RecordKey = { store: 'west', entity: 'orders', sourceId: 'N1' },
) {
  const ledger = openLedger(ledgerFile);
  try {
    const run = await ledger.beginRun({ narrowed: true });
    const done = what === 'accept' ? await ledger.accept(run, key, 'agreed') : await ledger.drop(run, key, 'not ours');
    await ledger.finishRun(run, 'good', '{}');
    expect(done).not.toBe(false);
  } finally {
    await ledger.close();
  }
}

describe('a difference is explained by what the ledger says of it', () => {
  const unreadable = orderSeed({ OrderID: 'N1', OrderLine: [{ SKU: '', Quantity: 1, UnitPrice: '11.00' }] });

  test('quarantined, and once it is dropped a decision', () =>
    withProof({ orders: [unreadable, paidOrder('N2')] }, async (stores) => {
      const first = await stores.proving();
      expect(first.quarantine).toHaveLength(1);
      expect(west(first.proof)).toMatchObject({ labels: { quarantined: 1 }, differences: [] });
      expect(first.status).toBe('open');
      await decide(stores, 'drop');
      const { proof } = await stores.proving({ proof: 'now' });
      expect(west(proof)).toMatchObject({ labels: { dropped: 1 }, differences: [] });
    }));

  test('what staff changed and a person accepted', () =>
    withProof({ orders: [paidOrder('N1')] }, async (stores) => {
      await stores.proving();
      stores.main.panel.changeOrder('W1', { OrderLine: [{ SKU: 'MUG', Quantity: 2, UnitPrice: '10.00' }] });
      stores.later(DAY);
      const found = await stores.proving();
      expect(found.quarantine.map(({ code }) => code)).toEqual(['copy-changed']);
      expect(west(found.proof)).toMatchObject({ labels: { quarantined: 4 }, differences: [] });
      await decide(stores, 'accept');
      expect(west((await stores.proving({ proof: 'now' })).proof)).toMatchObject({
        labels: { decided: 4 },
        differences: [],
      });
    }));

  test('changed in its store since it was read', () =>
    withProof({ orders: [paidOrder('N1')] }, async ({ proving, west: store, later }) => {
      await proving();
      later(60_000);
      const summary = await proving({
        proof: 'now',
        progress: (event) => {
          if (event.kind === 'phase' && event.phase === 'close') {
            store.panel.changeOrder('N1', { OrderLine: [{ SKU: 'MUG', Quantity: 3, UnitPrice: '11.00' }] });
          }
        },
      });
      expect(west(summary.proof)).toMatchObject({ differences: [], labels: { 'under-way': 4 } });
      expect(summary.status).toBe('good');
    }));

  test('GST that differs by rounding is summed and no difference', () =>
    withProof({ orders: [paidOrder('N1')] }, async ({ proving, main }) => {
      await proving();
      main.panel.changeOrder('W1', { OrderTax: '2.01' } as never);
      const { proof } = await proving({ proof: 'now' });
      expect(west(proof)).toMatchObject({ labels: { 'gst-rounding': 1 }, gstRounding: '0.01', differences: [] });
      main.panel.changeOrder('W1', { OrderTax: '2.10' } as never);
      expect(named(west((await proving({ proof: 'now' })).proof))).toEqual(['different order W1 gst']);
    }));
});

describe('GST that differs by a cent more than there are lines', () => {
  test.each([
    ['is a difference where there is no shipping', {}, ['different order W1 gst'], []],
    ['is rounding where the tax of shipping is rounded too', { ShippingTotal: '5.50' }, [], ['gst']],
  ])('%s, to the proof and to reconcile', (_, shipping, proven, rounded) =>
    withProof({ orders: [paidOrder('N1', shipping)] }, async (stores) => {
      await stores.proving();
      const [copy] = stores.main.orders();
      const OrderTax = (Number(copy?.OrderTax) + 0.02).toFixed(2);
      stores.main.panel.changeOrder('W1', { OrderTax } as never);
      const { proof } = await stores.proving({ proof: 'now' });
      expect(named(west(proof))).toEqual(proven);
      const books = await reconcile({ pipeline: await stores.pipeline(), home: stores.home });
      expect(books.differences.map(({ field }) => field)).toEqual(rounded.length === 0 ? ['gst'] : []);
    }),
  );
});

describe('the first proof of a ledger that had copies already', () => {
  /** As the version before left it: copies, and nothing about proofs. */
  function forget({ ledgerFile }: Proven): void {
    const database = new DatabaseSync(ledgerFile);
    database.exec("DELETE FROM note WHERE scope = (SELECT id FROM scope WHERE text = 'learned/proof')");
    database.close();
  }

  test('counts what they show as one group, by cause, and ends well', () =>
    withProof({ orders: [paidOrder('N1'), paidOrder('N2'), paidOrder('N3')] }, async (stores) => {
      await stores.run();
      forget(stores);
      stores.main.panel.changeOrder('W1', { DateInvoiced: '2026-07-14' });
      stores.main.panel.changeOrder('W2', { DateInvoiced: '2026-07-14' });
      stores.main.panel.removePayment(stores.main.payments('W3')[0]?.PaymentID ?? '');
      const summary = await stores.proving();
      expect(summary.status).toBe('good');
      expect(west(summary.proof)).toMatchObject({
        firstSeen: true,
        labels: { 'before-this-version': 3 },
        beforeThisVersion: { 'order different day': 2, 'payment missing': 1 },
        differences: [],
      });
      // They stay known; what comes later is told.
      stores.later(60_000);
      stores.west.panel.addOrder(paidOrder('N4', { DateUpdated: '2026-07-20 06:00:30' }));
      await stores.proving();
      stores.main.panel.changeOrder('W4', { DateInvoiced: '2026-07-14' });
      stores.later(HOUR);
      const later = await stores.proving({ proof: 'now' });
      expect(west(later.proof)).toMatchObject({
        firstSeen: false,
        labels: { 'before-this-version': 3, unexplained: 1 },
      });
      expect(named(west(later.proof))).toEqual(['different order W4 day']);
    }));

  test('tells what it finds on copies that this version made', () =>
    withProof({ orders: [paidOrder('N1')] }, async (stores) => {
      const late = { OrderID: 'N2', DateUpdated: '2026-07-20 05:59:00' };
      await stores.run();
      forget(stores);
      stores.west.panel.addOrder(orderSeed(late));
      await stores.proving({ proof: 'never' });
      stores.main.panel.changeOrder('W2', { DateInvoiced: '2026-07-14' });
      stores.later(HOUR);
      const summary = await stores.proving();
      expect(named(west(summary.proof))).toEqual(['different order W2 day']);
    }));
});
