import { inModule, type Protection } from '../protection.ts';

const history = inModule<typeof import('../../../src/transform/history.ts')>('src/transform/history.ts');
const inBooks = inModule<typeof import('../../../src/transform/in-books-already.ts')>(
  'src/transform/in-books-already.ts',
);
const note = inModule<typeof import('../../../src/model/in-books-note.ts')>('src/model/in-books-note.ts');
const marking = inModule<typeof import('../../../src/pipeline/backfill/mark-copies.ts')>(
  'src/pipeline/backfill/mark-copies.ts',
);

const marks = 'test/pipeline/backfill/marked-days.test.ts';

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
];
