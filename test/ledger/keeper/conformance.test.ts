import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keeperOf } from '../../../src/ledger/open/keeper-of.ts';
import { instant } from '../../../src/model/time.ts';
import { keeps } from './conformance.ts';
import { MemoryKeeper, Shelf } from './memory-keeper.ts';

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

keeps('plain maps', () => {
  const shelf = new Shelf();
  return {
    keeper: () => new MemoryKeeper(shelf),
    elsewhere: 'monday',
    leaveHalfABackup: () => {
      const at = instant('2026-11-28T08:15:03Z');
      shelf.backups.push({ name: 'half', kind: 'daily', at, held: 'damaged', isWhole: false });
    },
    damage: () => {
      shelf.ledger = 'damaged';
    },
    close: () => {},
  };
});
