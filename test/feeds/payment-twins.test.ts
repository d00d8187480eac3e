import { describe, expect, test } from 'vitest';
import { PaymentTwins } from '../../src/entities/payment/twins.ts';
import { decimal } from '../../src/model/money.ts';
import type { Payment } from '../../src/model/payment.ts';
import type { LocalDate } from '../../src/model/time.ts';

function payment(given: { amount: string; id?: string; authorisation?: string; paidOn?: string }): Payment {
  const { amount, id = '', authorisation = '', paidOn = '2026-07-02' } = given;
  const rest = { currency: 'AUD', method: 'Visa', paidAt: null, notes: '' };
  return { ...rest, id, orderId: 'W1', amount: decimal(amount), authorisation, paidOn: paidOn as LocalDate };
}

/** What a payment is, on a copy that holds these. */
function twin(held: readonly Payment[], own: Payment, reference: string, claimed: readonly string[] = []) {
  return new PaymentTwins('west:', held, new Set(claimed)).of('W1', own, reference);
}

describe('a payment that came the other way', () => {
  const byApi = payment({ amount: '40', authorisation: 'west:1653 ch_1' });
  const byFile = payment({ amount: '40', authorisation: 'west:file:N1 ch_1' });

  test('is known by order, amount, date and authorisation, in both directions', () => {
    expect(twin([byApi], payment({ amount: '40' }), 'west:file:N1')).toEqual({ kind: 'same', reference: 'west:1653' });
    expect(twin([byFile], payment({ amount: '40', id: '1653' }), 'west:1653')).toEqual({
      kind: 'same',
      reference: 'west:file:n1',
    });
  });

  test('is not taken for one of another day, amount or authorisation: a person decides', () => {
    for (const other of [
      payment({ amount: '40', paidOn: '2026-07-03' }),
      payment({ amount: '41' }),
      payment({ amount: '40', authorisation: 'ch_2' }),
    ]) {
      expect(twin([byFile], { ...other, id: '7' }, 'west:7').kind).toBe('doubtful');
    }
  });

  test('is doubtful where two could be it', () => {
    const second = payment({ amount: '40', authorisation: 'west:1654' });
    expect(twin([byApi, second], payment({ amount: '40' }), 'west:file:N1').kind).toBe('doubtful');
  });

  test('may be the sum of several, which is all that a file can say', () => {
    const second = payment({ amount: '60', authorisation: 'west:1654' });
    expect(twin([byApi, second], payment({ amount: '100' }), 'west:file:N1').kind).toBe('same');
    // The other way round the sum stands on the copy: none of the single payments is added to it.
    const sum = payment({ amount: '100', authorisation: 'west:file:N1' });
    expect(twin([sum], { ...second, id: '1654' }, 'west:1654').kind).toBe('doubtful');
  });

  test('stands for one payment only', () => {
    expect(twin([byFile], payment({ amount: '40', id: '9' }), 'west:9', ['west:file:n1']).kind).toBe('none');
    const twins = new PaymentTwins('west:', [byFile], new Set());
    expect(twins.of('W1', payment({ amount: '40', id: '1' }), 'west:1').kind).toBe('same');
    expect(twins.of('W1', payment({ amount: '40', id: '2' }), 'west:2').kind).toBe('none');
  });

  test("its own, another order, another store or a person's is no twin", () => {
    expect(twin([byApi], payment({ amount: '40', id: '1653' }), 'west:1653').kind).toBe('none');
    expect(twin([{ ...byApi, orderId: 'W2' }], payment({ amount: '40' }), 'west:file:N1').kind).toBe('none');
    expect(
      twin([payment({ amount: '40', authorisation: 'south:1' })], payment({ amount: '40' }), 'west:file:N1').kind,
    ).toBe('none');
    expect(twin([payment({ amount: '40' })], payment({ amount: '40' }), 'west:file:N1').kind).toBe('none');
  });
});
