import { describe, expect, test } from 'vitest';
import { learnPrefix, spellingsOf } from '../../src/arrival/numbers.ts';
import { twinsIn, unclaimedIn } from '../../src/arrival/sweep.ts';
import { decimal } from '../../src/model/money.ts';
import { copyOf, invoiceOf } from './books-of.ts';

const numbers = ['W101', 'W102', 'W103', 'W104', 'W105'];

describe('what the export puts before numbers', () => {
  test.each([
    ['nothing', numbers, ''],
    ['a prefix', numbers.map((number) => `NB-${number}`), 'NB-'],
    ['a prefix, and one that a person entered', [...numbers.map((number) => `NB-${number}`), 'W101'], 'NB-'],
  ])('is learned: %s', (_what, found, prefix) => expect(learnPrefix(numbers, found)?.prefix).toBe(prefix));

  test.each([
    ['too few', ['NB-W101', 'NB-W102']],
    ['too many kinds', ['NB-W101', 'XX-W102', 'W103', 'W104', 'Q-W105']],
    ['none', ['INV-1', 'INV-2', 'INV-3']],
  ])('is not guessed: %s', (_what, found) => expect(learnPrefix(numbers, found)).toBeUndefined());

  test('both spellings are looked for', () => {
    expect(spellingsOf('w101', 'NB-')).toEqual(['NB-W101', 'W101']);
    expect(spellingsOf('W101', null)).toEqual(['W101']);
  });
});

describe('the sweep', () => {
  const ranges = {
    prefix: 'NB-',
    ownerOf: (number: string) =>
      /^W\d+$/.test(number) ? { store: 'west', sourceId: number.replace('W', 'N') } : undefined,
  };
  const [copy, other] = [copyOf('W101'), copyOf('W900')];

  test('finds numbers of our ranges that no copy explains, with the prefix of the export and without', () => {
    const invoices = [
      ...[
        invoiceOf(copy),
        invoiceOf(copy, { number: 'NB-W101', id: 'b' }),
        invoiceOf(other),
        invoiceOf(other, { number: 'NB-W901', id: 'c' }),
      ],
      ...[invoiceOf(other, { number: 'INV-5', id: 'd' }), invoiceOf(other, { number: 'N12', id: 'e' })],
    ];
    expect(unclaimedIn(invoices, new Set(['W101']), ranges).map(({ number, sourceId }) => [number, sourceId])).toEqual([
      ['W900', 'N900'],
      ['W901', 'N901'],
    ]);
  });

  test.each([
    ['voided', { status: 'VOIDED' }],
    ['deleted', { status: 'DELETED' }],
    ['a bill', { isSale: false }],
  ] as const)('does not count what is %s', (_what, given) => {
    expect(unclaimedIn([invoiceOf(other, given)], new Set(), ranges)).toEqual([]);
  });

  const pairs = [{ copy, invoice: invoiceOf(copy) }];
  const ids = () => ['N101', 'W101'];
  test.each([
    ['by its number', { number: 'N101' }],
    ['by its reference', { number: 'INV-7', reference: 'W101' }],
  ] as const)('finds the same sale booked twice under another number: %s is ours', (_what, given) => {
    const invoices = [invoiceOf(copy), invoiceOf(copy, { id: 'twin', ...given })];
    expect(twinsIn(invoices, pairs, ids)).toMatchObject({
      found: [{ verdict: 'different', cause: 'twin' }],
      notes: 0,
    });
  });

  test('two equal sales of one customer on one day are a note', () => {
    const invoices = [invoiceOf(copy), invoiceOf(copy, { id: 'twin', number: 'INV-7' })];
    expect(twinsIn(invoices, pairs, ids)).toEqual({ found: [], notes: 1 });
  });

  test.each([{ status: 'VOIDED' }, { status: 'DELETED' }, { isSale: false }, { total: decimal('1') }] as const)(
    'a twin that is %o counts for nothing',
    (given) => {
      const invoices = [invoiceOf(copy), invoiceOf(copy, { id: 'twin', number: 'N101', ...given })];
      expect(twinsIn(invoices, pairs, ids)).toEqual({ found: [], notes: 0 });
    },
  );
});
