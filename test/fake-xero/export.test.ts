import { describe, expect, test } from 'vitest';
import { type ConnectorSwitches, connectorSwitchSettings } from '../../src/fake-xero/index.ts';
import { pairwise } from '../support/pairwise.ts';
import { order, paid, refusals, startExport } from './support/export.ts';
import { column, rowsOf } from './support/organisation.ts';

test('5: an order becomes one invoice with its id as number, to the cent and the day', async () => {
  const { xero, neto } = await startExport([order()]);
  expect(await neto.run()).toMatchObject([{ kind: 'invoice', id: 'NB100123', result: 'exported' }]);
  expect(await rowsOf(xero, 'Invoices?page=1')).toMatchObject([
    {
      Type: 'ACCREC',
      InvoiceNumber: 'NB100123',
      Reference: '',
      Status: 'AUTHORISED',
      DateString: '2026-11-24T00:00:00',
      DueDateString: '2026-11-24T00:00:00',
      LineAmountTypes: 'Inclusive',
      SubTotal: 109.05,
      TotalTax: 10.9,
      Total: 119.95,
      CurrencyCode: 'AUD',
      Contact: { Name: 'Kerry Example' },
    },
  ]);
  expect(await neto.run()).toEqual([]);
  expect(xero.control.invoices()).toHaveLength(1);
});

test('5: the username becomes the contact number, and the person is found by it, whatever the name is then', async () => {
  const { xero, store, neto } = await startExport([order()]);
  await neto.run();
  xero.control.changeContact('Kerry Example', { name: 'K. Example' });
  store.panel.addOrder(order({ OrderID: 'NB100124' }));
  await neto.run();
  expect(await rowsOf(xero, 'Contacts?page=1')).toMatchObject([
    { Name: 'K. Example', ContactNumber: 'kexample', EmailAddress: 'kerry@example.com' },
  ]);
});

test('feeds 3.4, danger 3: two users with one name meet in one contact, whose number flips', async () => {
  const { xero, neto } = await startExport([order(), order({ OrderID: 'NB100124', Username: 'other' })]);
  await neto.run();
  expect(await column(xero, 'Contacts?page=1', 'ContactNumber')).toEqual(['other']);
});

test('feeds 3.4: without a company an equal name is refused when only companies and e-mail addresses match', async () => {
  const switches = { contactMatching: 'company-then-email' } as const;
  const orders = [order(), order({ OrderID: 'NB100124', Username: 'other', Email: 'other@example.com' })];
  const { neto } = await startExport(orders, { switches });
  expect(refusals(await neto.run())).toEqual([
    'The contact name Kerry Example is already assigned to another contact. The contact name must be unique across all active contacts.',
  ]);
});

test('5: payments go one run after their invoice, to the account of their method', async () => {
  const { xero, neto } = await startExport([order({ OrderPayment: [paid('119.95', { PaymentType: 'Wallet' })] })]);
  await neto.run();
  expect(await rowsOf(xero, 'Payments?page=1')).toEqual([]);
  await neto.run();
  expect(await rowsOf(xero, 'Payments?page=1')).toMatchObject([
    { Amount: 119.95, Reference: 'ch_1', PaymentType: 'ACCRECPAYMENT', Account: { Code: '612' } },
  ]);
  expect(await column(xero, 'Invoices?page=1', 'Status')).toEqual(['PAID']);
  expect(await neto.run()).toEqual([]);
});

test('5: what is paid too much becomes an overpayment that nobody allocates', async () => {
  const { xero, neto } = await startExport([order({ OrderPayment: [paid('127.45')] })], {
    paymentPrefix: 'NB-',
    overpaymentPrefix: 'NB-OP-',
  });
  await neto.run();
  await neto.run();
  expect(await rowsOf(xero, 'Payments?page=1')).toMatchObject([{ Amount: 119.95, Reference: 'NB-ch_1' }]);
  expect(await rowsOf(xero, 'Overpayments?page=1')).toMatchObject([
    { Type: 'RECEIVE-OVERPAYMENT', Total: 7.5, RemainingCredit: 7.5, Reference: 'NB-OP-ch_1', Allocations: [] },
  ]);
});

