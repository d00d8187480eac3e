import { describe, expect, test } from 'vitest';
import { orderToEnter } from '../../../src/entities/order/hand-entry.ts';
import { payment } from '../../../src/entities/payment/definition.ts';
import { decimal } from '../../../src/model/money.ts';
import { order, rules } from '../../transform/samples.ts';

const entering = { rules: rules(), isUnmapped: false, number: 'W1', skuThere: (sku: string) => sku };
const rowsOf = (changes: Parameters<typeof order>[0], account?: { name: string; isDecided: boolean }) =>
  new Map(orderToEnter(order(changes), { ...entering, account }).map(({ name, value }) => [name, value]));

describe('What is to be entered by hand', () => {
  test('names the account that a copy would be on, and says where that is not decided yet', () => {
    expect(rowsOf({}, { name: 'west_store', isDecided: true }).get('account')).toBe('west_store');
    expect(rowsOf({}, { name: 'w_jane', isDecided: false }).get('account')).toMatch(
      /^w_jane, or .+--accept-differences/,
    );
  });

  test('says why a surcharge in two lines of no product that the file names, and a method of your choice, need a yes to their differences', () => {
    const surcharge = rowsOf({ surchargeTotal: decimal('9'), surchargeTaxable: decimal('4') }).get('surcharge');
    expect(surcharge).toContain(
      '4.00 of it with GST, the rest without: two lines (`link` then takes --accept-differences',
    );
    const named = { ...entering, rules: rules({ orders: { ...rules().orders, surchargeSku: 'FEE' } }) };
    const whole = order({ surchargeTotal: decimal('9'), surchargeTaxable: decimal('4') });
    expect(orderToEnter(whole, named).find(({ name }) => name === 'surcharge')?.value).toMatch(
      /two lines of that product$/,
    );
    const source = { amount: decimal('5'), method: 'Zip', paidOn: '2026-07-11' } as never;
    const [row] = payment.handEntry.rows(source, { ...entering, isUnmapped: true });
    expect(row?.value).toContain('`link` then takes --accept-differences');
  });

  test('tells all of the GST that it says there is', () => {
    const whole = order({});
    expect(rowsOf({}).has('GST')).toBe(false);
    const more = { orderTax: decimal((Number(whole.orderTax) + 0.5).toFixed(2)) };
    expect(rowsOf(more).get('GST')).toBe('0.50 of the GST of the order is beside what the lines and shipping say');
  });
});
