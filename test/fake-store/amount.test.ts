import { describe, expect, test } from 'vitest';
import {
  add,
  amountOf,
  compare,
  fraction,
  moneyText,
  multiply,
  negate,
  readAmount,
  roundToCents,
  subtract,
} from '../../src/fake-store/amount.ts';

describe('an amount of the fake store', () => {
  test.each([
    ['7.00', '7'],
    ['3.50000000', '3.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+1', '1'],
    ['007', '7'],
    ['-0.00', '0'],
    [' 2 ', '2'],
  ])('%j is read as %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  test.each(['', '.', '-', '1e3', '1,000', '1 000', '0x1', 'abc', `1${'0'.repeat(60)}`])('%j is none', (text) => {
    expect(readAmount(text)).toBeUndefined();
    expect(amountOf(text)).toBe('0');
  });

  test('nothing is lost, whatever the decimals', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(add()).toBe('0');
    expect(add('90071992547409919007199', '0.00000001')).toBe('90071992547409919007199.00000001');
    expect(subtract('1', '1.0001')).toBe('-0.0001');
    expect(multiply('0.1234', '2.5')).toBe('0.3085');
    expect(multiply('-3', '0')).toBe('0');
    expect([negate('0'), negate('1.5'), negate('-2')]).toEqual(['0', '-1.5', '2']);
    expect([compare('1.10', '1.1'), compare('-1', '0'), compare('2', '10')]).toEqual([0, -1, -1]);
    expect([moneyText('7'), moneyText('-0.5'), moneyText('3.125')]).toEqual(['7.00', '-0.50', '3.125']);
  });

  test.each([
    ['0.005', '0.01', '0', '0'],
    ['0.015', '0.02', '0.02', '0.01'],
    ['0.025', '0.03', '0.02', '0.02'],
    ['-0.025', '-0.03', '-0.02', '-0.02'],
    ['0.02500001', '0.03', '0.03', '0.03'],
    ['0.0249', '0.02', '0.02', '0.02'],
  ])('%s in cents is %s, half to even %s, half down %s', (amount, up, even, down) => {
    expect([roundToCents(amount), roundToCents(amount, 'even'), roundToCents(amount, 'down')]).toEqual([
      up,
      even,
      down,
    ]);
  });

  test('a fraction is exact before it is rounded', () => {
    expect(fraction('3.50', '10', '110', 2)).toBe('0.32');
    expect(fraction('0.055', '10', '110', 2)).toBe('0.01');
    expect(fraction('-11', '10', '110', 2)).toBe('-1');
    expect(fraction('1', '1', '3', 4)).toBe('0.3333');
    expect(() => fraction('1', '1', '0', 2)).toThrow('divide by zero');
  });
});
