import { describe, expect, test } from 'vitest';
import type { Arrival } from '../../src/arrival/verdicts.ts';
import { booksText } from '../../src/cli/text/books-text.ts';
import type { Reconciliation } from '../../src/reconcile/result.ts';
import { orderSeed } from '../rules/support/two-stores.ts';
import { type Books, type WithBooks, withBooks } from './with-books.ts';

const paid = (id: string, more = {}) =>
  orderSeed({
    OrderID: id,
    OrderPayment: [{ Id: `9${id.slice(1)}`, Amount: '11.00', PaymentType: 'Cash', DatePaid: '2026-07-10 03:00:00' }],
    ...more,
  });
const orders = ['N1', 'N2', 'N3', 'N4'].map((id) => paid(id));

/** Four orders that are copied, exported, and long enough ago for all of it to be there. */
async function arrived(use: (given: WithBooks) => Promise<void>, books: Books = {}): Promise<void> {
  await withBooks({ orders }, books, async (given) => {
    await given.stores.run();
    await given.exported();
    given.pass(48);
    await use(given);
    expect(given.xero.violations).toEqual([]);
  });
}
const words = ({ books }: Reconciliation): string[] =>
  (books?.open ?? []).map(({ entity, verdict, cause, number }: Arrival) => `${number} ${entity} ${verdict} ${cause}`);

/** What is paid on an invoice. */
function paymentOn({ control }: WithBooks['xero'], number: string): string {
  const invoice = control.invoices().find((one) => one.number === number);
  return control.payments().find(({ documentId }) => documentId === invoice?.id)?.id ?? '';
}

type Plant = (xero: WithBooks['xero']) => void;
const planted: readonly (readonly [string, string, string | null, Plant])[] = [
  [
    'an invoice that was voided',
    'W2 invoice different voided',
    'status',
    (xero) => {
      xero.control.deletePayment(paymentOn(xero, 'W2'));
      xero.control.voidInvoice('W2');
    },
  ],
  [
    'another total',
    'W2 invoice different total',
    'total',
    (xero) => {
      xero.control.deletePayment(paymentOn(xero, 'W2'));
      xero.control.changeInvoice('W2', { total: '12.00' });
    },
  ],
  ['GST beyond rounding', 'W2 invoice different gst', 'gst', ({ control }) => control.shiftTax('W2', 40)],
  [
    'a second invoice of the number',
    'W2 invoice different doubled',
    null,
    ({ control }) => control.forceInvoice({ number: 'W2', contact: 'Jane Smith', date: '2026-07-10', total: '11.00' }),
  ],
  [
    'a twin under the number of its own store',
    'W2 invoice different twin',
    null,
    ({ control }) => control.twinInvoice('W2', 'N2'),
  ],
  [
    'an invoice in our number range that nothing explains',
    'W77 invoice different unclaimed',
    null,
    ({ control }) => control.createInvoice({ number: 'W77', contact: 'Somebody', date: '2026-07-10', total: '5.00' }),
  ],
  [
    'a payment that was taken off',
    'W2 payment missing not-exported',
    null,
    (xero) => xero.control.deletePayment(paymentOn(xero, 'W2')),
  ],
];

