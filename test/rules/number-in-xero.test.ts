import { describe, expect, test } from 'vitest';
import { type WithBooks, withBooks } from '../reconcile/with-books.ts';
import { decisionsOn } from './support/staff-decisions.ts';
import { heldIn, orderSeed } from './support/two-stores.ts';

const orders = ['N101', 'N102', 'N103'].map((OrderID) => orderSeed({ OrderID }));
const taken = { number: 'W102', contact: 'Somebody Else', date: '2026-06-01', total: '44.85' };

async function ran({ stores, pipeline }: WithBooks) {
  return stores.run({ pipeline: await pipeline() });
}
const copies = ({ stores }: WithBooks): string[] => stores.main.orders().map(({ OrderID }) => OrderID);

describe('a number that an invoice in Xero bears', () => {
  test.each([
    ['live', () => {}],
    ['voided', ({ xero }: WithBooks) => void xero.control.voidInvoice('W102')],
    ['a draft', ({ xero }: WithBooks) => void xero.control.setStatus('W102', 'DRAFT')],
  ])('waits for a person, and nothing of it is written: %s', (_what, become) =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.createInvoice(taken);
      become(given);
      const summary = await ran(given);
      expect(heldIn(summary)).toEqual(['orders N102: number-in-xero']);
      expect(summary.quarantine[0]?.reason).toContain('W102 is in Xero already, on an invoice of 44.85 of 2026-06-01');
      expect(copies(given).sort()).toEqual(['W101', 'W103']);
      expect(await given.stores.find('orders', 'N102')).toMatchObject({ state: 'quarantined', targetId: null });
      expect(await given.stores.find('orders', 'N101')).toMatchObject({ state: 'loaded' });
    }),
  );

  test('is looked for with what the export puts before numbers, too', () =>
    withBooks({ orders }, { keys: { invoicePrefix: 'NB-' } }, async (given) => {
      given.xero.control.createInvoice({ ...taken, number: 'NB-W102' });
      expect(heldIn(await ran(given))).toEqual(['orders N102: number-in-xero']);
    }));

  test('of a deleted one is told, and used', () =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.createInvoice({ ...taken, status: 'DRAFT' });
      given.xero.control.deleteInvoice('W102');
      const summary = await ran(given);
      expect(heldIn(summary)).toEqual([]);
      expect(summary.warnings.map(({ code }) => code)).toContain('number-deleted-in-xero');
    }));

  test('of a bill is free', () =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.createInvoice({ ...taken, type: 'ACCPAY' });
      expect(heldIn(await ran(given))).toEqual([]);
    }));

  test('of our own copies is theirs: a change of one, and the next orders, are no clash', () =>
    withBooks({ orders }, {}, async (given) => {
      await ran(given);
      await given.exported();
      given.stores.west.panel.addOrder(orderSeed({ OrderID: 'N104', DateUpdated: '2026-07-13 00:00:00' }));
      given.pass(72);
      expect(heldIn(await ran(given))).toEqual([]);
    }));

  test('says that it may be this very order, where total and day are the same', () =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.createInvoice({ ...taken, date: '2026-07-10', total: '11.00' });
      expect((await ran(given)).quarantine[0]?.reason).toContain('it may have been exported before');
    }));

  test('goes on once the number is altered in Xero and the record retried', () =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.createInvoice(taken);
      await ran(given);
      given.xero.control.renumberInvoice('W102', 'W102x');
      given.xero.control.voidInvoice('W102x');
      expect(copies(given)).toHaveLength(2);
      await decisionsOn(given.stores, 'orders').retry('N102');
      expect(heldIn(await ran(given))).toEqual([]);
      expect(copies(given).sort()).toEqual(['W101', 'W102', 'W103']);
    }));

  test('asks for neighbours together, and not again within two days', () =>
    withBooks({ orders }, {}, async (given) => {
      await ran(given);
      const asked = given.xero.requests.filter(({ path }) => path.endsWith('/Invoices')).length;
      expect(asked).toBe(1);
      await ran(given);
      expect(given.xero.requests.filter(({ path }) => path.endsWith('/Invoices')).length).toBe(asked);
    }));

  test('where Xero can not be asked orders are copied, and it is said', () =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.disconnect();
      const summary = await ran(given);
      expect(heldIn(summary)).toEqual([]);
      expect(summary.warnings.map(({ code }) => code)).toContain('xero-not-asked');
    }));
});
