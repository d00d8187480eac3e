import { inModule, type Protection } from '../protection.ts';

const among = inModule<typeof import('../../../src/fleet/database/among.ts')>('src/fleet/database/among.ts');
const ask = inModule<typeof import('../../../src/fleet/jobs/ask-for-run.ts')>('src/fleet/jobs/ask-for-run.ts');
const end = inModule<typeof import('../../../src/fleet/jobs/end-run.ts')>('src/fleet/jobs/end-run.ts');
const schema = inModule<typeof import('../../../src/fleet/database/schema.ts')>('src/fleet/database/schema.ts');
const session = inModule<typeof import('../../../src/session/open-run.ts')>('src/session/open-run.ts');

const letGo = inModule<typeof import('../../../src/fleet/jobs/let-go.ts')>('src/fleet/jobs/let-go.ts');
const other = inModule<typeof import('../../../src/fleet/pipelines/refuse-other.ts')>(
  'src/fleet/pipelines/refuse-other.ts',
);

const slots = inModule<typeof import('../../../src/config/stored/secret-slots.ts')>(
  'src/config/stored/secret-slots.ts',
);
const limit = inModule<typeof import('../../../src/fleet/limits/limit-of-ledger.ts')>(
  'src/fleet/limits/limit-of-ledger.ts',
);

/** What keeps workers from each other's way, and a wish for a run from being lost. */
export const fleet: readonly Protection[] = [
  slots({
    id: 'stored-webhook',
    promise: 8,
    protects: 'An address that anybody could post to is not stored with a pipeline in a database.',
    export: 'isSecretWebhook',
    replacement: () => () => false,
    test: ['test/config/stored/stored-pipeline.test.ts', 'is refused where it holds a webhook with a query'],
  }),
  ask({
    id: 'fleet-asked-again',
    promise: 2,
    protects:
      'A run that was asked for while one goes on follows it: the answer of the engine that there is one already is no end of it.',
    export: 'sendAskedAgain',
    replacement: () => async () => {},
    test: [
      'test/long/fleet/jobs.test.ts',
      'asking for a run > while one goes on brings one more after it, however often it is asked',
    ],
  }),
  ask({
    id: 'fleet-taken-away',
    promise: 2,
    protects: 'A run whose pipeline is taken away while it goes on is noted as it ended.',
    export: 'lockPipelineOfRun',
    replacement: () => () => Promise.reject(new Error('no such pipeline')),
    test: [
      'test/long/fleet/jobs.test.ts',
      'workers > note a run whose pipeline is taken away while it goes on, and begin none after it',
    ],
  }),
  end({
    id: 'fleet-primary-claim',
    promise: 1,
    protects: 'Two pipelines of one primary never run at once, on whichever workers.',
    export: 'claimPrimary',
    replacement: () => async () => true,
    test: [
      'test/long/fleet/jobs.test.ts',
      'workers > put back a run whose primary another one has, and take it when that has ended',
    ],
  }),
  letGo({
    id: 'fleet-let-go',
    promise: 6,
    protects:
      'No run of a pipeline begins once it is paused or taken away, not even one that failed before and is tried again.',
    export: 'letGoUnlessActive',
    replacement: () => async () => false,
    test: [
      'test/long/fleet/jobs.test.ts',
      'workers > begin no run of a pipeline that was paused while its run went on, which failed then',
    ],
  }),
  other({
    id: 'fleet-edited-from',
    promise: 3,
    protects:
      'What somebody has changed in a stored pipeline is not taken back by a map that was edited from the text before.',
    export: 'refuseOther',
    replacement: () => () => {},
    test: [
      'test/long/fleet/pipelines.test.ts',
      'edited from a text that is not stored any more, it stays as it is: what somebody else has changed is not taken back',
    ],
  }),
  other({
    id: 'fleet-same-ledger',
    promise: 1,
    protects: 'No two pipelines of a fleet are stored whose ledgers would be one.',
    export: 'refuseSameLedger',
    replacement: () => () => {},
    test: [
      'test/long/fleet/pipelines.test.ts',
      'one whose ledger would be that of another one is not stored, not even when both are stored at once',
    ],
  }),
  end({
    id: 'fleet-lacks-key',
    promise: 2,
    protects: 'A worker that lacks a key makes no pipeline dead, and leaves its run to workers that have it.',
    export: 'leaveToOthers',
    replacement: () => async () => {
      throw new Error('It is tried again by whoever comes.');
    },
    test: [
      'test/long/fleet/jobs.test.ts',
      'workers > that lack a key leave the run to those that have it: it is no try, nothing is dead, and what is missing where is told',
    ],
  }),
  schema({
    id: 'fleet-newer',
    promise: 1,
    protects: 'A worker of an older version takes nothing up once a newer one has changed the tables.',
    export: 'refuseNewer',
    replacement: () => async () => {},
    test: ['test/long/fleet/jobs.test.ts', 'workers > of an older version end before they take anything up'],
  }),
  schema({
    id: 'fleet-newer-midway',
    promise: 1,
    protects:
      'A worker of an older version sends nothing more from the moment on that a newer one has changed the tables, also in the middle of a run.',
    export: 'refuseVersion',
    replacement: () => () => {},
    test: [
      'test/long/fleet/jobs.test.ts',
      'workers > of an older version end in the middle of a run, before anything more is sent or noted',
    ],
  }),
  among({
    id: 'fleet-among',
    promise: 8,
    protects:
      'Whoever may see some pipelines of a fleet is told of no other, and changes none: each statement bears their names.',
    export: 'isAmong',
    replacement: () => (parameter) => `(${parameter}::text[] IS NULL OR TRUE)`,
    test: [
      'test/long/fleet/serve.test.ts',
      'roles > what is not theirs is neither told nor changed, whatever page asks: the database is asked for theirs alone',
    ],
  }),
  session({
    id: 'fleet-shared-limit',
    promise: 7,
    protects: 'All workers of a fleet together keep the limit of a store, not each by itself.',
    export: 'shareRequestLog',
    replacement: () => () => () => {},
    test: [
      'test/run/shared-request-log.test.ts',
      'what is opened with a state home keeps the limit that more than this machine shares, until that ends',
    ],
  }),
  limit({
    id: 'fleet-limit-of-commands',
    promise: 7,
    protects: 'What a person asks of a store by a command counts with what the workers of the fleet ask of it.',
    export: 'openLimitOf',
    replacement: () => async () => undefined,
    test: [
      'test/long/fleet/shared-request-log.test.ts',
      'a command that a person types, whose ledger is in a database > keeps the limit together with the workers of the fleet that is there, and hears of a 429 that they got',
    ],
  }),
];