test('5: a closed RMA becomes a credit note with its prefix, not allocated; an open one none', async () => {
  const { store, xero, neto } = await startExport([order()], { creditNotePrefix: 'NB' });
  const line = { SKU: 'STOVE2', ProductName: 'Camp stove', Quantity: '1', RefundSubtotal: '30.00' };
  store.panel.addRma({ RmaID: '77', OrderID: 'NB100123', DateIssued: '2026-11-26 03:00:00', RmaLine: [line] });
  store.panel.addRma({ RmaID: '78', OrderID: 'NB100123', RmaStatus: 'Open', RmaLine: [line] });
  await neto.run();
  expect(await rowsOf(xero, 'CreditNotes?page=1')).toMatchObject([
    {
      CreditNoteNumber: 'NB77',
      Type: 'ACCRECCREDIT',
      Total: 30,
      TotalTax: 2.73,
      RemainingCredit: 30,
      Allocations: [],
      DateString: '2026-11-26T00:00:00',
    },
  ]);
});

describe('orders that do not go', () => {
  test.each([
    ['not invoiced', { DateInvoiced: '' }],
    ['not approved', { CompleteStatus: 'Incomplete' }],
    ['a quote', { OrderStatus: 'Quote' }],
    ['invoiced before the start', { DateInvoiced: '2026-10-31' }],
    ['exported elsewhere', { ExportStatus: 'Exported' }],
    ['cancelled', { OrderStatus: 'Cancelled' }],
  ])('%s', async (_, changes) => {
    const { xero, neto } = await startExport([order({ ...changes, OrderPayment: [paid('119.95')] })], {
      startDate: '2026-11-01',
    });
    expect(await neto.run()).toEqual([]);
    expect(xero.control.invoices()).toEqual([]);
  });

  test('not dispatched, where dispatch is the trigger', async () => {
    const { store, neto } = await startExport([order({ OrderStatus: 'Pick' })], {
      switches: { trigger: 'dispatched' },
    });
    expect(await neto.run()).toEqual([]);
    store.panel.changeOrder('NB100123', { OrderStatus: 'Dispatched' });
    expect(await neto.run()).toMatchObject([{ result: 'exported' }]);
  });
});

describe('what Neto is refused for, and tries again', () => {
  const line = { SKU: 'STOVE2', ProductName: 'Camp stove', Quantity: '1', UnitPrice: '110.00' };
  test.each([
    ['no due date', { DatePaymentDue: '' }, 'Due date cannot be empty'],
    ['no name', { BillFirstName: '', BillLastName: '' }, 'A Contact must be specified for this type of transaction'],
    ['no line', { OrderLine: [], ShippingTotal: '0' }, 'One or more line items must be specified'],
    ['a SKU with a space', { OrderLine: [{ ...line, SKU: 'STOVE 2' }] }, "Item code 'STOVE 2' is not valid"],
    [
      'a negative total',
      { OrderLine: [{ ...line, Quantity: '-2' }] },
      'The Total for this document must be greater than or equal to zero.',
    ],
    [
      'a locked period',
      { DateInvoiced: '2026-09-30' },
      'The document date cannot be before the period lock date, currently set at 2026-09-30',
    ],
  ])('%s', async (_, changes, reason) => {
    const { store, xero, neto } = await startExport([order(changes)], { switches: { emptyDueDate: 'refused' } });
    xero.control.setOrganisation({ periodLockDate: '2026-09-30' });
    expect(await neto.run()).toEqual([{ kind: 'invoice', id: 'NB100123', result: 'refused', reason }]);
    expect(await neto.run()).toMatchObject([{ result: 'refused', reason }]);
    expect(neto.log()).toMatchObject([{ result: 'refused', reason }]);
    const { OrderID: _id, OrderPayment: _payments, ...good } = order();
    store.panel.changeOrder('NB100123', good);
    expect(await neto.run()).toMatchObject([{ result: 'exported' }]);
  });

  test('a payment without its invoice', async () => {
    const { neto } = await startExport([order({ DatePaymentDue: '', OrderPayment: [paid('119.95')] })], {
      switches: { emptyDueDate: 'refused' },
    });
    expect(refusals(await neto.run())).toEqual(['Due date cannot be empty', 'Document could not be found']);
  });

  test('a payment to an account that takes none', async () => {
    const { neto } = await startExport([order({ OrderPayment: [paid('119.95', { PaymentType: 'Wrong' })] })]);
    await neto.run();
    expect(refusals(await neto.run())).toEqual(['Account type is invalid for making a payment to/from']);
  });

  test('a locked period lets drafts pass', async () => {
    const { xero, neto } = await startExport([order()], { switches: { invoiceStatus: 'DRAFT' } });
    xero.control.setOrganisation({ periodLockDate: '2026-11-30' });
    expect(await neto.run()).toMatchObject([{ result: 'exported' }]);
    expect(() => xero.control.approveInvoice('NB100123')).toThrow('period lock date');
  });
});

