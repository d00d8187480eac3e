import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Address, addressParts } from '../../src/model/address.ts';
import { addressTexts, findTooLong, longAddressTexts } from '../../src/transform/field-limits.ts';

const LIMITS = [2, 15, 30, 50];

test('a part of an address that Neto would cut is named, whichever it is and however long', () => {
  const lengths = fc.constantFrom(0, ...LIMITS.flatMap((limit) => [limit - 1, limit, limit + 1]));
  const parts = fc.tuple(...addressParts.map(() => lengths));
  fc.assert(
    fc.property(parts, (some) => {
      const address = Object.fromEntries(
        addressParts.map((part, place) => [part, 'x'.repeat(some[place] ?? 0)]),
      ) as Address;
      expect(findTooLong('N1', longAddressTexts('billing', address))).toEqual(
        findTooLong('N1', addressTexts('billing', address)),
      );
    }),
  );
  const address = Object.fromEntries(addressParts.map((part) => [part, 'AU'])) as Address;
  expect(longAddressTexts('billing', address)).toEqual([]);
  expect(findTooLong('N1', longAddressTexts('billing', { ...address, country: 'AUS' }))).toMatchObject({
    detail: { field: 'billing country' },
  });
});
