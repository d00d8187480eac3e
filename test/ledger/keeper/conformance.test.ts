import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keeperOf } from '../../../src/ledger/open/keeper-of.ts';
import { keeps } from './conformance.ts';

keeps('a SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keeper-'));
  const file = join(folder, 'state', 'ledger.db');
  return {
    keeper: () => keeperOf({ ledger: file }),
    elsewhere: join(folder, 'backups', 'monday.db'),
    leaveHalfABackup: () => {
      mkdirSync(`${file}.backups`, { recursive: true });
      writeFileSync(join(`${file}.backups`, '.2026-11-28T081503Z-daily.db.999999999.part'), 'half of it');
    },
    damage: () => {
      for (const part of ['-wal', '-shm']) rmSync(file + part, { force: true });
      truncateSync(file, Math.floor(statSync(file).size / 2));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
});
