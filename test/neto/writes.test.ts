import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { emptyAddress } from '../../src/model/address.ts';
import type { OrderDraft } from '../../src/model/drafts.ts';
import { decimal, ZERO } from '../../src/model/money.ts';
import type { Instant, LocalDate } from '../../src/model/time.ts';
import { addCustomers } from '../../src/neto/customers.ts';
import { addOrders, completeOrders } from '../../src/neto/orders.ts';
import { addPayments } from '../../src/neto/payments.ts';
import { addProducts } from '../../src/neto/products.ts';
import { ok, type Step, withStore } from './scripted-store.ts';

const address = { ...emptyAddress, firstName: 'Sam', street1: '1 Sample Street', phone: '0400', country: 'AU' };
const draft: OrderDraft = {
  orderId: 'W1',
  username: 'west',
  email: 'a@b.example',
  billing: address,
  shipping: address,
  purchaseOrderNumber: '',
  customerReferences: ['one', '', 'three'],
  salesChannel: 'West',
  deliveryInstruction: 'Door',
  internalNotes: 'From west N1',
  paymentMethod: 'Card',
  paymentTerms: '',
  shippingMethod: 'Express',
  signatureRequired: false,
  taxInclusive: true,
  taxFreeShipping: false,
  shippingCost: decimal('9.5'),
  shippingDiscount: ZERO,
  placedAt: '2026-07-01T00:00:01Z' as Instant,
  requiredAt: null,
  invoicedOn: '2026-07-01' as LocalDate,
  dueAt: null,
  status: 'New',
  lines: [
    {
      sku: '00123',
      description: 'Thing',
      notes: '',
      quantity: decimal('2'),
      unitPrice: decimal('3.125'),
      unitCost: null,
      discountPercent: ZERO,
      discountAmount: ZERO,
      taxFree: false,
      warehouseName: 'Virtual',
      serialNumber: '',
      externalSystem: 'west',
      externalOrder: 'N1',
      externalLine: 'N1-0',
      extraOptions: [{ name: 'Size', value: 'L' }],
    },
  ],
};

/** The names that the documented request has, and that all its values are text. */
function fitsSample(sample: string, sent: unknown): void {
  const shape: unknown = JSON.parse(
    readFileSync(new URL(`./samples/${sample}.docs-shape.request.json`, import.meta.url), 'utf8'),
  );
  const check = (value: unknown, known: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const element of value) check(element, Array.isArray(known) ? known[0] : known, path);
    } else if (typeof value === 'object' && value !== null) {
      const documented = (Array.isArray(known) ? known[0] : known) as Record<string, unknown>;
      for (const [key, inner] of Object.entries(value)) {
        expect(Object.keys(documented), `${path}.${key}`).toContain(key);
        check(inner, documented[key], `${path}.${key}`);
      }
    } else expect(typeof value, path).toBe('string');
  };
  check(sent, shape, sample);
}

test('quirk 47: AddOrder has its own names', () =>
  withStore([{ ...ok, Order: { OrderID: 'W1' } }], async (client, seen) => {
    const accepted = { kind: 'accepted', ids: ['W1'], warnings: [], errors: [] };
    expect(await addOrders(client, [draft])).toEqual({ ...accepted, milliseconds: expect.any(Number) });
    fitsSample('AddOrder', seen[0]?.body);
    const flat = (kind: string) => ({
      [`${kind}FirstName`]: 'Sam',
      [`${kind}LastName`]: '',
      [`${kind}Company`]: '',
      [`${kind}Street1`]: '1 Sample Street',
      [`${kind}Street2`]: '',
      [`${kind}City`]: '',
      [`${kind}State`]: '',
      [`${kind}PostCode`]: '',
      [`${kind}ContactPhone`]: '0400',
      [`${kind}Country`]: 'AU',
    });
    expect(seen[0]?.body).toEqual({
      Order: [
        {
          OrderID: 'W1',
          Username: 'west',
          Email: 'a@b.example',
          ...flat('Bill'),
          ...flat('Ship'),
          CustomerRef1: 'one',
          CustomerRef3: 'three',
          SalesChannel: 'West',
          ShipInstructions: 'Door',
          InternalOrderNotes: 'From west N1',
          PaymentMethod: 'Card',
          ShippingMethod: 'Express',
          DatePlacedUTC: '2026-07-01 00:00:01',
          DateInvoiced: '2026-07-01',
          SignatureRequired: 'False',
          TaxInclusive: 'True',
          TaxFreeShipping: 'False',
          ShippingCost: '9.50',
          ShippingDiscount: '0.00',
          OrderStatus: 'New',
          OrderApproval: 'False',
          OrderLine: [
            {
              SKU: '00123',
              Quantity: '2',
              UnitPrice: '3.125',
              DiscountPercent: '0.00',
              DiscountAmount: '0.00',
              TaxFree: 'False',
              SendConfirmationEmail: 'False',
              ItemDescription: 'Thing',
              WarehouseName: 'Virtual',
              ExternalSystemIdentifier: 'west',
              ExternalOrderReference: 'N1',
              ExternalOrderLineReference: 'N1-0',
              ExtraOptions: { ExtraOption: [{ Name: 'Size', Value: 'L' }] },
            },
          ],
        },
      ],
    });
  }));

