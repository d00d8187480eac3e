import { inModule, type Protection } from '../protection.ts';

const seen = inModule<typeof import('../../../src/ledger/seen-as.ts')>('src/ledger/seen-as.ts');
const taken = inModule<typeof import('../../../src/ledger/verbs/taken-before.ts')>('src/ledger/verbs/taken-before.ts');
const left = inModule<typeof import('../../../src/session/decisions/take-left.ts')>(
  'src/session/decisions/take-left.ts',
);
const rights = inModule<typeof import('../../../src/serve/access/rights.ts')>('src/serve/access/rights.ts');

const files = inModule<typeof import('../../../src/session/decisions/decision-file.ts')>(
  'src/session/decisions/decision-file.ts',
);
const along = inModule<typeof import('../../../src/session/decisions/take-along.ts')>(
  'src/session/decisions/take-along.ts',
);
const lock = inModule<typeof import('../../../src/session/lock.ts')>('src/session/lock.ts');

const strange = 'test/decisions/strange-files.test.ts';
const queued = 'test/decisions/queued.test.ts';
const onPage = 'test/serve/decisions.test.ts';

/** What keeps a person's decision from being done twice, to something else than they saw, or by somebody else. */
const keeping = inModule<typeof import('../../../src/decisions/keep-decision.ts')>('src/decisions/keep-decision.ts');

export const decisions: readonly Protection[] = [
  keeping({
    id: 'decision-kept-again',
    promise: 2,
    protects:
      'A decision whose keeping is not answered is kept once more by its own id, before anybody is told of an error.',
    export: 'keepDecision',
    replacement: () => async (_, queue, decision) => {
      await queue.add(decision);
    },
    test: [
      'test/long/fleet/two-machines.test.ts',
      'two machines, each with a state home of its own, and one ledger in a database > a decision whose answer is lost while it is kept is told as it is, where the database comes back, and taken once',
    ],
  }),
  seen({
    id: 'decision-as-seen',
    promise: 3,
    protects: 'A decision is not forced on a record that has become something else since the person saw it.',
    export: 'seenAs',
    replacement: () => () => 'as ever',
    test: [queued, 'a decision > about a record that has changed in its store since is not forced'],
  }),
  taken({
    id: 'decision-once',
    promise: 1,
    protects: 'A decision that is delivered twice is known as done, and neither done again nor told as refused.',
    export: 'takenOf',
    replacement: () => async () => [],
    test: [queued, 'a decision > that is sent twice, or is killed before its file is gone, is done once'],
  }),
  left({
    id: 'decision-not-left',
    promise: 2,
    protects:
      'Where nobody holds the ledger, what was queued is taken at once, and does not lie there until the next run.',
    export: 'takeIfFree',
    replacement: () => async () => false,
    test: [queued, 'a decision > is taken at once where nobody holds the ledger, and the audit says whose it is'],
  }),
  seen({
    id: 'form-as-seen',
    promise: 3,
    protects: 'A form of the page that was shown before the record changed decides nothing.',
    export: 'seenAs',
    replacement: () => () => 'as ever',
    test: [
      onPage,
      'a decision on the page > by a form that was shown before the record changed, after it was said what would follow, is refused and does nothing',
    ],
  }),
  rights({
    id: 'decide-by-right',
    promise: 8,
    protects: 'Who may only read the page decides nothing there.',
    export: 'isAllowed',
    replacement: () => (grant, role) => role === 'open' || grant !== undefined,
    test: [
      onPage,
      'a decision on the page > is not offered to who may only read, and refused where they send it all the same',
    ],
  }),
  files({
    id: 'no-strange-decision',
    promise: 8,
    protects: 'What nobody of this program has written beside the ledger is no decision, and is told.',
    export: 'readDecisionFile',
    replacement: () => async (file, schema) => {
      const { readFileSync } = await import('node:fs');
      return { kind: 'whole', content: schema.parse(JSON.parse(readFileSync(file, 'utf8'))) };
    },
    test: [
      strange,
      'a file among the decisions that is > a link to a decision elsewhere, is put aside and told; the others are taken',
    ],
  }),
  along({
    id: 'decisions-go-along',
    promise: 2,
    protects: 'Decisions that wait go along with a ledger that is moved.',
    export: 'takeAlong',
    replacement: () => async () => undefined,
    test: [strange, 'decisions that wait go along with a ledger that is moved, that it notices itself'],
  }),
  lock({
    id: 'decision-waited-for',
    promise: 2,
    protects: 'A run that meets a decision waits for it, and does not leave its window to the next one.',
    export: 'takeLockSoon',
    replacement: (original) => {
      let now = 0;
      const clock = {
        now: () => {
          now += 60_000;
          return now;
        },
        sleep: async () => undefined,
      };
      return (file, what, taking) => original(file, what, { ...taking, clock });
    },
    test: [
      'test/run/held-by-decision.test.ts',
      'while another process holds the pipeline for a decision > and so the pipeline, a run waits for it, and then goes on',
    ],
  }),
];
