import { describe, expect, it } from 'vitest';
import { type PaidOrder, transformPayment } from '../../../src/entities/payment/transform.ts';
import { decimal, ZERO } from '../../../src/model/money.ts';
import type { Payment } from '../../../src/model/payment.ts';
import { paymentReference, referenceOf } from '../../../src/model/payment-reference.ts';
import { day, payment, type RuleChanges, rules } from '../../transform/samples.ts';

const copy: PaidOrder = {
  sourceId: 'N100',
  targetId: 'W100',
  copyTotal: decimal(11),
  alreadyPaid: ZERO,
  paidInSource: decimal(11),
  ofMatchedCustomer: true,
};

function transform(
  changes: Partial<Payment> = {},
  methods: Record<string, string> = {},
  order: Partial<PaidOrder> = {},
  changedRules: RuleChanges = {},
) {
  return transformPayment(
    payment(changes),
    rules({ payments: { methods }, ...changedRules }),
    { ...copy, ...order },
    new Set(['Cash', 'West Card', 'Account Credit']),
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

  it.each([
    'Account Credit', 'Store credit', 'Voucher', 'Gift Voucher', 'Gift Card', 'Gift certificate', 'Reward Points',
    'Loyalty points', 'Credit Limit',
  ])('holds %s unless it is mapped to a plain method', (method) => {
    expect(transform({ method })).toMatchObject({ kind: 'quarantine', reason: 'payment-kind-unhandled' });
    expect(transform({ method }, { [method]: 'Cash' }).kind).toBe('load');
    expect(transform({ method }, { [method]: 'Account Credit' })).toMatchObject({ reason: 'payment-kind-unhandled' });
  }); // biome-ignore format: a list

  it('takes a credit card for money', () => {
    expect(transform({ method: 'Credit Card' }, { 'Credit Card': 'West Card' }).kind).toBe('load');
  });

  it('holds a payment without a date', () => {
    expect(transform({ paidOn: null })).toMatchObject({ kind: 'quarantine', reason: 'payment-date-missing' });
  });

  it('holds or leaves out one of the closed period, and books the first day after it', () => {
    const lockDate = day('2026-07-10');
    expect(transform({}, {}, {}, { lockDate })).toMatchObject({ kind: 'quarantine', reason: 'before-lock-date' });
    expect(transform({}, {}, {}, { lockDate, beforeLockDate: 'refuse' })).toMatchObject({
      kind: 'skip',
      reason: 'in-closed-period',
    });
    expect(transform({ paidOn: day('2026-07-11') }, {}, {}, { lockDate }).kind).toBe('load');
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

  describe('more than the order comes to', () => {
    const overpaid = { alreadyPaid: decimal(11), paidInSource: decimal(22) };
    const references = { payment: 'west:', overpayment: 'WO-', creditNote: 'WC-' };

    it('is quarantined where a shopper of the primary could spend the rest', () => {
      expect(transform({}, {}, overpaid)).toMatchObject({ reason: 'overpayment-makes-credit' });
      const payments = { methods: {}, allowSpendableCredit: true };
      expect(transform({}, {}, overpaid, { payments }).kind).toBe('load');
    });

    it('is booked under its own mark where nobody can spend it', () => {
      const outcome = transform({}, {}, { ...overpaid, ofMatchedCustomer: false }, { references });
      expect(outcome).toHaveProperty('draft.authorisation', 'WO-1653 ch_3Nx');
      expect(transform({}, {}, {}, { references })).toHaveProperty('draft.authorisation', 'west:1653 ch_3Nx');
    });

    it('is quarantined where its own store was paid less: somebody entered one by hand', () => {
      const outcome = transform({}, {}, { ...overpaid, paidInSource: decimal('21.99'), ofMatchedCustomer: false });
      expect(outcome).toMatchObject({ reason: 'payment-exceeds-order' });
    });

    it('is judged by what the copy comes to, not its source', () => {
      expect(transform({}, {}, { copyTotal: decimal('10.99') })).toMatchObject({ reason: 'overpayment-makes-credit' });
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