test('UpdateOrder approves, and marks as exported only where asked', () =>
  withStore([{ ...ok, Order: [{ OrderID: 'W1' }, { OrderID: 'W2' }] }], async (client, seen) => {
    await completeOrders(client, [
      { orderId: 'W1', status: 'Dispatched', approved: true, exported: true },
      { orderId: 'W2', status: 'Cancelled', approved: false, exported: false },
    ]);
    fitsSample('UpdateOrder', seen[0]?.body);
    expect(seen[0]?.body).toEqual({
      Order: [
        { OrderID: 'W1', OrderStatus: 'Dispatched', OrderApproval: 'True', ExportStatus: 'Exported' },
        { OrderID: 'W2', OrderStatus: 'Cancelled', OrderApproval: 'False' },
      ],
    });
  }));

test('AddPayment, AddCustomer and AddItem', () =>
  withStore([{ ...ok }], async (client, seen) => {
    await addPayments(client, [
      {
        orderId: 'W1',
        methodName: 'Card',
        authorisation: 'west:1 ch_1',
        amount: decimal('7'),
        paidOn: '2026-07-01' as LocalDate,
      },
    ]);
    const customer = {
      username: 'w_sam',
      email: '',
      type: 'Customer',
      abn: '',
      userGroup: '',
      internalNotes: '',
      billing: address,
      shipping: address,
    };
    await addCustomers(client, [customer]);
    await addProducts(client, [
      {
        sku: 'P',
        parentSku: '',
        name: 'Placeholder',
        brand: '',
        defaultPrice: ZERO,
        costPrice: ZERO,
        taxFree: false,
        taxInclusive: true,
        service: true,
        internalNotes: '',
      },
    ]);
    for (const [index, name] of ['AddPayment', 'AddCustomer', 'AddItem'].entries()) fitsSample(name, seen[index]?.body);
    expect(seen[0]?.body).toEqual({
      Payment: [
        {
          OrderID: 'W1',
          PaymentMethodName: 'Card',
          CardAuthorisation: 'west:1 ch_1',
          AmountPaid: '7.00',
          DatePaid: '2026-07-01',
        },
      ],
    });
    expect(seen[1]?.body).toMatchObject({
      Customer: [{ Username: 'w_sam', Active: 'True', NewsletterSubscriber: 'False' }],
    });
    for (const field of ['EmailAddress', 'Password', 'CreditLimit', 'OnCreditHold'])
      expect(JSON.stringify(seen[1]?.body)).not.toContain(field);
    expect(seen[2]?.body).toMatchObject({
      Item: [{ SKU: 'P', IsActive: 'True', Visible: 'False', Approved: 'False', IsInventoried: 'False' }],
    });
    expect(JSON.stringify(seen[2]?.body)).not.toMatch(/StoreQuantity|WarehouseQuantity|SalesChannels/);
  }));

test('quirks 35 and 36: accepted, partial, refused', async () => {
  const error = { Messages: { Error: { Message: 'bad' } } };
  const warning = { Messages: { Warning: { Message: 'soft' } } };
  const cases: [Step, string][] = [
    [{ ...ok, Ack: 'Warning', ...warning, Order: { OrderID: 'W1' } }, 'accepted'],
    [{ ...ok, Ack: 'Warning', ...warning }, 'partial'],
    [{ ...ok, Ack: 'Error', ...error, Order: { OrderID: 'W1' } }, 'partial'],
    [{ ...ok, Ack: 'Error', ...error, Order: '' }, 'refused'],
    [{ ...ok, Ack: 'Error', ...error, Order: { OrderID: '' } }, 'refused'],
  ];
  for (const [step, kind] of cases) {
    await withStore([step], async (client, seen) => {
      expect((await addOrders(client, [draft])).kind).toBe(kind);
      expect(seen).toHaveLength(1);
    });
  }
});
