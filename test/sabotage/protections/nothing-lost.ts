import { addSeconds } from '../../../src/model/time.ts';
import { inModule, type Protection } from '../protection.ts';

const storeWindow = inModule<typeof import('../../../src/run/extract/store-window.ts')>(
  'src/run/extract/store-window.ts',
);
const storeClock = inModule<typeof import('../../../src/entities/reading/store-clock.ts')>(
  'src/entities/reading/store-clock.ts',
);
const sweep = inModule<typeof import('../../../src/run/extract/sweep.ts')>('src/run/extract/sweep.ts');
const marks = inModule<typeof import('../../../src/run/extract/take-back-watermarks.ts')>(
  'src/run/extract/take-back-watermarks.ts',
);
const named = inModule<typeof import('../../../src/run/extract/read-named-orders.ts')>(
  'src/run/extract/read-named-orders.ts',
);
const oneRecord = inModule<typeof import('../../../src/run/context/one-record.ts')>('src/run/context/one-record.ts');
const identity = inModule<typeof import('../../../src/run/check-identity.ts')>('src/run/check-identity.ts');
const storeTime = inModule<typeof import('../../../src/entities/reading/store-time.ts')>(
  'src/entities/reading/store-time.ts',
);

const walkChecks = inModule<typeof import('../../../src/run/extract/id-walk-checks.ts')>(
  'src/run/extract/id-walk-checks.ts',
);
const walkState = inModule<typeof import('../../../src/run/extract/id-walk-state.ts')>(
  'src/run/extract/id-walk-state.ts',
);

const clocks = 'test/run/store-clocks.test.ts';
const paymentIds = 'test/rules/payment-ids.test.ts';
const probe = inModule<typeof import('../../../src/run/probe-primary.ts')>('src/run/probe-primary.ts');

const witness = inModule<typeof import('../../../src/neto/second-witness.ts')>('src/neto/second-witness.ts');
const longLists = inModule<typeof import('../../../src/neto/long-lists.ts')>('src/neto/long-lists.ts');
const shown = inModule<typeof import('../../../src/neto/shown-payments.ts')>('src/neto/shown-payments.ts');
const moments = inModule<typeof import('../../../src/neto/moment.ts')>('src/neto/moment.ts');
const evidence = inModule<typeof import('../../../src/neto/gave-more.ts')>('src/neto/gave-more.ts');
const paymentsRead = inModule<typeof import('../../../src/neto/payments.ts')>('src/neto/payments.ts');
const extractOrders = inModule<typeof import('../../../src/run/extract/extract-orders.ts')>(
  'src/run/extract/extract-orders.ts',
);
const returnsSeen = inModule<typeof import('../../../src/neto/returns-seen.ts')>('src/neto/returns-seen.ts');
const listedReturns = inModule<typeof import('../../../src/neto/listed-returns.ts')>('src/neto/listed-returns.ts');
const byIds = inModule<typeof import('../../../src/run/extract/read-by-ids.ts')>('src/run/extract/read-by-ids.ts');
const followChange = inModule<typeof import('../../../src/ledger/transitions/follow-change.ts')>(
  'src/ledger/transitions/follow-change.ts',
);
const betweenFiles = inModule<typeof import('../../../src/model/between-files.ts')>('src/model/between-files.ts');
const orderCurrencies = inModule<typeof import('../../../src/run/load/order-currencies.ts')>(
  'src/run/load/order-currencies.ts',
);
const takeTwinsSums = inModule<typeof import('../../../src/run/load/file-sums.ts')>('src/run/load/file-sums.ts');
const byBothWays = inModule<typeof import('../../../src/run/copies/by-both-ways.ts')>('src/run/copies/by-both-ways.ts');
const filesAfterApi = inModule<typeof import('../../../src/run/copies/files-after-api.ts')>(
  'src/run/copies/files-after-api.ts',
);
const found = inModule<typeof import('../../../src/entities/order/write/found.ts')>(
  'src/entities/order/write/found.ts',
);
const besideFile = 'test/neto/second-witness.test.ts';

