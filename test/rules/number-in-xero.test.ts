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

  test.each([
    ['contact, total and day are the same', 'Jane Smith', 'it may have been exported before'],
    ['total and day are the same, of another contact', 'Somebody Else', 'but it is to another contact there'],
  ])('says whether it may be this very order, where %s', (_what, contact, expected) =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.createInvoice({ ...taken, contact, date: '2026-07-10', total: '11.00' });
      const { reason = '' } = (await ran(given)).quarantine[0] ?? {};
      expect([reason.includes(expected), reason.includes(contact)]).toEqual([true, false]);
      expect(reason.includes('`link`')).toBe(contact === 'Jane Smith');
    }),
  );

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

  test('that was free in other books, or under another prefix, is asked for anew', () =>
    withBooks({ orders }, {}, async (given) => {
      await ran(given);
      const asked = (): number => given.xero.requests.filter(({ path }) => path.endsWith('/Invoices')).length;
      given.stores.west.panel.addOrder(orderSeed({ OrderID: 'N104', DateUpdated: '2026-07-13 00:00:00' }));
      given.xero.control.createInvoice({ ...taken, number: 'NB-W104' });
      given.pass(24);
      const summary = await given.stores.run({ pipeline: await given.pipeline({ invoicePrefix: 'NB-' }) });
      expect([heldIn(summary), asked()]).toEqual([['orders N104: number-in-xero'], 2]);
    }));
});

describe('where Xero can not be asked whether a number is free', () => {
  const waiting = async ({ stores }: WithBooks, id: string) => (await stores.find('orders', id))?.state;

  test('new orders wait for the next run, which is not good, and go on by themselves once it answers', () =>
    withBooks({ orders }, {}, async (given) => {
      given.xero.control.createInvoice(taken);
      const lists = downWhile(given);
      const summary = await ran(given);
      expect(copies(given)).toEqual([]);
      expect([summary.status, heldIn(summary), await waiting(given, 'N101')]).toEqual(['failed', [], 'staged']);
      expect(summary.stores['west']?.orders).toMatchObject({ read: 3, pending: 3, created: 0 });
      expect(summary.problems).toMatchObject([
        { store: 'xero', code: 'xero-not-asked', message: expect.stringContaining('west: 3 new orders wait') },
      ]);
      expect(summary.problems[0]?.message).not.toContain('has not been readable since');
      lists.areUp();
      given.pass(1);
      const next = await ran(given);
      expect([next.status, heldIn(next), next.problems]).toEqual(['open', ['orders N102: number-in-xero'], []]);
      expect(copies(given).sort()).toEqual(['W101', 'W103']);
    }));

  test('an order goes on whose number was free a day ago; and what is copied is followed', () =>
    withBooks({ orders: orders.slice(0, 1) }, {}, async (given) => {
      await ran(given);
      downWhile(given);
      given.stores.west.panel.addOrder(orderSeed({ OrderID: 'N104', DateUpdated: '2026-07-13 00:00:00' }));
      given.stores.west.panel.addOrder(orderSeed({ OrderID: 'N150', DateUpdated: '2026-07-13 00:00:00' }));
      given.pass(24);
      const summary = await ran(given);
      expect(copies(given).sort()).toEqual(['W101', 'W104']);
      expect(summary.problems[0]?.message).toContain('west: 1 new order waits');
      expect(await waiting(given, 'N150')).toBe('staged');
    }));

  test('it is said since when, once it has lasted for a day; and begins anew with the next trouble', () =>
    withBooks({ orders }, {}, async (given) => {
      const lists = downWhile(given);
      await ran(given);
      given.pass(25);
      expect((await ran(given)).problems[0]?.message).toContain('has not been readable since 2026-07-12 00:00 UTC');
      lists.areUp();
      given.pass(1);
      expect((await ran(given)).status).toBe('good');
      downWhile(given);
      given.stores.west.panel.addOrder(orderSeed({ OrderID: 'N500', DateUpdated: '2026-07-13 02:00:00' }));
      given.pass(1);
      const { problems } = await ran(given);
      expect(problems).toMatchObject([{ code: 'xero-not-asked' }]);
      expect(problems[0]?.message).not.toContain('has not been readable since');
    }));

  test('the connection leads to another organisation: its numbers say nothing', () =>
    withBooks({ orders }, { keys: { organisation: '00000000-0000-4000-8000-000000000000' } }, async (given) => {
      const { problems } = await ran(given);
      expect(problems[0]?.message).toContain('not to the organisation that the file names');
      expect(copies(given)).toEqual([]);
    }));

  test('a stop does not wait for an answer that does not come', () =>
    withBooks({ orders }, {}, async (given) => {
      const stop = new AbortController();
      given.xero.faults.next = ({ path }) => {
        if (!path.endsWith('/Invoices')) return undefined;
        stop.abort();
        return { kind: 'silence' };
      };
      const { status } = await given.stores.run({ pipeline: await given.pipeline(), signal: stop.signal });
      expect([status, copies(given)]).toEqual(['stopped', []]);
    }));

  test('a pipeline that names its books no more copies without asking', () =>
    withBooks({ orders }, {}, async (given) => {
      downWhile(given);
      await ran(given);
      const summary = await given.stores.run({ pipeline: await given.stores.pipeline({}) });
      expect([summary.status, copies(given).length]).toEqual(['good', 3]);
    }));
});

/** Nothing but the organisation can be read. */
function downWhile({ xero }: WithBooks): { areUp(): void } {
  xero.faults.next = ({ path }) =>
    path.endsWith('/Invoices') ? { kind: 'status', status: 400, body: 'html' } : undefined;
  return {
    areUp() {
      xero.faults.next = undefined;
    },
  };
}
