import { describe, expect, it } from 'vitest';
import { type OrderContext, type OrderLoad, transformOrder } from '../../../../src/entities/order/transform/order.ts';
import { decimal, ZERO } from '../../../../src/model/money.ts';
import type { Order } from '../../../../src/model/order.ts';
import { context, line, order, type RuleChanges, rules } from '../../../transform/samples.ts';

function load(
  changes: Partial<Order> = {},
  ruleChanges: RuleChanges = {},
  around: Partial<OrderContext> = {},
): OrderLoad {
  const outcome = transformOrder(order(changes), rules(ruleChanges), context(around));
  if (outcome.kind !== 'load') throw new Error(`${outcome.reason}: ${outcome.message}`);
  return outcome;
}

function reasonOf(changes: Partial<Order>, ruleChanges: RuleChanges = {}, around: Partial<OrderContext> = {}): string {
  const outcome = transformOrder(order(changes), rules(ruleChanges), context(around));
  return outcome.kind === 'load' ? 'load' : `${outcome.kind} ${outcome.reason}`;
}

describe('identity of a copied order', () => {
  it('rewrites the order id and nothing else', () => {
    const { draft } = load({
      purchaseOrderNumber: 'N55',
      customerReferences: ['N56'],
      internalNotes: 'see N57',
      billing: { ...order().billing, company: 'N58 Pty Ltd' },
      lines: [line({ sku: 'N59', itemNotes: 'N60' })],
    });
    expect(draft.orderId).toBe('W100');
    expect(draft.purchaseOrderNumber).toBe('N55');
    expect(draft.customerReferences).toEqual(['N56']);
    expect(draft.internalNotes).toContain('see N57');
    expect(draft.billing.company).toBe('N58 Pty Ltd');
    expect(draft.lines[0]).toMatchObject({ sku: 'N59', notes: 'N60' });
  });

  it('writes store, source order and source line on every line', () => {
    const { draft } = load();
    expect(draft.lines[0]).toMatchObject({ externalSystem: 'west', externalOrder: 'N100', externalLine: 'N100-0' });
  });

  it('says where the copy is from in the first line of its notes, and keeps the original notes as they were', () => {
    const { draft } = load({ internalNotes: ' ring first\n\nthanks ' });
    expect(draft.internalNotes).toBe(
      'Copied from west N100 by neto-consolidator, installation i-1\nShopper: jane@example.com\n ring first\n\nthanks ',
    );
  });

  it.each([
    ['X100', 'quarantine id-prefix-unknown'],
    ['N1a', 'quarantine id-malformed'],
    ['N12345678901234567', 'quarantine id-too-long'],
  ])('holds %s: %s', (id, reason) => {
    expect(reasonOf({ id })).toBe(reason);
  });
});

describe("the shopper's address", () => {
  it('is never the address of the order with `email: house`', () => {
    expect(load().draft.email).toBe('accounts@main.example');
  });

  it('is the address of the order, and not in the notes, with `email: shopper`', () => {
    const { draft } = load({}, { orders: { email: 'shopper' } });
    expect(draft.email).toBe('jane@example.com');
    expect(draft.internalNotes).not.toContain('jane');
  });

  it('is never cut', () => {
    const email = `${'a'.repeat(250)}@example.com`;
    expect(reasonOf({ email }, { orders: { email: 'shopper' } })).toBe('quarantine email-too-long');
    expect(load({ email }).draft.internalNotes).toContain(email);
  });
});

describe('completion', () => {
  it('adds the copy in the early status, and approves it in the final one', () => {
    const { draft, completion } = load({}, { orders: { markExported: true } });
    expect(draft.status).toBe('New');
    expect(completion).toEqual({ orderId: 'W100', status: 'Dispatched', approved: true, exported: true });
  });

  it('maps the status for `fulfil` only', () => {
    const orders = { statusMap: { Dispatched: 'Pick' } };
    expect(load({}, { purpose: 'fulfil', orders }).completion.status).toBe('Pick');
    expect(load({}, { orders }).completion.status).toBe('Dispatched');
  });
});

