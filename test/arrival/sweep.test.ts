import { describe, expect, test } from 'vitest';
import { twinsIn, unclaimedIn } from '../../src/arrival/sweep.ts';
import type { XeroInvoice } from '../../src/xero/records.ts';
import { copyOf, invoiceOf } from './books-of.ts';

const ranges = {
  prefix: 'NB-',
  ownerOf: (number: string) => (/^W\d+$/.test(number) ? { store: 'west', sourceId: `N${number.slice(1)}` } : undefined),
};
const strange = (given: Partial<XeroInvoice> = {}): XeroInvoice => invoiceOf(copyOf('W77'), given);
const unclaimed = (given: Partial<XeroInvoice>): string[] =>
  unclaimedIn([strange(given)], new Set(['W1']), ranges).map(({ number, sourceId }) => `${number} ${sourceId}`);

describe('an invoice in our number range that no copy explains', () => {
  test.each([
    ['as it stands', {}, ['W77 N77']],
    ['in other letters', { number: ' w77 ' }, ['W77 N77']],
    ['with what the export puts before numbers', { number: 'nb-W77' }, ['W77 N77']],
    ['a draft', { status: 'DRAFT' }, ['W77 N77']],
    ['not one that was voided', { status: 'VOIDED' }, []],
    ['not one that was deleted', { status: 'DELETED' }, []],
    ['not a bill', { isSale: false }, []],
    ["not one that is a copy's", { number: 'W1' }, []],
    ["not one that is a copy's, with what is put before it", { number: 'NB-W1' }, []],
    ["not one of nobody's numbers", { number: 'INV-77' }, []],
  ] as const)('%s', (_what, given, expected) => expect(unclaimed(given)).toEqual(expected));
});

describe('the same sale under another number', () => {
  const copy = copyOf('W1');
  const own = invoiceOf(copy);
  const twinOf = (given: Partial<XeroInvoice>) =>
    twinsIn([own, { ...own, id: 'twin', number: 'INV-9', ...given }], [{ copy, invoice: own }], () => ['W1', 'N1']);

  test.each([
    ['the number of its own store', { number: 'N1' }],
    ['the number of its own store as its reference', { reference: ' n1 ' }],
    ['the number of its copy as its reference', { reference: 'W1' }],
  ])('is told where it has %s', (_what, given) => {
    expect(twinOf(given)).toMatchObject({ found: [{ cause: 'twin', number: 'W1', xeroId: 'twin' }], notes: 0 });
  });

  test('is a note where nothing of it is ours, since people buy the same twice', () => {
    expect(twinOf({})).toEqual({ found: [], notes: 1 });
  });

  test.each([
    ['was voided', { status: 'VOIDED' }],
    ['was deleted', { status: 'DELETED' }],
    ['is a bill', { isSale: false }],
    ['is to another contact', { contactId: 'other' }],
    ['is of another day', { day: '2026-11-10' as XeroInvoice['day'] }],
  ] as const)('is none where it %s', (_what, given) => {
    expect(twinOf({ number: 'N1', ...given })).toEqual({ found: [], notes: 0 });
  });
});
