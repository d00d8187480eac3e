import { randomUUID } from 'node:crypto';
import { inModule, type Protection } from '../protection.ts';

const writing = inModule<typeof import('../../../src/ledger/storage/postgres/write-function.ts')>(
  'src/ledger/storage/postgres/write-function.ts',
);
const table = inModule<typeof import('../../../src/ledger/storage/postgres/lease-table.ts')>(
  'src/ledger/storage/postgres/lease-table.ts',
);
const moment = inModule<typeof import('../../../src/ledger/storage/postgres/lease-moment.ts')>(
  'src/ledger/storage/postgres/lease-moment.ts',
);
const requests = inModule<typeof import('../../../src/neto/read-only.ts')>('src/neto/read-only.ts');
const absence = inModule<typeof import('../../../src/run/protocol/has-passed-there.ts')>(
  'src/run/protocol/has-passed-there.ts',
);
const before = inModule<typeof import('../../../src/session/not-absent-before.ts')>('src/session/not-absent-before.ts');
const LEASES = 'test/long/fleet/lease.test.ts';

/** What keeps two machines from writing for one pipeline. */
export const lease: readonly Protection[] = [
  writing({
    id: 'lease-for-share',
    promise: 1,
    protects: 'A ledger in a database is not taken over while a step of whoever had it is being done.',
    export: 'writeFunction',
    replacement: (original) => (schema) => original(schema).replace('FOR SHARE', ''),
    test: [LEASES, 'a lease > is not taken over in the middle of a step of the ledger: that is waited for'],
  }),
  writing({
    id: 'lease-number',
    promise: 1,
    protects: 'Whoever has lost the lease of a ledger in a database writes nothing more into it.',
    export: 'writeFunction',
    replacement: (original) => (schema) =>
      original(schema).replace("IF NOT FOUND THEN RAISE EXCEPTION 'lease", "IF FALSE THEN RAISE EXCEPTION 'lease"),
    test: [LEASES, 'a lease > that another one has is lost: nothing is written by it, and it says who has it'],
  }),
  writing({
    id: 'lease-all-found',
    promise: 1,
    protects: "No write leaves on what a step of the ledger has found where the primary's lease is another one's.",
    export: 'writeFunction',
    replacement: (original) => (schema) =>
      original(schema).replace('CASE WHEN count(*) = 1 + cardinality(_also) THEN', 'CASE WHEN TRUE THEN'),
    test: [
      LEASES,
      'a lease > lets a write leave at once after a step of the ledger that found all of it held, and is asked for where that is not of now or not enough',
    ],
  }),
  table({
    id: 'lease-time',
    promise: 1,
    protects: "When a lease ends is told by the database's clock, whatever those of the workers are set to.",
    export: 'timeOfLeases',
    replacement: () => () => `'${new Date().toISOString()}'::timestamptz`,
    test: [
      LEASES,
      'a lease > is a matter of the database: a worker whose clock is a day ahead takes none over, and one that is behind keeps its own',
    ],
  }),
  table({
    id: 'lease-of-primary',
    promise: 1,
    protects: 'Two pipelines, on whichever machines, never write to one primary at the same time.',
    export: 'primaryName',
    replacement: () => (host) => `primary ${host} ${randomUUID()}`,
    test: [LEASES, 'a lease > of a primary is one for all pipelines of the database, and none is half taken'],
  }),
  requests({
    id: 'lease-asked',
    promise: 1,
    protects: 'Right before each write to the primary the database is asked whether this process may still write.',
    export: 'permitFor',
    replacement: () => async () => undefined,
    test: ['test/neto/permit.test.ts', 'a write for which leave is refused is not sent, nor tried again'],
  }),
  moment({
    id: 'lease-of-now',
    promise: 1,
    protects:
      'What the database has said more than two seconds ago, by either clock of the machine, lets no write leave.',
    export: 'isYoung',
    replacement: () => () => true,
    test: [LEASES, 'a lease > counts for no write whose answer lay in the socket, or whose clock was set meanwhile'],
  }),
  moment({
    id: 'lease-for-granted',
    promise: 1,
    protects: 'What a process knew of its ledger it asks for anew where another one may have the lease by now.',
    export: 'isSure',
    replacement: () => () => true,
    test: [
      'test/ledger/writers-memory.test.ts',
      'what a writer knows > is asked for again once the lease is lost, or nothing was heard of it for most of its length by either clock',
    ],
  }),
  absence({
    id: 'lease-late-write',
    promise: 1,
    protects:
      'What a process that was taken over may have sent late is not called absent before that can no longer come.',
    export: 'isTooEarly',
    replacement: () => () => false,
    test: [
      'test/run/protocol/settle-intents.test.ts',
      'what whoever was taken over may have sent late is not called absent before that moment, however often it is looked for',
    ],
  }),
  before({
    id: 'lease-broke-off',
    promise: 1,
    protects: 'Until when that may come is reckoned from the end of the lease, not from when it was taken over.',
    export: 'notAbsentBefore',
    replacement: () => () => undefined,
    test: [
      'test/run/not-absent-before.test.ts',
      'a lease that ran out keeps what was open in doubt for as long as a request may take and be shown after its end',
    ],
  }),
];
