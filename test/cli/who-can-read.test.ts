import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { repository } from '../fixtures/support.ts';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { runProcess, startProgram } from './program.ts';

// As careless as a machine can be: whatever is made is for everybody, unless the program takes care.
let before = 0;
beforeEach(() => {
  before = process.umask(0);
});
afterEach(() => void process.umask(before));

/** Every kind of file that may be left, and how docs/security.md tells of it. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^ledger\.db(-wal|-shm)?$/, 'the ledger (`*.db`, with `-wal` and `-shm` while it is open)'],
  [/^ledger\.db\.backups\//, '`*.db.backups/`'],
  [/^ledger\.db\.lock(\.pid|\.wanted)?$/, '`*.db.lock`, `*.lock.pid`, `*.lock.wanted`'],
  [/^ledger\.db\.exports\//, '`*.db.exports/`'],
  [/^ledger\.db\.outputs\.json$/, '`*.db.outputs.json`'],
  [/^state\/requests\.db(-wal|-shm)?$/, 'the state home (`requests.db`'],
  [/^state\/home-id$/, '`home-id`'],
  [/^state\/primary-[^/]*\.lock(\.pid|\.wanted)?$/, '`primary-*.lock`'],
  [/^state\/serve\//, '`serve/`'],
  [/^state\/running\//, '`running/`'],
  [/^state\/[^/]*\.json$/, '`*.json`'],
  [/^steps\.log$/, '`--log`'],
  [/^(report\.html|month\/|tables\/|batch\/)/, '`report`, `month`, `reconcile --csv`, `export`'],
  [/^by-hand\.db$/, 'One that you made or copied away'],
];

test('what the commands leave is for its user alone, each file of it is told of in docs/security.md, and nothing is in the temporary folder', async () => {
  // One order waits in quarantine, so that there is personal data to keep.
  const orders = ['N100', 'N102'].map((OrderID) => orderSeed({ OrderID }));
  orders.push(orderSeed({ OrderID: 'N101', ShippingOption: 'Pigeon' }));
  await withTwoStores({ orders }, async ({ pipeline, home }) => {
    const { file } = await pipeline();
    mkdirSync(path.join(home, 'tmp'));
    const known = new Set(readdirSync(home));
    const own = { NETO_CONSOLIDATOR_HOME: path.join(home, 'state'), TMPDIR: path.join(home, 'tmp') };
    const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', ...own };
    const lines = [
      ['export', file, '--out', 'batch', '--order', 'N102'],
      ['run', file, '--yes', '--log', 'steps.log'],
      ['report', file, '--out', 'report.html'],
      ['month', '2026-07', file, '--out', 'month'],
      ['reconcile', file, '--csv', 'tables', '--from', '2026-07-01', '--to', '2026-07-31'],
      ['doctor', file, '--backup', 'by-hand.db'],
    ];
    for (const line of lines) {
      const { code, stderr } = await runProcess(line, { folder: home, environment });
      expect([0, 3, 4], `${line.join(' ')}: ${stderr}`).toContain(code);
    }
    // Looked at while it is there: what lets a browser in is gone when the page is.
    const page = startProgram(['serve', file, '--no-open'], { folder: home, environment });
    onTestFinished(() => void page.process.kill('SIGKILL'));
    const { stdout } = page.process;
    if (stdout === null) throw new Error('There is nothing to hear of the page.');
    await Promise.race([once(stdout, 'data'), page.ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
    const made = readdirSync(home, { recursive: true, withFileTypes: true })
      .map((entry) => ({ entry, name: path.relative(home, path.join(entry.parentPath, entry.name)) }))
      .filter(({ name }) => !known.has(name));
    const open = made.filter(({ entry, name }) => {
      const rights = statSync(path.join(home, name)).mode & 0o777;
      return rights !== (entry.isDirectory() ? 0o700 : 0o600);
    });
    expect(open.map(({ name }) => name)).toEqual([]);
    page.process.kill('SIGTERM');
    expect((await page.ended).code).toBe(143);
    // The path of the page's addresses stays, or bookmarks would not.
    expect(readdirSync(path.join(home, 'state/serve'))).toEqual(['path']);

    const files = made.filter(({ entry }) => entry.isFile()).map(({ name }) => name);
    expect(files.filter((name) => !KINDS.some(([pattern]) => pattern.test(name)))).toEqual([]);
    const told = readFileSync(path.join(repository, 'docs/security.md'), 'utf8');
    expect(KINDS.map(([, words]) => words).filter((words) => !told.includes(words))).toEqual([]);
    for (const kind of [
      /^steps\.log/,
      /^batch\/./,
      /^report/,
      /^month\/./,
      /^tables\/./,
      /^by-hand/,
      /exports\/./,
      /serve\/./,
    ])
      expect(
        files.some((name) => kind.test(name)),
        String(kind),
      ).toBe(true);
  });
}, 120_000);