describe('reconcile --xero', () => {
  test('proves what arrived: invoices, payments, sums side by side, within few requests', () =>
    arrived(async ({ compare }) => {
      const { books, differences } = await compare();
      expect(differences).toEqual([]);
      expect(books?.open).toEqual([]);
      expect(books?.counts).toMatchObject({ invoice: { proven: 4 }, payment: { proven: 4 } });
      expect(books?.stores).toEqual([
        {
          store: 'west',
          primary: { invoices: 4, total: '44', paid: '44' },
          xero: { invoices: 4, total: '44', paid: '44' },
        },
      ]);
      expect(books?.requests).toBeLessThanOrEqual(8);
    }));

  test.each(planted)('finds %s', (_what, expected, field, plant) =>
    arrived(async ({ compare, xero }) => {
      plant(xero);
      const result = await compare();
      expect(words(result)).toContain(expected);
      expect(result.differences).toContainEqual(
        expect.objectContaining({ store: 'west', field, remedy: expect.stringMatching(/.+/) }),
      );
    }),
  );

  test('tells an invoice of ours on a day that is not asked for only where the primary has no such order, or a cancelled one', () =>
    arrived(async (given) => {
      const { stores, xero, compare } = given;
      for (const [place, OrderStatus] of ['Dispatched', 'Cancelled'].entries()) {
        stores.main.panel.addOrder(orderSeed({ OrderID: `W${70 + place}`, OrderStatus, DateInvoiced: '2026-05-01' }));
        const invoice = { number: `W${70 + place}`, contact: 'Somebody', date: '2026-07-10', total: '5.00' };
        xero.control.createInvoice(invoice);
      }
      const told = words(await compare({ from: '2026-07-01' as never }));
      expect(told.filter((one) => one.startsWith('W7'))).toEqual(['W71 invoice different unclaimed']);
    }));

  test('tells what the export left out as missing, and before the usual delay as still to come', (): Promise<void> =>
    withBooks({ orders }, {}, async ({ stores, compare, pass }) => {
      await stores.run();
      pass(20);
      const young = await compare();
      expect(young.books?.counts.invoice).toMatchObject({ pending: 4, missing: 0 });
      expect(young.differences).toEqual([]);
      pass(20);
      const old = await compare();
      expect(old.books?.counts.invoice).toMatchObject({ pending: 0, missing: 4 });
      expect(old.differences.filter(({ kind, entity }) => kind === 'missing' && entity === 'invoice')).toHaveLength(4);
    }));

  test('a clock of this machine that is days ahead makes nothing missing that is still to come', () =>
    withBooks({ orders }, {}, async ({ stores, compare, now }) => {
      await stores.run();
      const ahead = await compare({ now: () => now() + 3 * 86_400_000 });
      expect(ahead.books?.counts.invoice).toMatchObject({ pending: 4, missing: 0 });
      expect(ahead.books?.notes.join()).toContain("clock is 4320 minutes ahead of Xero's");
    }));

  test('learns the prefix of the export, and finds the invoices by it', () =>
    arrived(
      async ({ compare }) => {
        const { books } = await compare();
        expect([books?.invoicePrefix, books?.counts.invoice.proven]).toEqual(['NB-', 4]);
      },
      { connector: { invoicePrefix: 'NB-' } },
    ));

  test.each([{ invoices: 'batched' }, {}])(
    'compares the sums of an export that batches orders, the own ones of the primary with them, and proves no single one (%j)',
    (keys) =>
      withBooks({ orders }, { connector: { switches: { mode: 'batched' } }, keys }, async (given) => {
        await given.stores.run();
        const line = [{ SKU: 'TENT', ProductName: 'Tent', Quantity: '1', UnitPrice: '33.00' }];
        const own = { OrderStatus: 'Dispatched', DateInvoiced: '2026-07-10', DatePlaced: '2026-07-10 03:00:00' };
        given.stores.main.panel.addOrder({ OrderID: 'N900', ...own, Username: 'ann', OrderLine: line });
        await given.exported();
        given.pass(48);
        const result = await given.compare();
        expect(result.books?.counts.invoice).toMatchObject({ unproven: 4, missing: 0, proven: 0 });
        expect(
          result.books?.batches.map(({ verdict, orders: all }) => [verdict, ...[...all].sort()].join(' ')),
        ).toEqual(['proven N900 W1 W2 W3 W4']);
        expect(result.differences).toEqual([]);
        const [invoice] = given.xero.control.invoices();
        given.xero.control.twinInvoice(invoice?.number ?? '', 'AGAIN');
        const doubled = await given.compare();
        expect(doubled.differences).toMatchObject([{ store: 'west', entity: 'invoice', kind: 'doubled' }]);
        expect(booksText(doubled.books as never).join('\n')).toContain('0 of 1 batch');
      }),
  );

  test("proves what is paid on a batch only with what is paid on the primary's own orders in it", () => {
    const books = {
      connector: { switches: { mode: 'batched' } },
      keys: { invoices: 'batched', accounts: { Cash: '611' } },
    } as const;
    return withBooks({ orders }, books, async (given) => {
      const { stores, xero } = given;
      await stores.run();
      const line = [{ SKU: 'TENT', ProductName: 'Tent', Quantity: '1', UnitPrice: '33.00' }];
      const own = { OrderStatus: 'Dispatched', DateInvoiced: '2026-07-10', DatePlaced: '2026-07-10 03:00:00' };
      stores.main.panel.addOrder({ OrderID: 'N900', ...own, Username: 'ann', OrderLine: line });
      const paidOn = { PaymentMethodName: 'Cash', DatePaid: '2026-07-10 03:00:00' };
      stores.main.panel.addPayment({ OrderID: 'N900', AmountPaid: '33.00', ...paidOn });
      await given.exported();
      given.pass(48);
      const receipts = async () =>
        (await given.compare()).books?.batches.flatMap(({ receipts: one }) =>
          one === undefined ? [] : [`${one.verdict} ${one.primary} ${one.xero}`],
        );
      expect(await receipts()).toEqual(['proven 77 77']);
      xero.control.deletePayment(xero.control.payments()[0]?.id ?? '');
      expect(await receipts()).toEqual(['missing 77 0']);
    });
  });

  test('calls nothing proven where Xero can not be read, and compares the stores all the same', () =>
    arrived(async ({ compare, xero }) => {
      xero.disconnect();
      const result = await compare();
      expect(result.books?.counts.invoice).toMatchObject({ unproven: 4, proven: 0, missing: 0 });
      expect(result.stores[0]?.sums.primary.orders).toBe(4);
      expect(result.differences).toEqual([]);
    }));

  test.each([
    ['a demo company', {}, { organisation: { isDemoCompany: true } }],
    ['another organisation', { organisation: '00000000-0000-4000-8000-000000000000' }, {}],
    ['an organisation that the file does not name', { organisation: undefined }, {}],
  ])('takes %s for no proof', (_what, keys, xero) =>
    arrived(
      async ({ compare }) => {
        const result = await compare();
        expect(result.books?.counts.invoice).toMatchObject({ unproven: 4, proven: 0, missing: 0 });
        expect(result.differences).toEqual([]);
      },
      { keys, xero },
    ),
  );

  test('finds an order that is locked in Xero, and says so', () =>
    withBooks({ orders }, {}, async ({ stores, xero, compare, pass, exported }) => {
      xero.control.setOrganisation({ periodLockDate: '2026-07-11' });
      await stores.run();
      await exported();
      pass(48);
      expect(words(await compare())).toContain('W1 invoice missing locked');
    }));

  test('says what to write where the pipeline has no books', () =>
    withBooks({ orders }, {}, async ({ compare, stores }) => {
      await expect(compare({ pipeline: await stores.pipeline() })).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining('docs/xero.md'),
      });
    }));
});