describe('maps of names', () => {
  it('puts every line of the books into the books warehouse', () => {
    expect(load().draft.lines[0]?.warehouseName).toBe('Virtual');
  });

  it('maps warehouses for `fulfil`', () => {
    const orders = { warehouses: { Perth: 'Main' } };
    expect(load({}, { purpose: 'fulfil', orders }).draft.lines[0]?.warehouseName).toBe('Main');
    expect(load({}, { orders }).draft.lines[0]?.warehouseName).toBe('Virtual');
  });

  it('takes a shipping method by the map, or by the same name, or holds the order', () => {
    const orders = { shippingMethods: { Express: 'Express Post' } };
    expect(load({ shippingMethod: 'Express' }, { orders }).draft.shippingMethod).toBe('Express Post');
    expect(load({ shippingMethod: 'Express Post' }).draft.shippingMethod).toBe('Express Post');
    expect(load({ shippingMethod: '' }).draft.shippingMethod).toBe('');
    expect(load({ shippingMethod: 'express post' }).draft.shippingMethod).toBe('Express Post');
    expect(reasonOf({ shippingMethod: 'express posts' })).toBe('quarantine shipping-method-unmapped');
    expect(reasonOf({ shippingMethod: 'constructor' })).toBe('quarantine shipping-method-unmapped');
  });

  it('leaves a default payment type empty that the primary does not know', () => {
    expect(load({ paymentMethod: 'Cash' }).draft.paymentMethod).toBe('Cash');
    expect(load({ paymentMethod: 'Bitcoin' }).draft.paymentMethod).toBe('');
    expect(load({ paymentMethod: 'constructor' }).draft.paymentMethod).toBe('');
    expect(load({ paymentMethod: 'Card' }, { payments: { methods: { Card: 'Cash' } } }).draft.paymentMethod).toBe(
      'Cash',
    );
  });

  it('says which customer and products must be there first, each once', () => {
    const lines = [line(), line({ id: 'N100-1' })];
    const outcome = load({ lines, grandTotal: decimal(22), orderTax: decimal(2) }, {}, { sku: (sku) => `W-${sku}` });
    expect(outcome.needs).toEqual({ customer: 'w_jsmith', skus: ['W-MUG'] });
    expect(outcome.sourceSkus).toEqual(['MUG']);
  });
});

describe('tax', () => {
  it('decides a tax-free line by its money, not by its code', () => {
    const free = { lines: [line({ tax: ZERO, taxCode: 'GST' })], orderTax: ZERO };
    expect(load(free).draft.lines[0]?.taxFree).toBe(true);
    expect(load({ lines: [line({ taxCode: 'FREE' })] }).draft.lines[0]?.taxFree).toBe(false);
  });

  it('does not call a line tax-free that comes to nothing', () => {
    const lines = [line(), line({ id: 'N100-1', unitPrice: ZERO, tax: ZERO })];
    expect(load({ lines }).draft.lines[1]?.taxFree).toBe(false);
  });

  it('sends shipping tax-free where it bears no tax', () => {
    const shipped = { shippingTotal: decimal(10), grandTotal: decimal(21) };
    expect(load(shipped).draft.taxFreeShipping).toBe(true);
    expect(load({ ...shipped, shippingTax: decimal('0.91') }).draft.taxFreeShipping).toBe(false);
    expect(load().draft.taxFreeShipping).toBe(false);
  });

  it('copies an order whose prices are without tax', () => {
    const exclusive = { taxInclusive: false, lines: [line({ unitPrice: decimal(10) })] };
    expect(load(exclusive)).toMatchObject({ predictedTotal: '11', draft: { taxInclusive: false } });
  });

  it('holds a taxed order where the rates of the stores differ, and lets an untaxed one pass', () => {
    const primaryGstPercent = decimal(15);
    expect(reasonOf({}, { primaryGstPercent })).toBe('quarantine gst-rate-differs');
    expect(reasonOf({ lines: [line({ tax: ZERO })], orderTax: ZERO }, { primaryGstPercent })).toBe('load');
  });

  it('holds tax that does not follow from the prices, and allows a cent for each line', () => {
    expect(reasonOf({ orderTax: decimal('1.01') })).toBe('load');
    expect(reasonOf({ orderTax: decimal('1.03') })).toBe('quarantine line-tax-unexplained');
    expect(reasonOf({ lines: [line({ tax: decimal('0.50') })] })).toBe('quarantine line-tax-unexplained');
  });

  it('takes OrderTax with or without the tax on shipping, but no tax on a part of shipping', () => {
    const shipped = { shippingTotal: decimal(11), shippingTax: decimal(1), grandTotal: decimal(22) };
    expect(reasonOf({ ...shipped, orderTax: decimal(2) })).toBe('load');
    expect(reasonOf({ ...shipped, orderTax: decimal(1) })).toBe('load');
    expect(reasonOf({ ...shipped, shippingTax: decimal('0.50') })).toBe('quarantine line-tax-unexplained');
  });
});

