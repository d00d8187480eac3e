import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Arrivals, verdicts } from '../../src/arrival/verdicts.ts';
import { arrivalWords } from '../../src/arrival/words.ts';
import { booksText } from '../../src/cli/text/books-text.ts';
import { decimal, ZERO } from '../../src/model/money.ts';

const none = Object.fromEntries(verdicts.map((verdict) => [verdict, 0]));
const numbers = fc.record(Object.fromEntries(verdicts.map((verdict) => [verdict, fc.nat({ max: 9 })])));

test('unproven is never printed as proven, nor as missing, however many of each there are', () => {
  fc.assert(
    fc.property(numbers, (invoice) => {
      const all = Object.values(invoice).reduce((sum, one) => sum + one, 0);
      fc.pre(all > 0);
      const counts = { invoice, payment: none, credit: none } as Arrivals['counts'];
      const words = arrivalWords({ counts, toAllocate: { credits: 0, amount: ZERO } });
      expect(words).toMatch(new RegExp(`^arrived in Xero: ${invoice['proven']} of ${all} invoices?( |$)`));
      const says = (verdict: string): string => new RegExp(`(\\d+) ${verdict}`).exec(words)?.[1] ?? '0';
      expect([says('that could not be proven'), says('missing'), says('different'), says('still to come')]).toEqual(
        ['unproven', 'missing', 'different', 'pending'].map((verdict) => String(invoice[verdict])),
      );
    }),
    { numRuns: 300 },
  );
});

test('batches are told with their verdicts, and of single orders it is said that nothing can be known', () => {
  const sum = { total: decimal('10'), gst: decimal('1') };
  const batches = verdicts.map((verdict, place) => ({
    of: 'sales' as const,
    ...{ verdict, cause: null, from: null, to: null, currency: 'AUD', stores: [], message: '', remedy: '' },
    ...{ invoices: [{ id: `b${place}`, number: `B${place}` }], orders: [`W${place}`], primary: sum, xero: sum },
  }));
  const counts = { invoice: { ...none, unproven: 5 }, payment: none, credit: none } as Arrivals['counts'];
  const books: Arrivals = {
    ...{ organisation: null, counts, stores: [], toAllocate: { credits: 0, amount: ZERO }, invoicePrefix: null },
    ...{ open: [], notes: [], requests: 0, bytes: 0, batches },
  };
  const text = booksText(books).join('\n');
  expect(text).toContain('1 of 5 batches (1 missing, 1 different, 1 still to come and 1 that could not be proven)');
  expect(text).toContain('of single orders (5) nothing can be known there');
  for (const [place, word] of ['proven', 'still to come', 'different', 'missing', 'not proven'].entries())
    expect(text).toMatch(new RegExp(`B${place}.*${word}`));
});
