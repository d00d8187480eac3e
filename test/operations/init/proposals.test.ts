import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPrefixClashes } from '../../../src/model/order-id.ts';
import { copiesSeen } from '../../../src/operations/init/copies-seen.ts';
import { daysOfTerms, proposeName, proposeWarehouse } from '../../../src/operations/init/propose-names.ts';
import { prefixesOf, proposePrefixes, targetProblem } from '../../../src/operations/init/propose-prefixes.ts';
import { many } from '../../support/many.ts';

const primary = (...prefixes: string[]) => prefixes.map((prefix) => ({ owner: 'primary', prefix }));
const proposed = (store: string, seen: string[], taken = primary('N')) =>
  Object.fromEntries(proposePrefixes({ store, seen, taken }));

describe('prefixes that are proposed', () => {
  const prefix = fc.oneof(fc.constantFrom('', 'N', 'n', 'W', 'WE', 'SFX', 'I-'), fc.stringMatching(/^[A-Za-z]{1,4}$/));

  test('can never meet one of the primary, of another store or of their own, capitals or not', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/),
        fc.uniqueArray(prefix, { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(prefix, { maxLength: 8 }),
        (store, seen, given) => {
          const taken = primary(...given);
          const targets = proposePrefixes({ store, seen, taken });
          const own = [...targets.values()].map((one, place) => ({ owner: `${store} ${place}`, prefix: one }));
          // The primary's own may begin with one another; a target may not begin with any, nor any with it.
          expect(findPrefixClashes([...taken, ...own])).toEqual([]);
          for (const target of targets.values()) expect(targetProblem(target, taken)).toBeUndefined();
          expect(targets.size).toBe(seen.length);
        },
      ),
      { numRuns: many(200, 5000) },
    );
  });

  test('take the beginning of the name of the store, as short as it can be, and the last letter of rarer ones', () => {
    expect(proposed('west', ['N', 'SFX'])).toEqual({ N: 'W', SFX: 'X' });
    expect(proposed('west', ['N'], primary('N', 'w1'))).toEqual({ N: 'WE' });
    expect(proposed('north', ['N'])).toEqual({ N: 'O' });
    expect(proposed('west', ['W', 'N'], primary('N'))).toEqual({ W: 'W', N: 'A' });
    expect(proposed('west', [''], primary(''))).toEqual({ '': 'W' });
  });

  test('are none where every letter is taken, and a person is asked', () => {
    expect(proposed('west', ['N'], primary(...'abcdefghijklmnopqrstuvwxyz'))).toEqual({});
  });

  test('are of the prefixes that order numbers begin with, the most frequent first, digits alone among them', () => {
    expect(prefixesOf(['SFX1', 'N1', 'N2-1', '1001'])).toEqual([
      { prefix: 'N', orders: 2, example: 'N1' },
      { prefix: '', orders: 1, example: '1001' },
      { prefix: 'SFX', orders: 1, example: 'SFX1' },
    ]);
  });
});

test('prefixes that copies alone bear are known by their notes, and are none of the primary', () => {
  const copy = (id: string, source: string) => ({
    id,
    internalNotes: `Copied from west ${source} by neto-consolidator, installation abc, store west.example`,
  });
  const own = (id: string) => ({ id, internalNotes: 'Leave at the door' });
  expect(copiesSeen([own('N1'), copy('W1', 'N1'), copy('W2', 'N2'), copy('N3', 'SFX3')])).toEqual([
    { store: 'west', sourcePrefix: 'N', targetPrefix: 'W' },
  ]);
});

describe('a name is taken for one of the primary', () => {
  const names = [
    'Credit Card',
    'West - Credit Card',
    'PayPal',
    'Click and Collect',
    'Bank-Deposit',
    'EFT POS',
    'EFTPOS',
  ];
  test.each([
    ['Credit Card', 'West - Credit Card', 'own'],
    ['paypal', 'PayPal', 'same'],
    ['Click & Collect', 'Click and Collect', 'letters'],
    ['bank deposit', 'Bank-Deposit', 'letters'],
    ['EFTPOS', 'EFTPOS', 'same'],
    ['eft-pos', undefined, undefined],
    ['Zip', undefined, undefined],
    ['???', undefined, undefined],
  ])('%s: %s', (name, to, likeness) => {
    expect(proposeName(name, 'west', names)).toEqual({ name, to, likeness });
  });

  test('where the store is another one, not for that of a store that it does not belong to', () => {
    expect(proposeName('Credit Card', 'south', names).to).toBe('Credit Card');
  });
});

test('the warehouse for copies is one that looks made for it, and never the one that goods are sent from', () => {
  const of = (...names: string[]) =>
    proposeWarehouse(
      names.map((name) => ({ name, active: !name.startsWith('Old'), primary: name.startsWith('Main') })),
    );
  expect(of('Main', 'Virtual')).toBe('Virtual');
  expect(of('Main virtual', 'Perth')).toBeUndefined();
  expect(of('Virtual', 'No stock')).toBeUndefined();
  expect(of('Old virtual', 'Perth')).toBeUndefined();
});

test.each([
  ['Net 14', 14],
  ['30 Days', 30],
  ['COD', 0],
  ['20th of the month', undefined],
  ['2% 10 Net 30', undefined],
  ['Net', undefined],
  ['', undefined],
])('payment terms %s are so many days: %s', (terms, days) => {
  expect(daysOfTerms(terms)).toBe(days);
});