describe('5: an order that changed after its export', () => {
  const dearer = { OrderLine: [{ SKU: 'STOVE2', ProductName: 'Camp stove', Quantity: '2', UnitPrice: '110.00' }] };
  test('POST updates the same invoice, and only History tells', async () => {
    const { store, xero, neto } = await startExport([order()]);
    await neto.run();
    const [before] = xero.control.invoices();
    store.panel.changeOrder('NB100123', dearer);
    expect(await neto.run()).toMatchObject([{ result: 'updated', xeroId: before?.id }]);
    expect(await rowsOf(xero, 'Invoices?page=1')).toMatchObject([{ InvoiceID: before?.id, Total: 229.95 }]);
  });

  test.each([
    ['PUT', [], 'Invoice # must be unique.'],
    ['POST', [paid('119.95')], 'Invoice not of valid status for modification'],
  ] as const)('%s is refused, and the invoice stays', async (verb, payments, reason) => {
    const { store, xero, neto } = await startExport([order({ OrderPayment: [...payments] })], { switches: { verb } });
    await neto.run();
    await neto.run();
    store.panel.changeOrder('NB100123', dearer);
    expect(refusals(await neto.run())).toEqual([reason]);
    expect(await column(xero, 'Invoices?page=1', 'Total')).toEqual([119.95]);
  });

  test('X13: changedOrders ignored leaves the invoice', async () => {
    const { store, neto } = await startExport([order()], { switches: { changedOrders: 'ignored' } });
    await neto.run();
    store.panel.changeOrder('NB100123', dearer);
    expect(await neto.run()).toEqual([]);
  });
});

describe('X10: a cancelled order', () => {
  test.each([
    ['ignored', [['AUTHORISED', 119.95, 119.95]], 0],
    ['voided', [['VOIDED', 119.95, 0]], 0],
    ['zero', [['AUTHORISED', 0, 0]], 0],
    ['credited', [['PAID', 119.95, 0]], 1],
  ] as const)('%s', async (cancelledOrders, expected, notes) => {
    const { store, xero, neto } = await startExport([order()], { switches: { cancelledOrders } });
    await neto.run();
    store.panel.changeOrder('NB100123', { OrderStatus: 'Cancelled' });
    await neto.run();
    expect(await neto.run()).toEqual([]);
    const rows = await rowsOf(xero, 'Invoices?page=1');
    expect(rows.map(({ Status, Total, AmountDue }) => [Status, Total, AmountDue])).toEqual(expected);
    expect(await rowsOf(xero, 'CreditNotes?page=1')).toHaveLength(notes);
  });
});

test('X5: batched, an invoice holds all orders of a day, and no order can be found by its number', async () => {
  const orders = [order(), order({ OrderID: 'NB100124' }), order({ OrderID: 'NB100125', DateInvoiced: '2026-11-25' })];
  const { xero, neto, store } = await startExport(orders, {
    switches: { mode: 'batched' },
    batchContact: 'Web store NB',
  });
  await neto.run();
  store.panel.addOrder(order({ OrderID: 'NB100126' }));
  await neto.run();
  const rows = await rowsOf(xero, 'Invoices?page=1&order=InvoiceNumber');
  expect(rows.map(({ InvoiceNumber, Total, DateString }) => [InvoiceNumber, Total, DateString])).toEqual([
    ['BATCH-2026-11-24-1', 239.9, '2026-11-24T00:00:00'],
    ['BATCH-2026-11-24-2', 119.95, '2026-11-24T00:00:00'],
    ['BATCH-2026-11-25-1', 119.95, '2026-11-25T00:00:00'],
  ]);
  expect(rows[0]).toMatchObject({
    Contact: { Name: 'Web store NB' },
    LineItems: [
      { AccountCode: '200', LineAmount: 220 },
      { AccountCode: '201', LineAmount: 19.9 },
    ],
  });
});

