import { inModule, type Protection } from '../protection.ts';

const orderId = inModule<typeof import('../../../src/model/order-id.ts')>('src/model/order-id.ts');
const readOnly = inModule<typeof import('../../../src/neto/read-only.ts')>('src/neto/read-only.ts');
const requestLog = inModule<typeof import('../../../src/neto/request-log.ts')>('src/neto/request-log.ts');
const dailyShare = inModule<typeof import('../../../src/session/paced-client.ts')>('src/session/paced-client.ts');
const secrets = inModule<typeof import('../../../src/model/secrets.ts')>('src/model/secrets.ts');
const guards = inModule<typeof import('../../../src/run/load/judge-guards.ts')>('src/run/load/judge-guards.ts');
const oldOrders = inModule<typeof import('../../../src/run/load/old-orders.ts')>('src/run/load/old-orders.ts');
const time = inModule<typeof import('../../../src/model/believable-year.ts')>('src/model/believable-year.ts');
const mark = inModule<typeof import('../../../src/entities/order/write/exported-flag.ts')>(
  'src/entities/order/write/exported-flag.ts',
);
const references = inModule<typeof import('../../../src/entities/order/transform/plan-details.ts')>(
  'src/entities/order/transform/plan-details.ts',
);

const envFile = inModule<typeof import('../../../src/config/edit/env-file.ts')>('src/config/edit/env-file.ts');
const configFiles = inModule<typeof import('../../../src/config/files.ts')>('src/config/files.ts');
const substitute = inModule<typeof import('../../../src/config/substitute.ts')>('src/config/substitute.ts');
const copiesSeen = inModule<typeof import('../../../src/operations/init/copies-seen.ts')>(
  'src/operations/init/copies-seen.ts',
);
const snapshot = inModule<typeof import('../../../src/entities/order/read/order-snapshot.ts')>(
  'src/entities/order/read/order-snapshot.ts',
);

export const others: readonly Protection[] = [
  orderId({
    id: 'prefixes',
    promise: 4,
    protects: 'No prefix begins like another one.',
    export: 'findPrefixClashes',
    replacement: () => () => [],
    test: [
      'test/config/prefixes.test.ts',
      'prefixes are prefix-free over all stores and the primary > the targets of two stores',
    ],
  }),
  mark({
    id: 'exported-before-approval',
    promise: 6,
    protects: 'What must not reach Xero is approved only once it is seen to be marked as exported.',
    export: 'withoutFlag',
    replacement: () => async () => [],
    test: [
      'test/operations/backfill/backfill.test.ts',
      'a back-fill > does not approve what the primary does not show as exported',
    ],
  }),
  references({
    id: 'three-way-rule',
    promise: 6,
    protects: 'A field that staff changed in the primary is not written over.',
    export: 'planReferences',
    replacement:
      () =>
      ({ purchaseOrderNumber, customerReferences }) => ({ value: { purchaseOrderNumber, customerReferences } }),
    test: [
      'test/run/changes/carried.test.ts',
      'what UpdateOrder can change goes over by itself > a field that staff changed in the primary is theirs: the change is quarantined and names it',
    ],
  }),
  readOnly({
    id: 'read-only',
    promise: 5,
    protects: 'No write is ever sent to a secondary.',
    export: 'refuseWrites',
    replacement: () => () => {},
    test: ['test/neto/transport.test.ts', 'refusals > a secondary is only read; quirk 46: no UpdateResults'],
  }),
  requestLog({
    id: 'request-limit',
    promise: 7,
    protects: 'No rolling minute sees more requests than configured.',
    export: 'openRequestLog',
    replacement: () => () => ({ reserve: async () => ({ done() {} }), penalise() {}, close() {} }),
    test: [
      'test/neto/request-log.test.ts',
      'two users of one file: never more than the limit in any rolling minute, and at least 95 % of it used',
    ],
  }),
  dailyShare({
    id: 'daily-share',
    promise: 7,
    protects: 'What is done once a day takes at most a quarter of the limit.',
    export: 'dailyShare',
    replacement: () => (perMinute) => perMinute ?? Number.POSITIVE_INFINITY,
    test: [
      'test/run/daily-share.test.ts',
      'daily work takes a quarter of a store’s limit in no minute more, and waits until news is loaded',
    ],
  }),
  secrets({
    id: 'secrets',
    promise: 8,
    protects: 'A key that a store echoes is taken out of every message.',
    export: 'hiderOf',
    replacement: () => () => (text) => text,
    test: [
      'test/neto/secrets.test.ts',
      'what a store echoes of the key or the user name is in no error > the words of a refusal',
    ],
  }),
  guards({
    id: 'guards',
    promise: 4,
    protects: 'A guard that is to stop ends the run before its first write.',
    export: 'judgeGuards',
    replacement: () => async () => {},
    test: [
      'test/run/guards.test.ts',
      'a guard that is to stop > ends a later run before it writes an order of any store',
    ],
  }),
  oldOrders({
    id: 'first-run',
    promise: 2,
    protects: 'Very many orders that are older than the last whole run are asked about before they are written.',
    export: 'judgeOldOrders',
    replacement:
      () =>
      async ({ gates }, { fixed }) =>
        gates.open(fixed.store),
    test: [
      'test/run/old-orders.test.ts',
      'More than 200 orders that are older than the last whole run of their store > are asked about when `since` is moved back, each time anew, and nothing is written for their store',
    ],
  }),
  time({
    id: 'believable-years',
    promise: 2,
    protects: 'A date before 1990 or after 2100 is no date.',
    export: 'isBelievableYear',
    replacement: () => () => true,
    test: [
      'test/rules/one-record.test.ts',
      'an invoice date in the year 9999 is that record’s own matter, by its id, and every other record is copied',
    ],
  }),
  snapshot({
    id: 'salted-snapshots',
    promise: 8,
    protects: 'What two orders of one shopper have in common can not be seen in the ledger.',
    export: 'snapshotSalt',
    replacement: () => () => 'the same',
    test: [
      'test/run/changes/salted-snapshots.test.ts',
      'what two orders of one shopper have in common can not be seen in the ledger',
    ],
  }),
  envFile({
    id: 'init-keys-in-git',
    promise: 8,
    protects: 'A key that is typed is not put where Git would take it into a repository.',
    export: 'isTrackable',
    replacement: () => async () => false,
    test: ['test/cli/init.test.ts', 'init at a terminal > puts no key where Git would take it, unless it is ignored'],
  }),
  configFiles({
    id: 'keys-in-utf16',
    promise: 8,
    protects: 'A file of keys that is not UTF-8 is not written to, so that no key in it is lost.',
    export: 'textOf',
    replacement: () => (bytes) => new TextDecoder('utf-8').decode(bytes),
    test: [
      'test/config/keys-file.test.ts',
      'a file of keys as Windows programs write it > in UTF-16, little end first, with its mark: is said to be that, and is never written to',
    ],
  }),
  substitute({
    id: 'names-as-variables',
    promise: 8,
    protects: 'A name of a store that looks like the variable of a key is written as the name that it is.',
    export: 'escapeReferences',
    replacement: () => (text) => text,
    test: ['test/cli/map.test.ts', 'map > writes a name that looks like a variable as the name that it is'],
  }),
  copiesSeen({
    id: 'init-prefixes-of-copies',
    promise: 4,
    protects: 'A pipeline file that is made anew gives the numbers that copies have already.',
    export: 'copiesSeen',
    replacement: () => () => [],
    test: [
      'test/cli/init.test.ts',
      'init by options alone > writes a pipeline whose run copies the orders, is made the same again, and keeps keys out of files and outputs',
    ],
  }),
];
