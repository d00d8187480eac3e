import { randomUUID } from 'node:crypto';
import { inModule, type Protection } from '../protection.ts';

const writing = inModule<typeof import('../../../src/ledger/storage/postgres/write-function.ts')>(
  'src/ledger/storage/postgres/write-function.ts',
);
const moved = inModule<typeof import('../../../src/session/refuse-moved.ts')>('src/session/refuse-moved.ts');
const beside = inModule<typeof import('../../../src/ledger/storage/postgres/beside-schema.ts')>(
  'src/ledger/storage/postgres/beside-schema.ts',
);
const told = inModule<typeof import('../../../src/notify/database-place.ts')>('src/notify/database-place.ts');
const exported = inModule<typeof import('../../../src/session/exports-elsewhere.ts')>(
  'src/session/exports-elsewhere.ts',
);
const places = inModule<typeof import('../../../src/session/ledger-place.ts')>('src/session/ledger-place.ts');
const memory = inModule<typeof import('../../../src/ledger/storage/postgres/writers-memory.ts')>(
  'src/ledger/storage/postgres/writers-memory.ts',
);
const touched = inModule<typeof import('../../../src/ledger/storage/postgres/touched-names.ts')>(
  'src/ledger/storage/postgres/touched-names.ts',
);
const texts = inModule<typeof import('../../../src/ledger/storage/postgres/encode-text.ts')>(
  'src/ledger/storage/postgres/encode-text.ts',
);

const disk = inModule<typeof import('../../../src/ledger/storage/postgres/on-disk.ts')>(
  'src/ledger/storage/postgres/on-disk.ts',
);

/** What keeps a ledger in PostgreSQL from doing a step twice, and two ledgers from going on. */
export const database: readonly Protection[] = [
  writing({
    id: 'postgres-step-known',
    promise: 1,
    protects: 'A step of a ledger in PostgreSQL whose answer was lost is not done again when it is asked for again.',
    export: 'writeFunction',
    replacement: (original) => (schema) => original(schema).replace('IF _last >= _step', 'IF _last > _step'),
    test: [
      'test/ledger/postgres.test.ts',
      'a step whose answer is lost > is found done, and not done again, whatever it was',
    ],
  }),
  disk({
    id: 'postgres-on-disk',
    promise: 1,
    protects:
      'An intent is on the disk of the server before its write leaves, and a decision before it is said to wait, though the server is set to commit later.',
    export: 'onDisk',
    replacement: () => () => 'NULL',
    test: [
      'test/long/postgres-on-disk.test.ts',
      'what a step of the ledger has answered, and a decision that waits, outlast a power cut of a server that commits later',
    ],
  }),
  writing({
    id: 'postgres-late-step',
    promise: 1,
    protects: 'A step of a ledger in PostgreSQL that comes after a later one of its process is not done.',
    export: 'writeFunction',
    replacement: (original) => (schema) => original(schema).replace('IF _last >= _step', 'IF _last = _step'),
    test: [
      'test/ledger/postgres.test.ts',
      'a step whose answer is lost > and that comes late, after the next one of its process, is not done any more',
    ],
  }),
  memory({
    id: 'postgres-memory',
    promise: 1,
    protects: 'What a process knew of its ledger in PostgreSQL is forgotten once anybody else has written to it.',
    export: 'othersHaveWritten',
    replacement: () => () => false,
    test: [
      'test/ledger/writers-memory.test.ts',
      'what a writer knows > is forgotten with the first step that tells that somebody else has written',
    ],
  }),
  writing({
    id: 'postgres-steps-under-way',
    promise: 1,
    protects:
      'Of several steps under way whose connection broke each is known as done when it is asked for again, and not done again.',
    export: 'writeFunction',
    replacement: (original) => (schema) =>
      original(schema).replace('WHERE step > (_heard::text)::bigint', 'WHERE false'),
    test: [
      'test/ledger/steps-under-way.test.ts',
      'steps that were under way when the connection broke are each done once, and give what they gave, wherever it broke',
    ],
  }),
  touched({
    id: 'postgres-under-way',
    promise: 1,
    protects: 'What a step is about that is under way, and what was read meanwhile, a process does not take for known.',
    export: 'standsStill',
    replacement: () => () => true,
    test: [
      'test/ledger/steps-under-way.test.ts',
      'what was sent before a step about it, and answered after that is not taken for how it stands',
    ],
  }),
  writing({
    id: 'postgres-pooled',
    promise: 1,
    protects: "Nothing of the program's lasts in a session of the database, which a pooler gives to others.",
    export: 'writeFunction',
    replacement: (original) => (schema) =>
      original(schema).replace('BEGIN\n', "BEGIN\n PERFORM set_config('statement_timeout', '1h', false);\n"),
    test: [
      'test/long/fleet/pooler.test.ts',
      'behind a pooler that gives each transaction another connection > a pipeline is planned, run and looked after as without one, and nothing is left in a session',
    ],
  }),
  texts({
    id: 'postgres-every-letter',
    promise: 2,
    protects: 'A letter that PostgreSQL takes in no text comes back as it was.',
    export: 'encodeText',
    replacement: () => (text) => text.replaceAll('\0', ''),
    test: [
      'test/ledger/postgres.test.ts',
      'keeps every letter, the one numbered 0 as well, and puts ids in the order of their bytes',
    ],
  }),
  moved({
    id: 'ledger-moved-away',
    promise: 1,
    protects: 'A ledger that was carried into a database, or back, is not written any more where it was left.',
    export: 'refuseMoved',
    replacement: () => () => {},
    test: [
      'test/long/postgres-ledger.test.ts',
      'a pipeline whose ledger is in PostgreSQL > is carried into a database and back, is the same there, and refuses to be written where it was left',
    ],
  }),
  places({
    id: 'ledger-place-database',
    promise: 1,
    protects:
      'A ledger in a database belongs to that database and schema: a copy of it in another one is not used beside it.',
    export: 'holdPlace',
    replacement: () => async () => ({ otherMachine: false }),
    test: [
      'test/long/fleet/two-machines.test.ts',
      'the place of a ledger in a database > is its database and schema, whatever it is called: a copy in another database is refused until a person says that it was moved',
    ],
  }),
  exported({
    id: 'exports-elsewhere',
    promise: 1,
    protects:
      'What was exported on one machine and may be imported at any moment is copied by no run of another machine.',
    export: 'refuseExportsElsewhere',
    replacement: () => async () => {},
    test: [
      'test/long/fleet/two-machines.test.ts',
      'the place of a ledger in a database > batches that were exported on one machine stop runs on another one until they are confirmed there',
    ],
  }),
  beside({
    id: 'decisions-of-all-machines',
    promise: 2,
    protects:
      'A decision about a ledger in a database is taken by whichever machine runs, and not only by the one on which it was made.',
    export: 'besideSchema',
    replacement: (original) => {
      const schema = `machine_${randomUUID().slice(0, 8)}`;
      return (address, waits) => original({ ...address, schema }, waits);
    },
    test: [
      'test/long/fleet/two-machines.test.ts',
      'two machines, each with a state home of its own, and one ledger in a database > a decision that is made on one machine while a run goes on at another is taken by that run',
    ],
  }),
  told({
    id: 'alerts-of-all-machines',
    promise: 2,
    protects: 'A trouble that several machines find is told once, and once that it is over.',
    export: 'databasePlace',
    replacement: () => async () => undefined,
    test: [
      'test/long/fleet/beside.test.ts',
      'alerts about a pipeline whose ledger is in a database > come once, whichever machine finds the trouble, and once that it is over',
    ],
  }),
];