test.each([
  ['grouped', [['239.9', '611']], [240.9]],
  [
    'single',
    [
      ['119.95', '611'],
      ['119.95', '611'],
    ],
    [120, 120.9],
  ],
] as const)(
  'X5: batched, receipts of one account and credit notes of one day are %s',
  async (batchedMoney, receipts, notes) => {
    const orders = ['NB100123', 'NB100124'].map((OrderID, place) =>
      order({ OrderID, OrderPayment: [paid('119.95', { Id: `50${place}`, CardAuthorisation: `ch_${place}` })] }),
    );
    const line = { SKU: 'STOVE2', ProductName: 'Camp stove', Quantity: '1' };
    const rmas = orders.map(({ OrderID }, place) => ({
      ...{ RmaID: `7${place}`, OrderID, DateIssued: '2026-11-24 03:00:00' },
      RmaLine: [{ ...line, RefundSubtotal: place === 0 ? '120' : '120.9' }],
    }));
    const { xero, neto } = await startExport(orders, { switches: { mode: 'batched', batchedMoney }, seed: { rmas } });
    await neto.run();
    await neto.run();
    const paidRows = await rowsOf(xero, 'Payments?page=1');
    const account = (row: Record<string, unknown>) => (row['Account'] as { Code: string }).Code;
    expect(paidRows.map((row) => [String(row['Amount']), account(row)])).toEqual(receipts);
    const credits = await rowsOf(xero, 'CreditNotes?page=1&order=CreditNoteNumber');
    expect(credits.map(({ Total }) => Total)).toEqual(notes);
  },
);

test.each([
  ['empty', ''],
  ['purchase-order-number', 'PO-7'],
  ['order-id', 'NB100123'],
] as const)('X4: reference %s', async (reference, expected) => {
  const { xero, neto } = await startExport([order()], { switches: { reference } });
  await neto.run();
  expect(await column(xero, 'Invoices?page=1', 'Reference')).toEqual([expected]);
});

test('X20: dateZone utc shifts all dates of a store ahead of UTC by a day, the same way', async () => {
  const payment = paid('119.95', { DatePaid: '2026-11-24 20:00:00' });
  const { xero, neto } = await startExport([order({ OrderPayment: [payment] })], { switches: { dateZone: 'utc' } });
  await neto.run();
  await neto.run();
  expect(xero.control.invoices()).toMatchObject([{ date: '2026-11-23' }]);
  expect(xero.control.payments()).toMatchObject([{ date: '2026-11-24' }]);
  const inStore = await startExport([order({ OrderPayment: [payment] })]);
  await inStore.neto.run();
  await inStore.neto.run();
  expect(inStore.xero.control.payments()).toMatchObject([{ date: '2026-11-25' }]);
});

test('what is held back does not go until it is released, and what is forgotten goes again', async () => {
  const { xero, neto } = await startExport([order()], { switches: { verb: 'PUT' } });
  neto.hold('NB100123');
  expect(await neto.run()).toEqual([]);
  neto.release('NB100123');
  expect(await neto.run()).toHaveLength(1);
  neto.forget('NB100123');
  expect(refusals(await neto.run())).toEqual(['Invoice # must be unique.']);
  expect(xero.control.invoices()).toHaveLength(1);
});

test('an invoice prefix stands before every number', async () => {
  const { xero, neto } = await startExport([order()], { invoicePrefix: 'WEB-' });
  await neto.run();
  expect(await column(xero, 'Invoices?page=1', 'InvoiceNumber')).toEqual(['WEB-NB100123']);
});

/** Cents of a total, read from its text: no arithmetic of either fake. */
const cents = (text: string): number => Math.round(Number(text) * 100);

test('however the switches stand, each order that is due arrives once and with its total', async () => {
  const factors = { ...connectorSwitchSettings, mode: ['per-order'], totals: ['as-neto'] } as const;
  const line = { SKU: 'STOVE2', ProductName: 'Camp stove', Quantity: '3', UnitPrice: '14.95', PercentDiscount: '7.5' };
  const orders = [
    order({ OrderPayment: [paid('119.95')] }),
    order({
      OrderID: 'nb2',
      OrderLine: [line],
      TaxInclusive: 'False',
      Username: 'two',
      BillLastName: 'Two',
      Email: '2@example.com',
    }),
    order({
      OrderID: 'NB3',
      OrderLine: [{ ...line, TaxFree: true }],
      OrderRounding: '0.02',
      Username: 'three',
      BillLastName: 'Three',
      Email: '3@example.com',
    }),
    order({
      OrderID: 'NB4',
      CouponDiscount: '5',
      SurchargeTotal: '1.10',
      Username: 'four',
      BillLastName: 'Four',
      Email: '4@example.com',
    }),
  ];
  for (const row of pairwise(factors)) {
    const { store, xero, neto } = await startExport(orders, { switches: row as ConnectorSwitches });
    for (let run = 1; run <= 3; run += 1) await neto.run();
    const arrived = xero.control.invoices().map(({ number, total }) => [number.toUpperCase(), Number(total)]);
    const due = store.orders().map(({ OrderID, GrandTotal }) => [OrderID.toUpperCase(), cents(GrandTotal)]);
    expect(arrived.sort(), JSON.stringify(row)).toEqual(due.sort());
    await xero.close();
    await store.close();
  }
});