describe('money', () => {
  it('does not send an order whose total is six cents off, and names the predictions', () => {
    const outcome = transformOrder(order({ grandTotal: decimal('11.06') }), rules(), context());
    expect(outcome).toMatchObject({ kind: 'quarantine', reason: 'total-unexplained' });
    expect(outcome).toHaveProperty('detail', expect.objectContaining({}));
  });

  it('holds negative totals', () => {
    expect(reasonOf({ grandTotal: decimal(-11) })).toBe('quarantine negative-total');
  });

  const surcharged = { surchargeTotal: decimal('1.10'), grandTotal: decimal('12.10'), orderTax: decimal('1.10') };
  const orders = { surchargeSku: 'SURCHARGE' };

  it('carries a surcharge on a service line, so that the total stays the same', () => {
    const outcome = load({ ...surcharged, surchargeTaxable: decimal('1.10') }, { orders });
    expect(outcome.predictedTotal).toBe('12.1');
    expect(outcome.draft.lines[1]).toMatchObject({ sku: 'SURCHARGE', quantity: '1', unitPrice: '1.1', taxFree: false });
    expect(outcome.needs.skus).toEqual(['MUG', 'SURCHARGE']);
  });

  it('reads the taxable part of a surcharge as an amount or as a flag', () => {
    expect(load({ ...surcharged, surchargeTaxable: decimal(1) }, { orders }).draft.lines[1]?.taxFree).toBe(false);
    const free = load({ ...surcharged, orderTax: decimal(1), surchargeTaxable: ZERO }, { orders });
    expect(free.draft.lines[1]?.taxFree).toBe(true);
    expect(reasonOf({ ...surcharged, surchargeTaxable: decimal('0.6') }, { orders })).toBe(
      'quarantine surcharge-part-taxed',
    );
  });

  it('holds a surcharge that no product is named for', () => {
    expect(reasonOf(surcharged)).toBe('quarantine surcharge-unmapped');
  });
});

describe('lines', () => {
  it('holds a part of a kit without its kit', () => {
    expect(reasonOf({ lines: [line({ componentOfKit: 'KIT' })] })).toBe('quarantine kit-unhandled');
  });

  it('holds a line without a product, unless a placeholder stands for all of them', () => {
    const lines = [line({ sku: '' })];
    expect(reasonOf({ lines })).toBe('quarantine line-without-sku');
    const outcome = load({ lines }, { products: { policy: 'placeholder' } });
    expect(outcome.draft.lines[0]?.sku).toBe('WEST-SALE');
    expect(outcome.sourceSkus).toEqual([]);
  });

  it('takes 255 lines and no more', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, place) => line({ id: `N100-${place}` }));
    const money = (count: number) => ({ grandTotal: decimal(11 * count), orderTax: decimal(count) });
    expect(reasonOf({ lines: lines(255), ...money(255) })).toBe('load');
    expect(reasonOf({ lines: lines(256), ...money(256) })).toBe('quarantine too-many-lines');
  });

  it('moves the whole of an over-long description and note into the internal notes', () => {
    const name = 'd'.repeat(256);
    const itemNotes = 'n'.repeat(256);
    const { draft } = load({ lines: [line({ name, itemNotes })] });
    expect(draft.lines[0]).toMatchObject({ description: name.slice(0, 255), notes: itemNotes.slice(0, 255) });
    expect(draft.internalNotes).toContain(`Line N100-0 description: ${name}\nLine N100-0 notes: ${itemNotes}`);
  });

  it('never cuts a character in half', () => {
    const { draft } = load({ lines: [line({ name: `${'d'.repeat(254)}😀` })] });
    expect(draft.lines[0]?.description).toBe('d'.repeat(254));
  });
});

describe('text that must not be cut', () => {
  const long = 'x'.repeat(51);

  it.each<[string, Partial<Order>]>([
    ['purchase order number', { purchaseOrderNumber: long }],
    ['CustomerRef2', { customerReferences: ['', long] }],
    ['billing street1', { billing: { ...order().billing, street1: long } }],
    ['shipping postCode', { shipping: { ...order().shipping, postCode: long } }],
    ['payment terms', { paymentTerms: long }],
    ['line N100-0 serial number', { lines: [line({ serialNumber: long })] }],
  ])('holds the order and names the field, not the text: %s', (field, changes) => {
    const outcome = transformOrder(order(changes), rules(), context());
    expect(outcome).toMatchObject({ kind: 'quarantine', reason: 'text-too-long', detail: { field } });
    expect(JSON.stringify(outcome)).not.toContain(long);
  });

  it('takes 1000 characters in CustomerRef3', () => {
    expect(reasonOf({ customerReferences: ['', '', 'x'.repeat(1000)] })).toBe('load');
    expect(reasonOf({ customerReferences: ['', '', 'x'.repeat(1001)] })).toBe('quarantine text-too-long');
  });

  it('holds product numbers and user names that are too long', () => {
    expect(reasonOf({}, {}, { sku: () => 'x'.repeat(26) })).toBe('quarantine sku-too-long');
    expect(reasonOf({}, {}, { customer: { username: 'x'.repeat(26) } })).toBe('quarantine text-too-long');
  });
});
