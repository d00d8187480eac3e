import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/ledger/storage/sqlite/open-database.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  /** What the disk was too full for. */
  readonly at: string;
  readonly ids: readonly unknown[];
  readonly intents: number;
  readonly intent: string;
}

/** @param blocks of a kilobyte, which no file may be larger than */
function endedAt(blocks: number): Ended {
  const file = join(folder, `${blocks}.db`);
  openDatabase(file).close();
  const child = join(import.meta.dirname, 'full-disk-child.ts');
  const { stdout } = spawnSync(
    'bash',
    ['-c', 'ulimit -f "$1"; exec "$2" "$3" "$4"', 'bash', String(blocks), process.execPath, child, file],
    { encoding: 'utf8' },
  );
  const [at = '', intent = ''] = stdout.split('\n');
  const found = new DatabaseSync(file);
  const ids = found
    .prepare('SELECT source_id FROM record ORDER BY id')
    .all()
    .map((row) => row['source_id']);
  const { intents } = found.prepare('SELECT count(*) AS intents FROM intent').get() ?? {};
  found.close();
  return { at, intent, ids, intents: Number(intents) };
}

test.skipIf(process.platform === 'win32')(
  'where the disk is full at any moment, an intent is on it only behind all steps that were called done before',
  () => {
    const ended = [600, 900, 1_200].map(endedAt);
    for (const { ids, intents, intent } of ended) {
      expect(intents).toBe(intent === 'done' ? 1 : 0);
      expect(ids).toEqual(ids.map((_, place) => `N${place}`));
    }
    // Else it would prove nothing of what SQLite undoes as it reads.
    expect(ended.map(({ at }) => at)).toEqual(['read', 'read', 'read']);
  },
);
