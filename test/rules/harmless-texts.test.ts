import { expect, test } from 'vitest';
import { withKeyless } from './support/keyless.ts';
import { heldIn } from './support/two-stores.ts';

const DAY = 24 * 60 + 120;

test('texts of a return and the case of a method, changed in their store after the copy, hold nothing; an amount does', () =>
  withKeyless(['11.00', '22.00', '33.00', '44.00', '55.00'], async ({ west, later }) => {
    expect(heldIn(await later(0))).toEqual([]);
    const line = { SKU: 'MUG', Quantity: 1 };
    west.panel.changeRma('1', { RmaLine: [{ ...line, RefundSubtotal: '11.00', ReturnReason: 'Too small' }] });
    west.panel.changeRma('2', { RmaLine: [{ ...line, RefundSubtotal: '22.00', ResolutionOutcome: 'Refund' }] });
    west.panel.changeRma('3', { RmaLine: [{ ...line, RefundSubtotal: '33.00', ProductName: 'Mug, blue' }] });
    west.panel.changePayment('4', { PaymentMethodName: 'cash' });
    west.panel.changePayment('5', { AmountPaid: '54.00' });
    await later(DAY);
    expect(heldIn(await later(DAY))).toEqual(['payments 5: payment-changed-after-copy']);
  }));
