import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  decimal,
  decimalSchema,
  formatMoney,
  negate,
  parseDecimal,
  subtract,
  ZERO,
} from '../../src/model/money.ts';

/** Up to eight places, as stores write unit prices. */
const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 8 }))
  .map(([digits, places]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
    const cut = text.length - places;
    return decimal(`${digits < 0n ? '-' : ''}${text.slice(0, cut)}${places === 0 ? '' : `.${text.slice(cut)}`}`);
  });

test('money goes from text to decimal and back unchanged, in canonical form', () => {
  fc.assert(
    fc.property(anyDecimal, (value) => {
      expect(decimalSchema.safeParse(value).success).toBe(true);
      expect(parseDecimal(value)).toBe(value);
      expect(parseDecimal(formatMoney(value))).toBe(value);
    }),
  );
});

test('what is added and taken away again leaves no trace, and there is one zero', () => {
  fc.assert(
    fc.property(anyDecimal, anyDecimal, (a, b) => {
      expect(subtract(add(a, b), b)).toBe(a);
      expect(negate(negate(a))).toBe(a);
      expect(subtract(a, a)).toBe(ZERO);
    }),
  );
});
