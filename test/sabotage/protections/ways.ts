import { inModule, type Protection } from '../protection.ts';

const history = inModule<typeof import('../../../src/transform/history.ts')>('src/transform/history.ts');
const inBooks = inModule<typeof import('../../../src/transform/in-books-already.ts')>(
  'src/transform/in-books-already.ts',
);
const note = inModule<typeof import('../../../src/model/in-books-note.ts')>('src/model/in-books-note.ts');
const marking = inModule<typeof import('../../../src/operations/backfill/mark-copies.ts')>(
  'src/operations/backfill/mark-copies.ts',
);

const state = inModule<typeof import('../../../src/entities/order/compare/state.ts')>(
  'src/entities/order/compare/state.ts',
);
const accounts = inModule<typeof import('../../../src/reconcile/other-accounts.ts')>('src/reconcile/other-accounts.ts');
const own = inModule<typeof import('../../../src/reconcile/own-orders.ts')>('src/reconcile/own-orders.ts');

const whose = inModule<typeof import('../../../src/operations/undo/whose-copy.ts')>(
  'src/operations/undo/whose-copy.ts',
);
const inTheBooks = inModule<typeof import('../../../src/operations/undo/in-books.ts')>(
  'src/operations/undo/in-books.ts',
);

const undone = 'test/operations/undo/what-undo-takes-back.test.ts';
const exports = inModule<typeof import('../../../src/run/load/leave-to-exports.ts')>(
  'src/run/load/leave-to-exports.ts',
);

const outputs = inModule<typeof import('../../../src/feeds/may-replace.ts')>('src/feeds/may-replace.ts');

const everyKind = 'test/reconcile/every-kind.test.ts';
const marks = 'test/operations/backfill/marked-days.test.ts';

/** Of the ways into the primary beside the run. */
export const ways: readonly Protection[] = [
  history({
    id: 'marked-days',
    promise: 1,
    protects: 'What the books have already is kept from them, wherever `since` is.',
    export: 'markedWindowOf',
    replacement: (original) => (day, opened) =>
      'since' in opened && typeof opened.since === 'string' && (day ?? '') >= opened.since
        ? undefined
        : original(day, opened),
    test: [
      marks,
      'marked days stay marked when since is moved before them: what is copied of them later has the mark too',
    ],
  }),
  inBooks({
    id: 'marked-returns',
    promise: 1,
    protects: 'A return that the books have becomes no credit note in them.',
    export: 'inBooksAlready',
    replacement: () => () => undefined,
    test: [marks, 'a return of marked days becomes no credit, however late it is edited; one of a later day does'],
  }),
  marking({
    id: 'marked-late',
    promise: 1,
    protects: 'Copies that were made before their days were said to be in the books are marked.',
    export: 'markCopies',
    replacement: () => async () => [],
    test: [
      marks,
      'copies that were made without the mark are given it when their days are begun anew with it, and say so',
    ],
  }),
  note({
    id: 'marked-rebuilt',
    promise: 1,
    protects: 'A ledger that is made anew knows which days the books have.',
    export: 'inBooksDays',
    replacement: () => () => undefined,
    test: [marks, 'a ledger made anew reads from the copies which days the books have'],
  }),
  state({
    id: 'reconciled-state',
    promise: 3,
    protects: 'A copy that is a quote, uncommitted or on hold is told by the comparison of both sides.',
    export: 'compareState',
    replacement: () => () => [],
    test: [everyKind, 'each planted error is told > by reconcile: uncommitted'],
  }),
  accounts({
    id: 'reconciled-account',
    promise: 3,
    protects: "A copy under somebody else's account is told by the comparison of both sides.",
    export: 'copiesOfOthers',
    replacement: () => async () => new Set(),
    test: [everyKind, 'each planted error is told > by reconcile: the customer'],
  }),
  own({
    id: 'entered-again',
    promise: 1,
    protects: "A sale that was entered again under a number of the primary's own is told.",
    export: 'saleKeys',
    replacement: () => () => [],
    test: [everyKind, 'each planted error is told > by reconcile: a sale that was entered again'],
  }),
  whose({
    id: 'undo-its-own',
    promise: 2,
    protects: 'Undo takes back what its run made, and no copy that the run only changed.',
    export: 'whoseCopy',
    replacement: () => async () => undefined,
    test: [undone, 'a run that only carried a change over to copies of an earlier one cancels none of them'],
  }),
  inTheBooks({
    id: 'undo-in-the-books',
    promise: 3,
    protects: 'Undo cancels no copy of which anything is in the books.',
    export: 'hindrance',
    replacement: () => () => undefined,
    test: [undone, 'a copy with a return in the books is left, and the others are cancelled'],
  }),
  exports({
    id: 'open-export',
    promise: 1,
    protects: 'What lies in files that may be imported at any moment is not copied by a run as well.',
    export: 'leaveToExports',
    replacement: () => async (_context, orders) => orders,
    test: [
      'test/feeds/open-batch.test.ts',
      'a run leaves alone what an open batch holds, says so, and goes on with it once it is imported',
    ],
  }),
  outputs({
    id: 'replaced-files',
    promise: 2,
    protects: 'No command that writes a file replaces the ledger, a pipeline file, secrets or what is no plain file.',
    export: 'checkOutput',
    replacement: () => async () => undefined,
    test: ['test/cli/outputs.test.ts', 'report never replaces ledger.db, with --force either'],
  }),
];
