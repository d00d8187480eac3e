import type { RecordKey } from '../../../src/model/entities.ts';
import { inModule, type Protection } from '../protection.ts';

const oneForAll = inModule<typeof import('../../../src/run/protocol/one-for-all.ts')>(
  'src/run/protocol/one-for-all.ts',
);
const dataVersions = inModule<typeof import('../../../src/ledger/storage/sqlite/data-version.ts')>(
  'src/ledger/storage/sqlite/data-version.ts',
);
const joinedSteps = inModule<typeof import('../../../src/ledger/storage/sqlite/joined-steps.ts')>(
  'src/ledger/storage/sqlite/joined-steps.ts',
);
const sqliteErrors = inModule<typeof import('../../../src/ledger/storage/sqlite/sqlite-errors.ts')>(
  'src/ledger/storage/sqlite/sqlite-errors.ts',
);
const stores = inModule<typeof import('../../../src/model/store-identity.ts')>('src/model/store-identity.ts');
const takeLocks = inModule<typeof import('../../../src/session/take-locks.ts')>('src/session/take-locks.ts');
const origin = inModule<typeof import('../../../src/entities/writing/is-copy.ts')>('src/entities/writing/is-copy.ts');
const freeIds = inModule<typeof import('../../../src/run/load/free-ids.ts')>('src/run/load/free-ids.ts');
const fate = inModule<typeof import('../../../src/run/protocol/fate.ts')>('src/run/protocol/fate.ts');
const altered = inModule<typeof import('../../../src/run/load/altered-references.ts')>(
  'src/run/load/altered-references.ts',
);
const twins = inModule<typeof import('../../../src/run/load/take-twins.ts')>('src/run/load/take-twins.ts');
const attributing = inModule<typeof import('../../../src/model/attribute.ts')>('src/model/attribute.ts');
const copies = inModule<typeof import('../../../src/run/copies/copies-in-primary.ts')>(
  'src/run/copies/copies-in-primary.ts',
);
const splits = inModule<typeof import('../../../src/run/load/hold-splits.ts')>('src/run/load/hold-splits.ts');
const doubled = inModule<typeof import('../../../src/run/close/doubled-money.ts')>('src/run/close/doubled-money.ts');
const whatIsThere = inModule<typeof import('../../../src/run/protocol/settle-what-is-there.ts')>(
  'src/run/protocol/settle-what-is-there.ts',
);
const gone = inModule<typeof import('../../../src/run/protocol/is-gone.ts')>('src/run/protocol/is-gone.ts');
const absent = inModule<typeof import('../../../src/run/protocol/is-absent.ts')>('src/run/protocol/is-absent.ts');
const passedThere = inModule<typeof import('../../../src/run/protocol/has-passed-there.ts')>(
  'src/run/protocol/has-passed-there.ts',
);
const elsewhere = inModule<typeof import('../../../src/entities/writing/stands-elsewhere.ts')>(
  'src/entities/writing/stands-elsewhere.ts',
);
const otherCopies = inModule<typeof import('../../../src/run/protocol/without-other-copies.ts')>(
  'src/run/protocol/without-other-copies.ts',
);
const doubtful = inModule<typeof import('../../../src/run/protocol/without-doubtful.ts')>(
  'src/run/protocol/without-doubtful.ts',
);
const mayFollow = inModule<typeof import('../../../src/run/protocol/may-follow.ts')>('src/run/protocol/may-follow.ts');
const looked = inModule<typeof import('../../../src/run/protocol/looked.ts')>('src/run/protocol/looked.ts');
const longLists = inModule<typeof import('../../../src/neto/long-lists.ts')>('src/neto/long-lists.ts');
const newAndUnpaid = inModule<typeof import('../../../src/run/load/new-and-unpaid.ts')>(
  'src/run/load/new-and-unpaid.ts',
);
const readBacks = inModule<typeof import('../../../src/run/protocol/read-back.ts')>('src/run/protocol/read-back.ts');
const beside = inModule<typeof import('../../../src/run/close/entered-beside.ts')>('src/run/close/entered-beside.ts');
const anew = inModule<typeof import('../../../src/run/copies/keyed-anew.ts')>('src/run/copies/keyed-anew.ts');