export const nothingLost: readonly Protection[] = [
  walkChecks({
    id: 'listed-daily-to',
    promise: 2,
    protects: 'What neither the next ids nor the last two days show is found by the daily listing of all days.',
    export: 'listedDailyTo',
    replacement:
      () =>
      (_, { lately }) =>
        lately,
    test: [
      paymentIds,
      'payments whose ids do not grow > are found by the daily listing of all days, and by their days in each run from then on',
    ],
  }),
  walkChecks({
    id: 'new-below',
    promise: 2,
    protects: 'A store that gives something new a lower id is known by it, and read by days from then on.',
    export: 'hasNewBelow',
    replacement: () => async () => false,
    test: [paymentIds, 'payments whose ids do not grow > are found by the next run where they are of today (falling)'],
  }),
  walkChecks({
    id: 'shows-known',
    promise: 2,
    protects:
      'An answer to a list of ids counts only where it shows what is known to be there, from the end of the list.',
    export: 'showsKnown',
    replacement: () => () => true,
    test: [paymentIds, 'a store that does not keep to lists of ids > is read by the days of its payments (first-ten)'],
  }),
  walkState({
    id: 'payments-with-changed-orders',
    promise: 2,
    protects: 'A copied payment that was changed is seen with the change of its order.',
    export: 'walksByIds',
    replacement: () => async () => false,
    test: [
      paymentIds,
      'payments whose ids grow > are seen to be changed with their order at once, and alone within a day',
    ],
  }),
  storeWindow({
    id: 'overlap',
    promise: 2,
    protects: 'What was changed shortly before the watermark, and came to be listed after it, is read.',
    export: 'readFrom',
    replacement:
      () =>
      async ({ context, store }, entity) =>
        context.ledger.watermark(store.fixed.store, entity),
    test: [clocks, 'each entity is read from before its watermark, so that what shows a little late is not lost'],
  }),
  storeWindow({
    id: 'narrowed-watermark',
    promise: 2,
    protects: 'A run that leaves things out moves no watermark past them.',
    export: 'moveWatermark',
    replacement:
      (original) =>
      async (window, entity, slice = '') => {
        const { context, store, time } = window;
        // The demo's `check` is a narrowed run itself, and the ledger's own refusal would end it.
        if (context.narrowing.latest !== undefined) return original(window, entity, slice);
        await context.ledger.completeWindow(context.run, store.fixed.store, entity, time.upTo, slice);
      },
    test: [clocks, 'a narrowed run moves no mark of any entity, whatever it is narrowed by'],
  }),
  storeClock({
    id: 'watermark-bound',
    promise: 2,
    protects: 'No watermark follows a store whose clock is ahead.',
    export: 'watermarkBound',
    replacement: (original) => (reading, tolerance) => reading.told ?? original(reading, tolerance),
    test: [
      'test/run/store-clocks.test.ts',
      'CurrentTime alone is 8 hours ahead: > every record of every entity is copied by the next run, once, and no watermark passes our time',
    ],
  }),
  storeClock({
    id: 'listing-past-the-bound',
    promise: 2,
    protects: 'What bears a time that has not come yet is read now.',
    export: 'listingEnd',
    replacement: (original) => (reading) => reading.told ?? addSeconds(original(reading), -26 * 3600),
    test: [
      'test/run/store-clocks.test.ts',
      'DateUpdated alone is 8 hours ahead: > every record of every entity is copied by the next run, once, and no watermark passes our time',
    ],
  }),
  storeClock({
    id: 'clock-unbelievable',
    promise: 2,
    protects: 'Nothing is read by a clock that is over a day behind.',
    export: 'isUnbelievable',
    replacement: () => () => false,
    test: [
      'test/run/store-clocks.test.ts',
      'a store whose time is over a day behind ours > fails alone, keeps its watermark, and loses nothing when it is right again',
    ],
  }),
  sweep({
    id: 'daily-listing',
    promise: 2,
    protects: 'What no window has shown is found within a day.',
    export: 'sweepStore',
    replacement: () => async () => {},
    test: [
      'test/run/store-clocks.test.ts',
      'where DateUpdated alone runs 8 hours behind, > the daily listing brings what no window shows, says so, and is then repeated in each run',
    ],
  }),
  marks({
    id: 'watermark-in-the-future',
    promise: 2,
    protects: 'A watermark that a wrong clock put into the future goes back.',
    export: 'takeBackWatermarks',
    replacement: () => async () => {},
    test: [
      'test/run/store-clocks.test.ts',
      'watermarks in the future go back to the last run with a bound of sense, which is said and kept in the audit',
    ],
  }),
  named({
    id: 'named-order',
    promise: 2,
    protects: 'An order that nobody has read is read when a payment or a return names it.',
    export: 'readNamedOrders',
    replacement: () => async () => {},
    test: ['test/run/store-clocks.test.ts', 'an order that nobody has read > is read at once when a payment names it'],
  }),
  oneRecord({
    id: 'one-record',
    promise: 2,
    protects: 'A record that makes a step fail is quarantined alone, and all others go on.',
    export: 'loadEachAlone',
    replacement: () => async (_context, records, load) => load(records),
    test: [
      'test/run/staged-unreadable.test.ts',
      'a staged record that can not be read any more is quarantined alone, and all others are copied',
    ],
  }),
  identity({
    id: 'counts-add-up',
    promise: 2,
    protects: 'A run that can not account for what it read does not end well.',
    export: 'checkIdentity',
    replacement: () => () => {},
    test: ['test/run/check-identity.test.ts', 'a run whose counts do not come to what was read does not end well'],
  }),
  probe({
    id: 'primary-reads-nothing',
    promise: 2,
    protects: 'A primary that shows none of its copies is not taken for one that has lost them.',
    export: 'probePrimary',
    replacement: (original) => (context) => original({ ...context, allowEmpty: true }),
    test: [
      'test/run/troubles.test.ts',
      'a primary that fails > because its key may not see orders any more stops before all copies look absent',
    ],
  }),
  storeTime({
    id: 'reads-nothing',
    promise: 2,
    protects: 'A key that sees no orders is an error, and not a store without news.',
    export: 'probeStore',
    replacement: (original) => (client, probe, options) => original(client, { ...probe, allowEmpty: true }, options),
    test: ['test/run/troubles.test.ts', 'a store that shows no orders > is an error, be it a key without rights'],
  }),
  witness({
    id: 'too-few-for-whole',
    promise: 2,
    protects: 'A short reply with fewer payments than their orders show is not taken for whole.',
    export: 'secondWitness',
    replacement: () => () => 'whole' as const,
    test: [
      besideFile,
      'payments that their orders, read a moment ago, show as well > are looked for further, and found, where an order shows more than the reply has',
    ],
  }),
  shown({
    id: 'single-payment-shown',
    promise: 2,
    protects: 'An order that shows one payment of several is no witness of all of them.',
    export: 'shownPayments',
    replacement: (original) => (order) => ({ ...original(order), isPaid: true }),
    test: [
      besideFile,
      'payments that their orders, read a moment ago, show as well > are looked for further, and found, where an order shows one that leaves something to pay',
    ],
  }),
  moments({
    id: 'answers-grow-old',
    promise: 2,
    protects: 'What an order or a look-up showed more than half a minute ago, by either clock, stands for nothing now.',
    export: 'isFresh',
    replacement: () => () => true,
    test: [
      besideFile,
      'payments that their orders, read a moment ago, show as well > and that are about to be copied > are asked for anew after more than 30 s by the steady clock',
    ],
  }),
  evidence({
    id: 'cut-pages',
    promise: 2,
    protects:
      'A page that is shorter than those that its store is known to give may have been cut, and others stand behind it.',
    export: 'gaveMore',
    replacement: () => () => true,
    test: ['test/neto/paging.test.ts', 'what a cut page leaves out is found though the next page is empty'],
  }),
  longLists({
    id: 'ends-of-long-lists',
    promise: 2,
    protects: 'A long list of orders is taken for answered only where rows come of both of its ends.',
    export: 'betweenKnown',
    replacement: () => (keys, known) => [...known, ...keys.filter((key) => !known.includes(key))],
    test: [
      'test/neto/long-lists.test.ts',
      'returns beside a listing > are missed in none that a store leaves out of a long list and a listing does not show (first-hundred)',
    ],
  }),
  witness({
    id: 'listed-by-days',
    promise: 3,
    protects: 'Payments that were listed by days are taken for an order’s only where it shows just as many.',
    export: 'areAllShown',
    replacement: () => () => true,
    test: [
      'test/neto/payments-of-days.test.ts',
      'payments of lists of orders that were paid on days that follow one another > of an order that shows another number than was listed are asked for: one of a day far away is found',
    ],
  }),
  paymentsRead({
    id: 'delivered-unread',
    promise: 2,
    protects:
      'Payments that were delivered, and that nobody could read, do not count as read: their orders are asked for them again.',
    export: 'readPaymentsOfOrders',
    replacement:
      (readPaymentsOfOrders) =>
      async (client, ids, ...options) => {
        const at = client.memory.now();
        try {
          return await readPaymentsOfOrders(client, ids, ...options);
        } catch (error) {
          for (const id of ids) client.memory.noteDelivered(id, { rows: [], delivered: 'staged', at });
          throw error;
        }
      },
    test: [
      'test/neto/delivered-unread.test.ts',
      'payments that came without their amounts do not count as read a moment ago, so that their order is asked for again',
    ],
  }),
  extractOrders({
    id: 'paid-on-unreadable',
    promise: 2,
    protects: 'What was paid on an order that nobody can read any more is read all the same, and waits with it.',
    export: 'stageWithUncopied',
    replacement: (stageWithUncopied) => async (context, store, ids) => {
      const known = await context.ledger.known(store.fixed.store, 'orders', ids);
      const readable = ids.filter((id) => known.get(id)?.payload?.endsWith('}') === true);
      await stageWithUncopied(context, store, readable);
    },
    test: [
      'test/run/staged-unreadable.test.ts',
      'what was paid on an order that can not be read any more is told with it, though a first run reads payments only as it loads',
    ],
  }),
  returnsSeen({
    id: 'returns-listed',
    promise: 3,
    protects:
      'A listing of returns that leaves out one that an order has shown tells no currency: the orders are asked for their returns.',
    export: 'isConfirmed',
    replacement: () => () => true,
    test: [
      'test/neto/return-currencies.test.ts',
      'where a listing leaves out what an order has shown, orders are asked for their returns',
    ],
  }),
  listedReturns({
    id: 'listing-distrusted',
    promise: 3,
    protects:
      'A listing of returns that leaves out one that an order’s own answer has is no witness any more of what such answers leave out.',
    export: 'distrustListing',
    replacement: () => () => {},
    test: [
      'test/neto/returns-beside-listing.test.ts',
      'a listing that leaves out what an answer has is not believed any more',
    ],
  }),
  byIds({
    id: 'marked-to-read',
    promise: 2,
    protects: 'What a person wants to be judged anew is read again by its id, whatever its day and amount.',
    export: 'readMarked',
    replacement: () => async () => {},
    test: [
      'test/rules/dropped-and-retried.test.ts',
      'a negative payment that was dropped and then retried is judged anew by the next run',
    ],
  }),
  followChange({
    id: 'first-of-api',
    promise: 2,
    protects: 'What the API first shows of an order that was copied from a file does not count as what its copy shows.',
    export: 'isFirstOfApi',
    replacement: () => () => false,
    test: [
      'test/rules/first-of-api.test.ts',
      'The first that the API shows of an order that was copied from a file > goes over to the copy as any change, once: a tracking number',
    ],
  }),
  filesAfterApi({
    id: 'file-after-api',
    promise: 2,
    protects: 'What a file says otherwise of an order than the API did is told, at an equal total, too.',
    export: 'saidOtherwise',
    replacement: () => () => ({ message: undefined, left: [] }),
    test: [
      'test/rules/first-of-api.test.ts',
      'A file of an order that was copied by the API > waits for a person where it says another thing that reaches the books, until the API says it: another day',
    ],
  }),
  betweenFiles({
    id: 'newly-given',
    promise: 2,
    protects: 'What a later file gives of an order, and its copy was made without, is told.',
    export: 'newlyGiven',
    replacement: () => () => [],
    test: [
      'test/rules/files-again.test.ts',
      'an order that was copied from a file, and comes again in another one > waits for nobody with a column more, whichever it is; what the copy is without is told once, in csv',
    ],
  }),
  betweenFiles({
    id: 'stands-for',
    promise: 3,
    protects:
      'What a later file says of tax, day and currency is compared with what the copy stands for, where the first said nothing.',
    export: 'asCopied',
    replacement: () => (before) => before,
    test: [
      'test/rules/first-of-api.test.ts',
      'What a later file says of an order > waits where it reaches the books, until a file takes it back: no tax, where the one before said nothing of tax',
    ],
  }),
  orderCurrencies({
    id: 'currency-said',
    promise: 3,
    protects: 'The currency that a file names of an order is not forgotten because the API shows none.',
    export: 'currenciesSaid',
    replacement: () => () => new Map(),
    test: [
      'test/rules/first-of-api.test.ts',
      'The currency that a file names of an order > stays known where the API, which shows none, reads the order next',
    ],
  }),
  takeTwinsSums({
    id: 'sum-of-another-method',
    promise: 3,
    protects: 'The sum of a file stands for one payment of another method by a person’s word alone.',
    export: 'decideParts',
    replacement: () => () => ({ decisions: [], warning: undefined }),
    test: [
      'test/rules/two-ways-in.test.ts',
      'A file’s sum for one payment of another method > stands for it where a person accepts it',
    ],
  }),
  byBothWays({
    id: 'people-both-ways',
    promise: 2,
    protects:
      'A customer or product that the API shows otherwise than its file did is told, at whatever is the same beside it.',
    export: 'comparedByBothWays',
    replacement: () => (_context, _store, _definition, records) =>
      Promise.resolve(records.map((record) => ({ ...record, sinceCopy: { kind: 'same' } }))),
    test: [
      'test/rules/first-of-api.test.ts',
      'A customer and a product that came by a file and by the API > wait where the API shows another one than the file: another surname',
    ],
  }),
  found({
    id: 'found-is-behind',
    promise: 2,
    protects: 'What a copy that was found lacks does not count as carried over: it goes over by the next reading.',
    export: 'compareFound',
    replacement: () => () => ({ shows: undefined, findings: [] }),
    test: [
      'test/rules/found-copies.test.ts',
      'a ledger that is put back to before a copy finds it > and carries over what its order got since: a tracking number',
    ],
  }),
];
