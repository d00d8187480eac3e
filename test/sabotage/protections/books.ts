import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { acceptanceOf } from '../../../src/proof/accepted-in-books.ts';
import { readPages } from '../../../src/xero/lists.ts';
import { inModule, type Protection } from '../protection.ts';

const transport = inModule<typeof import('../../../src/xero/transport.ts')>('src/xero/transport.ts');
const lists = inModule<typeof import('../../../src/xero/lists.ts')>('src/xero/lists.ts');

const verdicts = inModule<typeof import('../../../src/arrival/verdicts.ts')>('src/arrival/verdicts.ts');
const freeInXero = inModule<typeof import('../../../src/run/load/free-in-xero.ts')>('src/run/load/free-in-xero.ts');
const shifted = inModule<typeof import('../../../src/arrival/shifted-days.ts')>('src/arrival/shifted-days.ts');
const match = inModule<typeof import('../../../src/arrival/match.ts')>('src/arrival/match.ts');

const standing = inModule<typeof import('../../../src/session/standing-of-books.ts')>(
  'src/session/standing-of-books.ts',
);
const numbers = inModule<typeof import('../../../src/session/numbers-in-xero.ts')>('src/session/numbers-in-xero.ts');
const read = inModule<typeof import('../../../src/xero/read.ts')>('src/xero/read.ts');
const hidden = inModule<typeof import('../../../src/arrival/hidden.ts')>('src/arrival/hidden.ts');
const overpayments = inModule<typeof import('../../../src/arrival/overpayments.ts')>('src/arrival/overpayments.ts');
const lately = inModule<typeof import('../../../src/arrival/changed-lately.ts')>('src/arrival/changed-lately.ts');
const near = inModule<typeof import('../../../src/arrival/batches/near.ts')>('src/arrival/batches/near.ts');

const tokenFiles = inModule<typeof import('../../../src/xero/app/token-file.ts')>('src/xero/app/token-file.ts');