const byHand = inModule<typeof import('../../../src/run/copies/by-hand.ts')>('src/run/copies/by-hand.ts');
const linking = 'test/rules/linked-by-hand.test.ts';

const enteredOrders = inModule<typeof import('../../../src/run/load/entered-orders.ts')>(
  'src/run/load/entered-orders.ts',
);
const enteredSums = inModule<typeof import('../../../src/transform/entered-sums.ts')>('src/transform/entered-sums.ts');
const renumberedNow = inModule<typeof import('../../../src/run/load/still-renumbered.ts')>(
  'src/run/load/still-renumbered.ts',
);
const meanwhile = 'test/rules/entered-meanwhile.test.ts';
const places = inModule<typeof import('../../../src/session/ledger-place.ts')>('src/session/ledger-place.ts');
const knownCopies = inModule<typeof import('../../../src/run/protocol/known-copy.ts')>(
  'src/run/protocol/known-copy.ts',
);
const generations = inModule<typeof import('../../../src/entities/writing/write-services.ts')>(
  'src/entities/writing/write-services.ts',
);
const storeNames = inModule<typeof import('../../../src/ledger/transitions/store-names.ts')>(
  'src/ledger/transitions/store-names.ts',
);
const searching = inModule<typeof import('../../../src/run/load/search-copies.ts')>('src/run/load/search-copies.ts');
const elsewhereCopies = inModule<typeof import('../../../src/run/load/copies-elsewhere.ts')>(
  'src/run/load/copies-elsewhere.ts',
);
const partners = inModule<typeof import('../../../src/run/load/partners.ts')>('src/run/load/partners.ts');
const searches = inModule<typeof import('../../../src/run/load/search-copies.ts')>('src/run/load/search-copies.ts');
const chunkLine = inModule<typeof import('../../../src/run/load/chunk-line.ts')>('src/run/load/chunk-line.ts');
const overlap = inModule<typeof import('../../../src/run/load/may-overlap.ts')>('src/run/load/may-overlap.ts');
const inTurn = inModule<typeof import('../../../src/run/protocol/in-turn.ts')>('src/run/protocol/in-turn.ts');
const judgedNow = inModule<typeof import('../../../src/ledger/verbs/as-judged.ts')>('src/ledger/verbs/as-judged.ts');
const recordedIntents = inModule<typeof import('../../../src/run/protocol/record-intents.ts')>(
  'src/run/protocol/record-intents.ts',
);
const knownOf = inModule<typeof import('../../../src/run/load/known-of-primary.ts')>(
  'src/run/load/known-of-primary.ts',
);
const chunks = 'test/run/chunks.test.ts';

const textKeys = inModule<typeof import('../../../src/model/text-key.ts')>('src/model/text-key.ts');
const ambiguous = inModule<typeof import('../../../src/run/load/key-ambiguous.ts')>('src/run/load/key-ambiguous.ts');

const withoutVersion = ({ store, entity, sourceId }: RecordKey): RecordKey => ({ store, entity, sourceId });

