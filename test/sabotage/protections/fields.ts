import { inModule, type Protection } from '../protection.ts';

const unread = inModule<typeof import('../../../src/run/extract/files/unread-amounts.ts')>(
  'src/run/extract/files/unread-amounts.ts',
);
const known = inModule<typeof import('../../../src/run/extract/as-known.ts')>('src/run/extract/as-known.ts');
const rows = inModule<typeof import('../../../src/feeds/read/repeated-rows.ts')>('src/feeds/read/repeated-rows.ts');
const states = inModule<typeof import('../../../src/run/extract/files/record-states.ts')>(
  'src/run/extract/files/record-states.ts',
);
const unsent = inModule<typeof import('../../../src/run/protocol/unsent-ids.ts')>('src/run/protocol/unsent-ids.ts');
const closing = inModule<typeof import('../../../src/run/close/close-run.ts')>('src/run/close/close-run.ts');

/** What fields say that nothing reads, or that one end leaves out; and what one record is in several places. */
export const fields: readonly Protection[] = [
  unread({
    id: 'odd-money-columns',
    promise: 3,
    protects: 'An order of a file is quarantined where a column of money that nothing reads contradicts it.',
    export: 'contradictedBy',
    replacement: () => () => undefined,
    test: [
      'test/rules/odd-money-columns.test.ts',
      'one order’s surcharge keeps no other one, and what the message says ends it',
    ],
  }),
  known({
    id: 'shown-no-more',
    promise: 2,
    protects: 'A field that a store shows no more is no change of what was copied.',
    export: 'asKnown',
    replacement: () => async (_context, _store, _entity, records) => records,
    test: [
      'test/rules/shown-no-more.test.ts',
      'what was copied does not look changed > where its store shows no Payment.CurrencyCode any more, nor where it shows it again',
    ],
  }),
  rows({
    id: 'appended-exports',
    promise: 1,
    protects: 'An export that was put into a file twice doubles no line.',
    export: 'repeatedRows',
    replacement: () => () => undefined,
    test: [
      'test/rules/file-states.test.ts',
      'rows that come more than once > where most orders of a file repeat, it was appended to itself',
    ],
  }),
  states({
    id: 'payments-without-ids',
    promise: 2,
    protects: 'Several payments of one order without ids are neither one nor left out: a person is asked.',
    export: 'perhapsSeveral',
    replacement: () => () => false,
    test: [
      'test/rules/file-states.test.ts',
      'payments without ids of their own > of different days in two files that arrive are no states of one: none is taken for the other',
    ],
  }),
  unsent({
    id: 'unsent-ids',
    promise: 1,
    protects: 'A number that the primary answers with and nobody sent is looked at, whatever its stamp says.',
    export: 'unsentIds',
    replacement: () => async () => [],
    test: [
      'test/run/closing.test.ts',
      'a second copy whose number the primary answered with is told, though its stamp is days behind',
    ],
  }),
  closing({
    id: 'closed-since-the-first',
    promise: 1,
    protects: 'What appears in runs that were killed before their end is told by the first that is closed.',
    export: 'beginClosing',
    replacement: (original) => (context, clock) => {
      const { ledger } = context;
      const forgetful = { watermark: ledger.watermark.bind(ledger), learned: async () => null, learn: async () => {} };
      return original({ ...context, ledger: forgetful as unknown as typeof ledger }, clock);
    },
    test: [
      'test/run/closing.test.ts',
      'what appears in runs that were all killed before they were closed is looked at by the first that is',
    ],
  }),
];
