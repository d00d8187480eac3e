import { describe, expect, it } from 'vitest';
import { decimal, ZERO } from '../../src/model/money.ts';
import type { Payment } from '../../src/model/payment.ts';
import { paymentReference, referenceOf } from '../../src/model/payment-reference.ts';
import { type PaidOrder, transformPayment } from '../../src/transform/payment.ts';
import { payment, rules } from './samples.ts';

const copy: PaidOrder = { sourceId: 'N100', targetId: 'W100', grandTotal: decimal(11), alreadyPaid: ZERO };

function transform(
  changes: Partial<Payment> = {},
  methods: Record<string, string> = {},
  order: Partial<PaidOrder> = {},
) {
  return transformPayment(
    payment(changes),
    rules({ payments: { methods } }),
    { ...copy, ...order },
    new Set(['Cash', 'West Card']),
  );
}

describe('transformPayment', () => {
  it("pays the copy, with our reference before the gateway's and the day of the source's books", () => {
    expect(transform()).toEqual({
      kind: 'load',
      draft: {
        orderId: 'W100',
        methodName: 'Cash',
        authorisation: 'west:1653 ch_3Nx',
        amount: '11',
        paidOn: '2026-07-10',
      },
    });
  });

  it('ends the reference without a blank where the gateway gave none', () => {
    expect(transform({ authorisation: '' })).toHaveProperty('draft.authorisation', 'west:1653');
  });

  it('takes the method by the map first, then by the same name', () => {
    expect(transform({ method: 'Cash' }, { Cash: 'West Card' })).toHaveProperty('draft.methodName', 'West Card');
    expect(transform({ method: 'Cheque' })).toMatchObject({ reason: 'payment-method-unmapped' });
    expect(transform({ method: 'Cheque' }, { Cheque: 'Not there' })).toMatchObject({
      reason: 'payment-method-unmapped',
    });
    expect(transform({ method: '' })).toMatchObject({ reason: 'payment-method-unmapped' });
  });

  it.each(['Account Credit', 'Voucher', 'Gift Voucher', 'Reward Points'])('holds %s unless it is mapped', (method) => {
    expect(transform({ method })).toMatchObject({ kind: 'quarantine', reason: 'payment-kind-unhandled' });
    expect(transform({ method }, { [method]: 'Cash' }).kind).toBe('load');
  });

  it('holds payments of nothing and less than nothing', () => {
    expect(transform({ amount: ZERO })).toMatchObject({ reason: 'payment-zero' });
    expect(transform({ amount: decimal(-5) })).toMatchObject({ reason: 'payment-negative' });
  });

  it('pays up to the total of the order, and not a cent beyond', () => {
    expect(transform({ amount: decimal('1.00') }, {}, { alreadyPaid: decimal('10.00') }).kind).toBe('load');
    expect(transform({ amount: decimal('1.01') }, {}, { alreadyPaid: decimal('10.00') })).toMatchObject({
      reason: 'payment-exceeds-order',
    });
  });
});

describe('references', () => {
  it('finds the reference again in the authorisation it was written to', () => {
    const outcome = transform({ authorisation: 'ref with blanks' });
    expect(outcome.kind === 'load' && referenceOf(outcome.draft.authorisation)).toBe(paymentReference('west:', '1653'));
  });

  it('gives nothing for an empty authorisation', () => {
    expect(referenceOf('  ')).toBe('');
  });
});
