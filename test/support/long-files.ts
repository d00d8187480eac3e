/** Properties and tables of settings of which the suite tries a part, and `npm run test:long` all. */
const partly = [
  'rules/files-again',
  'rules/shown-no-more',
  'rules/altered-references',
  'run/store-clocks',
  'run/guards',
  'feeds/import',
  'run/closing',
  'rules/accepted-left-in-books',
  'rules/order-cases',
  'rules/people-decided',
  'rules/file-states',
  'operations/check/check-connection',
  'rules/entered-meanwhile',
  'rules/due-dates-by-rule',
  'rules/linked-by-hand',
  'run/changes/changed-fields',
  'reconcile/planted',
  'run/sources/sources',
  'feeds/rewrite',
  'feeds/read',
  'cli/run-command',
  'cli/log-file',
  'cli/file-rights',
  'cli/fake-store-command',
  'documentation/library',
  'neto/samples',
  'run/troubles',
  'rules/odd-money-columns',
  'run/protocol/load-batch',
  'ledger/kill',
];

/** What is killed, stopped or made to fail again and again, made-up inputs and settings by the hundred, the demo, a browser. */
const wholly = [
  'report/chromium',
  'month-pack/print',
  'month-pack/killed',
  'cli/demo',
  'cli/kept-demo',
  'cli/kept-demo-dates',
  'cli/schedule-command',
  'cli/lost-outputs',
  'reconcile/demo',
  'operations/check/check-demo',
  'proof/going-on',
  'run/old-orders',
  'run/switches',
  'rules/people-and-articles',
  'rules/people',
  'rules/whole-orders',
  'rules/strange-values',
  'rules/one-field',
  'config/garbage',
  'ledger/backup-kill',
  'feeds/import-program',
  'cli/stopping',
  'run/stopping',
  'run/failures',
  'run/changes/interrupted',
  'operations/backfill/interrupted',
  'operations/doctor/lost-ledger',
];

const filesOf = (names: readonly string[]): string[] => names.map((name) => `test/${name}.test.ts`);

/** The files that the suite leaves to the long tests. */
export const leftToLongTests = filesOf(wholly);
/** The files of the suite that the long tests run too, or run alone. */
export const longFiles = filesOf([...partly, ...wholly]);