/** Of the books in Xero. */
export const books: readonly Protection[] = [
  transport({
    id: 'xero-only-reads',
    promise: 5,
    protects: 'Nothing but a GET can be sent to the books.',
    export: 'onlyReads',
    replacement: () => (pool) => pool,
    test: [
      'test/xero/transport.test.ts',
      'no request other than GET, and the POST for a token, can leave > PUT to the books is refused before it is sent',
    ],
  }),
  lists({
    id: 'xero-404-is-no-none',
    promise: 3,
    protects: 'A list of Xero that answers 404 is asked for in parts, and never taken for an empty one.',
    export: 'inHalves',
    replacement: () => async (ids, ask) => [...(await ask(ids).catch(() => []))],
    test: ['test/xero/troubles.test.ts', 'a list that answers 404 > of a single number is told, and is no empty list'],
  }),
  freeInXero({
    id: 'number-in-xero',
    promise: 4,
    protects: 'An order whose new number an invoice in Xero bears, also a voided one, is not written.',
    export: 'withFreeNumbersInXero',
    replacement: () => async (_context, _store, candidates) => [...candidates],
    test: [
      'test/rules/number-in-xero.test.ts',
      'a number that an invoice in Xero bears > waits for a person, and nothing of it is written: voided',
    ],
  }),
  numbers({
    id: 'number-not-asked-waits',
    promise: 4,
    protects: 'An order of whose number Xero could not be asked is not written until it could.',
    export: 'numbersInXero',
    replacement: (original) => (books) => ({
      of: async (all) => ({ ...(await original(books).of(all)), unread: new Set() }),
    }),
    test: [
      'test/rules/number-in-xero.test.ts',
      'where Xero can not be asked whether a number is free > new orders wait for the next run, which is not good, and go on by themselves once it answers',
    ],
  }),
  standing({
    id: 'lock-date-of-xero',
    promise: 3,
    protects: 'What is of a time that is locked in Xero is not copied, also where the pipeline file has no lock date.',
    export: 'withLockNow',
    replacement: () => async (pipeline) => pipeline,
    test: [
      'test/rules/lock-of-books.test.ts',
      'the lock dates of the organisation in Xero > the later one holds: that of Xero',
    ],
  }),
  read({
    id: 'second-invoice-of-another-day',
    promise: 3,
    protects: 'A second invoice of a number is found in Xero whatever day it bears.',
    export: 'readInvoicesByNumber',
    replacement: () => async () => [],
    test: [
      'test/arrival/books-in-trouble.test.ts',
      'a second live invoice of a number is found, of whatever day it is',
    ],
  }),
  tokenFiles({
    id: 'refresh-token-lasts',
    promise: 8,
    protects: 'A refresh token is replaced whole, in a file that nobody else can read, and never in place.',
    export: 'tokenFile',
    replacement: (original) => (file, on) => ({
      ...original(file, on),
      write(tokens) {
        fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        const opened = (on ?? fs).openSync(file, 'w', 0o600);
        (on ?? fs).writeSync(opened, JSON.stringify(tokens));
        (on ?? fs).closeSync(opened);
      },
    }),
    test: [
      'test/xero/refresh-kills.test.ts',
      'a renewal that is ended by kill -9 before any of its steps leaves a token that works',
    ],
  }),
  inModule<typeof import('../../../src/run/load/contacts-in-xero.ts')>('src/run/load/contacts-in-xero.ts')({
    id: 'contacts-in-xero',
    promise: 3,
    protects: "With `guards.contacts: hold` nobody's order goes to a contact in Xero that is somebody else's.",
    export: 'sharedInXero',
    replacement: () => async () => [],
    test: [
      'test/rules/contacts-in-xero.test.ts',
      'guards.contacts knows the contacts in Xero, too > one of the same name with the address of somebody else waits, and nobody is named',
    ],
  }),
  inModule<typeof import('../../../src/proof/accepted-in-books.ts')>('src/proof/accepted-in-books.ts')({
    id: 'accepted-in-books-as-seen',
    promise: 3,
    protects: 'A difference in Xero that a person has accepted is told anew once either side shows something else.',
    export: 'acceptedOf',
    replacement: () => async (_ledger, all) => new Set(all),
    test: [
      'test/proof/accepted-in-books.test.ts',
      'a difference in Xero that a person accepts > is told anew once either side shows something else',
    ],
  }),
  inModule<typeof import('../../../src/proof/accepted-in-books.ts')>('src/proof/accepted-in-books.ts')({
    id: 'accepted-contact-is-that-one',
    promise: 3,
    protects: 'Another contact in Xero that a person has accepted is told anew once it is a third one.',
    export: 'acceptedOf',
    replacement: (original) => (ledger, all) => {
      const ofContacts = acceptanceOf(all.filter(({ contacts }) => contacts !== undefined));
      const learnedOf: typeof ledger.learnedOf = async (scope, names) => {
        const kept = await ledger.learnedOf(scope, names);
        return new Map([...kept].map(([name, text]) => [name, ofContacts[name] ?? text]));
      };
      return original({ learnedOf }, all);
    },
    test: [
      'test/proof/accepted-in-books.test.ts',
      'a difference in Xero that a person accepts > may be another contact, which is told anew once it is a third one or another customer, and names nobody in the ledger',
    ],
  }),
  inModule<typeof import('../../../src/arrival/appeared.ts')>('src/arrival/appeared.ts')({
    id: 'a-payment-is-as-young-as-its-entry',
    promise: 3,
    protects:
      'A payment that is keyed with a day of long ago is still to come in Xero until the export has had its time.',
    export: 'appearanceOf',
    replacement: () => () => () => null,
    test: [
      'test/proof/arrival.test.ts',
      'the daily proof looks into Xero, too > a payment that is keyed today with the day of last month is still to come, until the export has had its time',
    ],
  }),
  inModule<typeof import('../../../src/arrival/batches/judge-receipts.ts')>('src/arrival/batches/judge-receipts.ts')({
    id: 'receipts-of-batches',
    promise: 3,
    protects: 'Of an export in batches, what is paid on each batch is compared with the payments of its orders.',
    export: 'withReceipts',
    replacement: () => (batches) => [...batches],
    test: [
      'test/arrival/batched-money.test.ts',
      'a planted error in what is paid on a batch is found > one on the account of another method',
    ],
  }),
  inModule<typeof import('../../../src/arrival/batches/groups.ts')>('src/arrival/batches/groups.ts')({
    id: 'cut-of-known-batches',
    promise: 3,
    protects: 'Where batches are known to be those of runs, what is left is not judged by days.',
    export: 'cutOf',
    replacement: () => () => undefined,
    test: [
      'test/arrival/batches-agreed-before.test.ts',
      'what is left beside batches that agreed > is judged by runs where those were of runs, so that orders of the evening are no alarm',
    ],
  }),
  inModule<typeof import('../../../src/arrival/judge-credits.ts')>('src/arrival/judge-credits.ts')({
    id: 'credit-notes-by-gst-and-day',
    promise: 3,
    protects: 'A credit note in Xero is compared with its return, by GST and day as well.',
    export: 'judgeCredits',
    replacement: (original) => (copy, invoice, index, judging) => {
      const found = original(copy, invoice, index, judging);
      const isSeen = ({ cause }: { readonly cause: string | null }): boolean => cause === 'gst' || cause === 'date';
      return { ...found, arrivals: found.arrivals.filter((one) => !isSeen(one)) };
    },
    test: ['test/arrival/judge.test.ts', 'a planted error is found > of a credit note > credit different gst'],
  }),
  inModule<typeof import('../../../src/arrival/batches/gaps.ts')>('src/arrival/batches/gaps.ts')({
    id: 'gaps-between-batches',
    promise: 3,
    protects:
      'Of batches that are cut by runs, orders that are due and come to more than what can hold them are told as lacking.',
    export: 'gapsOf',
    replacement: (original) => (rest, around) =>
      original(rest, { ...around, isSettled: () => false, isOld: () => true }),
    test: [
      'test/arrival/batches-in-runs.test.ts',
      'batches that are cut by runs of the export > an order that nobody exported is found, and its neighbours are proven',
    ],
  }),
  inModule<typeof import('../../../src/arrival/batches/moved.ts')>('src/arrival/batches/moved.ts')({
    id: 'orders-touched-after-their-batch',
    promise: 3,
    protects: 'An order that somebody touched long after it was exported lets no batch differ.',
    export: 'withMoved',
    replacement: () => (rest) => ({ equal: [], rest }),
    test: [
      'test/arrival/batches-in-runs.test.ts',
      'batches that are cut by runs of the export > one that somebody touched long after it was exported is put where its sums belong',
    ],
  }),
  inModule<typeof import('../../../src/arrival/batches/agreed-before.ts')>('src/arrival/batches/agreed-before.ts')({
    id: 'batches-that-agreed-before',
    promise: 3,
    protects: 'A batch that agreed in an earlier look stays known, however the days around it are spoilt later.',
    export: 'agreedBefore',
    replacement:
      () =>
      (_memory, { orders, sales }) => ({ equal: [], broken: [], contacts: new Set(), orders, sales }),
    test: [
      'test/arrival/batches-agreed-before.test.ts',
      'batches that agreed in an earlier look > are told as different where all are spoilt, of which nothing could be known without that look',
    ],
  }),
  inModule<typeof import('../../../src/arrival/batches/agreed-before.ts')>('src/arrival/batches/agreed-before.ts')({
    id: 'contact-of-batches',
    promise: 3,
    protects: 'Somebody else’s invoice over the same proves no batch, where it is known to whom batches go.',
    export: 'agreedBefore',
    replacement: (original) => (memory, given) => ({ ...original(memory, given), contacts: new Set() }),
    test: [
      'test/arrival/batches-agreed-before.test.ts',
      'what is proven of a batch that agreed is not proven by somebody else’s invoice > orders of after it that are in no batch are told, where an invoice to another contact comes to the same',
    ],
  }),
  inModule<typeof import('../../../src/arrival/batches/memory.ts')>('src/arrival/batches/memory.ts')({
    id: 'age-of-batched-orders',
    promise: 3,
    protects: 'An order that is touched day after day keeps no batch from being judged.',
    export: 'withTheirAge',
    replacement: () => (orders) => [...orders],
    test: [
      'test/arrival/batches-agreed-before.test.ts',
      'an order that is touched day after day > is as old as what its batch is made from, so that no batch is still to come for ever',
    ],
  }),
  lists({
    id: 'xero-lists-from-both-ends',
    promise: 3,
    protects: 'What slips between two pages of a list of Xero that changes while it is read is not called missing.',
    export: 'readBothWays',
    replacement: () => (client, listing, id, options) =>
      readPages(client, { ...listing, query: [...listing.query, ['order', `${id} ASC`]] }, options),
    test: [
      'test/arrival/books-in-trouble.test.ts',
      'a record that slips between two pages, since one leaves the list before it and another enters behind it > is no missing batch, with `invoices: batched`',
    ],
  }),
  lists({
    id: 'xero-all-pages',
    promise: 3,
    protects: 'A list of Xero is read to its last page.',
    export: 'readPages',
    replacement: (original) => (client, listing, options) => {
      const ask: typeof client.ask = async (...given) => {
        const { rows } = await client.ask(...given);
        return { rows: rows.slice(0, 999), envelope: {} };
      };
      return original({ ...client, ask }, listing, options);
    },
    test: ['test/arrival/books-in-trouble.test.ts', 'page 2 is not lost'],
  }),
  shifted({
    id: 'a-shift-explains-itself-alone',
    promise: 3,
    protects:
      'Where all days of the books are shifted by a time zone, one that is wrong otherwise is told all the same.',
    export: 'shiftOf',
    replacement: (original) => (pairs) => {
      const shift = original(pairs);
      return { ...shift, explains: () => shift.days !== 0 };
    },
    test: [
      'test/arrival/judge.test.ts',
      'a planted error is found > a day that is off in a way of its own, where most are shifted by a zone',
    ],
  }),
  shifted({
    id: 'few-days-count-as-a-shift',
    promise: 3,
    protects:
      'Days that all differ by one, of too few invoices to tell a time zone from a mistake, are neither proven nor an alarm.',
    export: 'shiftOf',
    replacement: (original) => (pairs) => {
      const shift = original(pairs);
      return { ...shift, explains: (...given) => shift.explains(...given) || shift.mayExplain(...given) };
    },
    test: [
      'test/arrival/judge.test.ts',
      'days that are too few to tell a shift of all from a mistake > are no alarm where all differ by one, as on a first day, and nothing is proven of them',
    ],
  }),
  verdicts({
    id: 'unproven-is-no-alarm',
    promise: 3,
    protects: 'What could not be known of the books is neither proven nor an alarm.',
    export: 'isAlarm',
    replacement:
      () =>
      ({ verdict }) =>
        verdict !== 'proven',
    test: [
      'test/arrival/judge.test.ts',
      'what can not be known is unproven: neither proven, nor missing, nor an alarm > demo-company',
    ],
  }),
  match({
    id: 'draft-is-not-booked',
    promise: 3,
    protects: 'An invoice that waits in Xero for its approval does not count as arrived.',
    export: 'isBooked',
    replacement: () => () => true,
    test: [
      'test/arrival/judge.test.ts',
      'what may still come is pending, and no alarm > a draft waits for its approval in Xero, and is not in the books',
    ],
  }),
  hidden({
    id: 'nothing-hidden-is-proven',
    promise: 3,
    protects: 'A day, a currency or an amount that one side does not show is not taken as equal in Xero.',
    export: 'hiddenOf',
    replacement: () => () => undefined,
    test: [
      'test/arrival/never-falsely-proven.test.ts',
      'what one of the two does not show is never taken as equal > the currency in Xero',
    ],
  }),
  overpayments({
    id: 'overpayment-stands-once',
    promise: 3,
    protects: 'One overpayment in Xero does not stand for what was paid beyond on two orders.',
    export: 'coverOf',
    replacement:
      (original) =>
      (copy, money, beyond, { judging, most }) =>
        original(copy, money, beyond, { judging: { ...judging, used: new Set() }, most }),
    test: [
      'test/arrival/never-falsely-proven.test.ts',
      'a payment is proven by what is its own alone > one overpayment of a contact does not stand for two orders that were both paid beyond',
    ],
  }),
  lately({
    id: 'changed-lately-is-pending',
    promise: 3,
    protects: "What was changed in the primary a short time ago is no difference before the export's next run.",
    export: 'asPending',
    replacement: () => (_copy, _invoice, found) => found,
    test: [
      'test/arrival/never-falsely-proven.test.ts',
      'what is so young that the export may still bring it is no alarm > an order that was changed a short time ago, of which Xero shows the former total',
    ],
  }),
  near({
    id: 'batch-of-its-days',
    promise: 3,
    protects: 'A batch whose sum agrees, but whose date is of another month than its orders, is not proven.',
    export: 'areNear',
    replacement: () => () => true,
    test: [
      'test/arrival/near.test.ts',
      'a batch is near its orders from a day before the first of them to four after the last, and never without a day',
    ],
  }),
];