export const once: readonly Protection[] = [
  oneForAll({
    id: 'look-for-others-awaited',
    promise: 1,
    protects:
      'Nothing is written before the look for another installation has ended well, also where several writes wait for one look.',
    export: 'oneForAll',
    replacement:
      (original) =>
      async (...given) => {
        original(...given).catch(() => {});
      },
    test: [
      'test/run/protocol/copy-watch.test.ts',
      'a look that fails lets none of those write that have waited for it, nor who comes later',
    ],
  }),
  renumberedNow({
    id: 'still-renumbered',
    promise: 1,
    protects: 'What the primary stored under another number is not copied again while that stands there.',
    export: 'stillRenumbered',
    replacement: () => async () => [],
    test: [
      'test/rules/renumbered.test.ts',
      'An order that the primary has stored under a number of its own > makes no second one when it is retried while that one stands, and one once it is gone',
    ],
  }),
  enteredOrders({
    id: 'entered-meanwhile',
    promise: 1,
    protects: 'An order that was quarantined and entered by hand meanwhile is not copied beside that one.',
    export: 'enteredMeanwhile',
    replacement: () => async () => [],
    test: [
      meanwhile,
      'An order that was quarantined and entered by hand meanwhile > is not copied beside that one when its rule is mended',
    ],
  }),
  enteredSums({
    id: 'entered-in-parts',
    promise: 1,
    protects:
      'A payment or return that was entered by hand in parts, or a cent off, is told before another one is booked.',
    export: 'comingTo',
    replacement: () => () => [],
    test: [
      meanwhile,
      'A return that was quarantined and entered by hand meanwhile > in two parts is not entered beside that',
    ],
  }),
  byHand({
    id: 'linked-by-hand',
    promise: 1,
    protects: 'What a person entered in the primary by hand and linked is never written to, nor paid into.',
    export: 'isByHand',
    replacement: () => () => false,
    test: [
      linking,
      'An order that was entered by hand and linked > a payment or return that comes later is not booked on it, but asked for and linked',
    ],
  }),
  whatIsThere({
    id: 'look-up-before-write',
    promise: 1,
    protects: 'Nothing is written before a look-up has not found it.',
    export: 'settleWhatIsThere',
    replacement: () => async (batch) => [...batch.items],
    test: [
      'test/run/protocol/load-batch.test.ts',
      'a copy of ours that is there already is adopted, and not written again',
    ],
  }),
  gone({
    id: 'copy-that-was-seen',
    promise: 1,
    protects: 'A copy that was seen in the primary once, and is gone, is never made again.',
    export: 'isGone',
    replacement: () => async () => false,
    test: [
      'test/run/protocol/load-batch.test.ts',
      'a copy that was seen, and is gone when its record is retried, is quarantined and never written again',
    ],
  }),
  absent({
    id: 'due-look-ups',
    promise: 1,
    protects: 'A write whose outcome is unknown counts as never done only after the look-ups that are due.',
    export: 'isAbsent',
    replacement: () => () => true,
    test: [
      'test/run/protocol/settle-intents.test.ts',
      'three look-ups within a minute prove nothing: the time between them counts too',
    ],
  }),
  otherCopies({
    id: 'copy-under-another-id',
    promise: 1,
    protects: 'What was written under one number is not written under another one when the rules change.',
    export: 'withoutOtherCopies',
    replacement: () => async (batch) => [...batch.items],
    test: [
      'test/run/protocol/load-batch.test.ts',
      'a record whose copy stands under another number is quarantined, and not written under the one that the rules give now',
    ],
  }),
  doubtful({
    id: 'look-before-a-second-write',
    promise: 1,
    protects: 'A record that was written once is looked for over time before it is written again.',
    export: 'withoutDoubtful',
    replacement: () => async (_batch, absent) => [...absent],
    test: [
      'test/run/protocol/load-batch.test.ts',
      'a record that was written, never seen, and retried is looked for before it is written again',
    ],
  }),
  fate({
    id: 'keyless-fate',
    promise: 1,
    protects: 'Of a payment or return no answer proves that it was not stored: only looking does.',
    export: 'outcomeOfMissing',
    replacement: (original) => (item, missing) => original(item, { ...missing, keyless: false }),
    test: [
      'test/rules/refused-without-a-key.test.ts',
      'an answer of Error to payments > is no proof that nothing was stored, whatever it says: there is one, and it is seen later',
    ],
  }),
  origin({
    id: 'origin-check',
    promise: 4,
    protects: 'An order that has our number is ours only where it bears where it comes from.',
    export: 'isCopyBy',
    replacement: () => () => true,
    test: [
      'test/run/guards.test.ts',
      'a guard that is to stop > numbers: ends the run before it has written anything, in the plan too',
    ],
  }),
  takeLocks({
    id: 'primary-lock',
    promise: 1,
    protects: 'Two pipelines never write to one primary at the same time.',
    export: 'takeLocks',
    replacement: (original) => (pipeline, home, resources) =>
      original({ ...pipeline, primary: { ...pipeline.primary, host: `${pipeline.name}.invalid` } }, home, resources),
    test: [
      'test/run/primary-lock.test.ts',
      'while another pipeline writes to the same primary, a run ends at once and has written nothing',
    ],
  }),
  stores({
    id: 'store-identity',
    promise: 7,
    protects: 'A store has one limit, one lock and one claim, however its pipelines call it.',
    export: 'storeIdentity',
    replacement: () => (host) => host,
    test: ['test/neto/request-log.test.ts', 'a store has one limit for all users of the file, however they call it'],
  }),
  stores({
    id: 'primary-lock-www',
    promise: 1,
    protects: 'A primary is one for all pipelines, whether they call it with or without www.',
    export: 'lockNamesOf',
    replacement: () => (host) => [host],
    test: [
      'test/run/primary-lock.test.ts',
      'a primary that another pipeline calls without www., or with it, is the same one',
    ],
  }),
  attributing({
    id: 'every-reading-of-references',
    promise: 1,
    protects: 'What could be ours by any reading of its reference is not taken for a stranger.',
    export: 'attribute',
    replacement: (original) => (shown, sought) =>
      new Map([...original(shown, sought)].filter(([, { kind }]) => kind === 'certain')),
    test: [
      'test/rules/altered-references.test.ts',
      'references of payments > cut within the first word stop that entity after one, and nothing else',
    ],
  }),
  anew({
    id: 'keyed-anew',
    promise: 1,
    protects: 'The copy of a payment passes to the one that was keyed anew for it, and nothing is quarantined.',
    export: 'keyedAnew',
    replacement: () => () => undefined,
    test: [
      'test/rules/keyed-anew.test.ts',
      'a payment that its store deletes and keys anew > with equal amount, day and method takes the copy over; otherwise a person is asked, and money is not doubled',
    ],
  }),
  freeIds({
    id: 'free-ids',
    promise: 4,
    protects: 'A number that stands for another copy is not written.',
    export: 'withFreeIds',
    replacement: () => async (_context, items) => [...items],
    test: [
      'test/run/free-ids.test.ts',
      'a number that a copy had is not given to another order, though that copy is gone and the prefixes have changed',
    ],
  }),
  altered({
    id: 'stop-if-altered',
    promise: 1,
    protects: 'Where references come back unreadable, no second payment or return is written.',
    export: 'stopIfAltered',
    replacement: () => async () => {},
    test: [
      'test/rules/altered-references.test.ts',
      'references of payments > cut within the first word stop that entity after one, and nothing else',
    ],
  }),
  copies({
    id: 'still-the-copy',
    promise: 6,
    protects: 'Another order that has got the number of a copy is left alone.',
    export: 'isStillCopy',
    replacement: () => async () => true,
    test: [
      'test/run/changes/copy-gone.test.ts',
      'a copy that is not in the primary any more > another order that has got its number is left alone',
    ],
  }),
  copies({
    id: 'copy-gone',
    promise: 1,
    protects: 'Nothing is carried over to a copy that is gone or cancelled.',
    export: 'whyGone',
    replacement: () => () => undefined,
    test: [
      'test/run/changes/copy-gone.test.ts',
      'a copy that is not in the primary any more > a payment is not booked on a copy that somebody cancelled',
    ],
  }),
  passedThere({
    id: 'both-clocks',
    promise: 1,
    protects: 'A clock that is set between two runs makes no unknown outcome count as absent.',
    export: 'hasPassedThere',
    replacement: () => () => true,
    test: [
      'test/rules/clock-set-while-unknown.test.ts',
      'while it is unknown what became of one of the payments > and our clock jumps ahead by a day, it is not called absent, nor sent again',
    ],
  }),
  elsewhere({
    id: 'on-another-order',
    promise: 1,
    protects: 'What the primary stores on another order than it was sent for is not sent again.',
    export: 'elsewhereAmong',
    replacement: () => async () => new Map(),
    test: [
      'test/rules/on-another-order.test.ts',
      'of payments, one that the primary stores on another order > is quarantined with both orders named, is never sent again, and is found where staff move it',
    ],
  }),
  splits({
    id: 'splits',
    promise: 3,
    protects: 'A part of an order that was copied whole is not copied beside it.',
    export: 'holdSplits',
    replacement: () => async () => new Map(),
    test: [
      'test/rules/splits.test.ts',
      'an order that was split > while the run reads: the backorder waits until its other half is read anew',
    ],
  }),
  doubled({
    id: 'doubled-payments',
    promise: 1,
    protects: 'A payment that stands in the primary twice is reported.',
    export: 'doubledPayments',
    replacement: () => async () => [],
    test: [
      'test/run/closing.test.ts',
      'a payment that the primary books so late that it was sent again is reported as doubled',
    ],
  }),
  twins({
    id: 'sums-of-files',
    promise: 1,
    protects: 'What a file names in one sum is told from the payments that its store shows one by one.',
    export: 'takeTwins',
    replacement: () => async (_context, _ends, due) => ({ decisions: [], left: due }),
    test: [
      'test/rules/two-ways-in.test.ts',
      'Payments that come by the API and, in one sum, by files > come to what their store shows in every order of arrival, with nothing left to ask once it shows all',
    ],
  }),
  textKeys({
    id: 'keys-byte-by-byte',
    promise: 1,
    protects: 'Keys that differ in more than the case of A to Z are two.',
    export: 'lowerKey',
    replacement: () => (text) => text.trim().normalize('NFC').toLowerCase(),
    test: [
      'test/rules/ambiguous-keys.test.ts',
      'keys that differ in more than the case of A to Z never share a copy > where the primary tells keys apart by ascii-case',
    ],
  }),
  ambiguous({
    id: 'key-ambiguous',
    promise: 1,
    protects: 'Two records that the primary takes for one by their keys are both quarantined.',
    export: 'keyAmbiguous',
    replacement: () => () => undefined,
    test: [
      'test/rules/ambiguous-keys.test.ts',
      'where the primary answers with another spelling than was asked for > both records are quarantined, and one that is mixed up with an account that the primary has',
    ],
  }),
  doubled({
    id: 'doubled-returns',
    promise: 1,
    protects: 'A return that stands in the primary twice is reported.',
    export: 'doubledReturns',
    replacement: () => async () => [],
    test: [
      'test/rules/one-ledger.test.ts',
      'one ledger on two machines > that enter a return in the same moment: the close of the one that is last finds it doubled, references shown as they were sent',
    ],
  }),
  places({
    id: 'ledger-place',
    promise: 1,
    protects: 'A ledger is used under one state home alone, until a person says that it was moved.',
    export: 'holdPlace',
    replacement: () => async () => ({ otherMachine: false }),
    test: [
      'test/rules/ledger-places.test.ts',
      'under another state home a ledger is refused before anything is asked, in a plan too, until a person says that it was moved',
    ],
  }),
  knownCopies({
    id: 'ledger-used-twice',
    promise: 1,
    protects: 'A copy that bears the mark of a ledger which never made it stops that ledger before its next write.',
    export: 'isKnownCopy',
    replacement: () => async () => true,
    test: [
      'test/rules/one-ledger.test.ts',
      'one ledger on two machines > is stopped on the second one before its first write, and in a plan, once the first has made a copy',
    ],
  }),
  generations({
    id: 'superseded-ledger',
    promise: 1,
    protects: 'A ledger that was superseded by a later generation writes nothing more.',
    export: 'isSupersededBy',
    replacement: () => () => false,
    test: [
      'test/rules/one-ledger.test.ts',
      'a ledger that was moved > supersedes the one that stayed, from its own first copy on',
    ],
  }),
  storeNames({
    id: 'renamed-store',
    promise: 1,
    protects: 'A store that the ledger knows is not copied again under another name.',
    export: 'otherNameOf',
    replacement: () => () => undefined,
    test: [
      'test/rules/copied-elsewhere.test.ts',
      'a store that is called otherwise in the pipeline file is refused before anything is asked, and the old name works',
    ],
  }),
  searching({
    id: 'search-for-copies',
    promise: 1,
    protects: 'Before the first write for a store the primary is searched for its copies outside of the map.',
    export: 'searchCopies',
    replacement: () => async () => {},
    test: [
      'test/rules/copied-elsewhere.test.ts',
      'orders that another recipe has copied under numbers of its own, without a word of where they came from > stop the store, and nothing of it is written; a plan says so too',
    ],
  }),
  elsewhereCopies({
    id: 'copied-under-another-id',
    promise: 1,
    protects: 'What stands in the primary under another number, as it says there, is not copied again.',
    export: 'withoutCopiesElsewhere',
    replacement: () => async (_context, _store, items) => items,
    test: [
      'test/rules/copied-elsewhere.test.ts',
      'a second ledger, for the same store under another prefix > takes them into its map by `adopt`, as the message says, and follows them',
    ],
  }),
  partners({
    id: 'copied-by-another-recipe',
    promise: 1,
    protects: 'A store of whose orders most seem to stand in the primary already is not copied.',
    export: 'stopIfManyStandElsewhere',
    replacement: () => async () => ({ stopped: false, compared: 100 }),
    test: [
      'test/rules/copied-elsewhere.test.ts',
      'orders that another recipe has copied under numbers of its own, without a word of where they came from > stop the store, and nothing of it is written; a plan says so too',
    ],
  }),
  mayFollow({
    id: 'writes-end-with-trouble',
    promise: 1,
    protects: 'After a write that met with trouble no other one is begun before a read-back has shown what is there.',
    export: 'mayFollow',
    replacement: () => () => true,
    test: [
      'test/run/protocol/shared-read-backs.test.ts',
      'several writes > end with the one that meets with trouble; what was not begun has no outcome and no intent',
    ],
  }),
  looked({
    id: 'old-look-up',
    promise: 1,
    protects:
      'A look-up that serves several writes or steps is done anew once it is over 30 seconds old, by either clock.',
    export: 'lookNow',
    replacement: (original) => async (lookUp) => ({ ...(await original(lookUp)), isFresh: () => true }),
    test: [
      'test/rules/shared-looks.test.ts',
      'what was read back after one step > is asked for anew once it is over 30 seconds old, so that a payment that staff entered since is seen',
    ],
  }),
  looked({
    id: 'change-judged-long-ago',
    promise: 1,
    protects:
      'A changed order’s copy is looked at anew before it is written to, once what it was judged by is over 30 seconds old.',
    export: 'lookNow',
    replacement: (original) => async (lookUp) => ({ ...(await original(lookUp)), isFresh: () => true }),
    test: [
      'test/rules/shared-looks.test.ts',
      'what a change was judged by > is asked for anew once it is over 30 seconds old: what staff have changed to the same since is not written',
    ],
  }),
  longLists({
    id: 'absent-by-long-list',
    promise: 1,
    protects:
      'That something is not there is told by no list of more than 100 keys, of which a store may have taken a part.',
    export: 'mayTellAbsence',
    replacement: () => () => true,
    test: [
      'test/neto/long-lists.test.ts',
      'orders that are there > are asked for in usual lists where an empty answer to a long one leaves them out',
    ],
  }),
  newAndUnpaid({
    id: 'payments-of-new-copies',
    promise: 1,
    protects: 'A copy is asked for its payments unless this run added it a moment ago and it shows none.',
    export: 'isNewAndUnpaid',
    replacement: () => () => true,
    test: [
      'test/rules/shared-looks.test.ts',
      'what was read back after one step > shows a payment that staff entered meanwhile: that order is asked for its payments, and nothing is booked twice',
    ],
  }),
  dataVersions({
    id: 'records-written-by-others',
    promise: 1,
    protects: 'What is known of records in the ledger is read anew once another process has written to it.',
    export: 'dataVersion',
    replacement: () => () => 1,
    test: [
      'test/ledger/storage/recent-records.test.ts',
      'what another process has written is what is read next, however often it was read before',
    ],
  }),
  joinedSteps({
    id: 'intents-on-disk',
    promise: 1,
    protects:
      'An intent is on disk before anything is sent on the strength of it, though other steps of the ledger may wait.',
    export: 'mayWait',
    replacement: () => () => true,
    test: [
      'test/ledger/joined-steps.test.ts',
      'a step with an intent is on disk when it is called done, whatever is said of it',
    ],
  }),
  sqliteErrors({
    id: 'steps-without-those-before',
    promise: 1,
    protects:
      'Where a full disk undoes steps of the ledger that are not on it yet, nothing that comes after them is put down without them.',
    export: 'isRolledBack',
    replacement: () => () => false,
    test: [
      'test/ledger/joined-steps.test.ts',
      'where SQLite undoes all steps as it reads, nothing that comes after them is on disk without them',
    ],
  }),
  readBacks({
    id: 'read-back-of-several',
    promise: 1,
    protects: 'A read-back that several writes share looks for the records of all of them.',
    export: 'readBack',
    replacement: (original) => (batch, sent) => original(batch, sent.slice(0, 1)),
    test: [
      'test/run/protocol/shared-read-backs.test.ts',
      'several writes > share one look-up and one read-back, and each has its own intents',
    ],
  }),
  fate({
    id: 'never-in-halves',
    promise: 1,
    protects: 'A batch of payments that is called an Error is never sent again, in halves or whole: it may show later.',
    export: 'outcomeOfMissing',
    replacement: (original) => (item, missing) => original(item, { ...missing, keyless: false }),
    test: [
      'test/rules/late-and-refused.test.ts',
      'batches of 50 that are called an Error, are stored, and show after 7 reads: no order and no payment is doubled',
    ],
  }),
  beside({
    id: 'entered-beside',
    promise: 1,
    protects:
      'A payment that staff enter in the seconds before ours is booked on a new copy is told when the run ends.',
    export: 'enteredBeside',
    replacement: () => async () => [],
    test: [
      'test/rules/shared-looks.test.ts',
      'what was read back after one step > does not hide from the end of the run what staff entered in the seconds after it',
    ],
  }),
  chunkLine({
    id: 'one-chunk-at-each-station',
    promise: 1,
    protects: 'Of the chunks that are under way beside each other no two are added, approved or paid at once.',
    export: 'openChunkLine',
    replacement: (original) => () => {
      const line = original(1_000);
      let next = 0;
      const enter = line.enter.bind(line);
      line.enter = (_, work) => {
        next += 1;
        return enter(next, work);
      };
      const ended = line.ended.bind(line);
      line.ended = async (first) => (first === undefined ? ended() : undefined);
      return line;
    },
    test: [
      chunks,
      'chunks of orders > do each thing one after another: no two are added, approved or paid at once, and none is paid before it is approved',
    ],
  }),
  recordedIntents({
    id: 'read-anew-before-it-is-written',
    promise: 3,
    protects: 'What its store has shown otherwise since it was judged is judged anew, and not written as it was.',
    export: 'recordIntents',
    replacement: (original) => (batch, items) =>
      original(
        batch,
        items.map((item) => ({ ...item, key: withoutVersion(item.key) })),
      ),
    test: [
      'test/run/read-anew-meanwhile.test.ts',
      'a payment that is read anew between its judgement and its booking > with another amount is booked with that one',
    ],
  }),
  judgedNow({
    id: 'judged-anew-before-it-is-decided',
    promise: 3,
    protects:
      'What its store has shown otherwise since a run judged it, or a person has decided about since, is not linked, passed on or left out as it was judged.',
    export: 'isAsJudged',
    replacement: () => () => true,
    test: [
      'test/ledger/judged-anew.test.ts',
      'what a run has judged (keyed-anew) stays as it is where its store has shown another version since, and is judged anew',
    ],
  }),
  overlap({
    id: 'no-chunk-beside-the-first-order',
    promise: 1,
    protects: 'Until the first order has gone all the way, nothing is made for the orders of the next chunk.',
    export: 'mayOverlap',
    replacement: () => async () => true,
    test: [
      chunks,
      'chunks of orders > wait while the first order has not gone all the way: nothing is made for the next chunk',
    ],
  }),
  inTurn({
    id: 'payments-of-one-order-in-turn',
    promise: 1,
    protects: 'No two writes of payments or returns are under way at once that are about the same order.',
    export: 'takeTurns',
    replacement: (original) => () => original(undefined),
    test: [
      'test/rules/shared-looks.test.ts',
      'what was read back after one step > does not make payments of an order arrive otherwise than they were paid: no two writes for it are under way',
    ],
  }),
  searches({
    id: 'search-before-loading',
    promise: 1,
    protects:
      'Where the primary has orders that may be copies by another recipe, nothing is written before all orders are read and compared with them.',
    export: 'searchAhead',
    replacement: () => async () => undefined,
    test: [
      chunks,
      'a first run > reads all orders before it writes, where the primary has as many as prove that they are copies',
    ],
  }),
  knownOf({
    id: 'transformed-by-what-is-known',
    promise: 3,
    protects:
      'Orders that were prepared before copies of others had shown how the primary reads them are transformed anew before they are added.',
    export: 'knownOfPrimary',
    replacement: () => async () => () => '',
    test: [
      'test/run/prepared-before.test.ts',
      'orders that were prepared before more was known of the primary are transformed anew by that: its arithmetic',
    ],
  }),
];
