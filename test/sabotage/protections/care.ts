import { chmodSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { inModule, type Protection } from '../protection.ts';

const before = inModule<typeof import('../../../src/ledger/storage/sqlite/backups/back-up-before.ts')>(
  'src/ledger/storage/sqlite/backups/back-up-before.ts',
);
const proof = inModule<typeof import('../../../src/ledger/storage/sqlite/backups/prove-copy.ts')>(
  'src/ledger/storage/sqlite/backups/prove-copy.ts',
);
const redaction = inModule<typeof import('../../../src/ledger/storage/sqlite/backups/redact-backups.ts')>(
  'src/ledger/storage/sqlite/backups/redact-backups.ts',
);
const outputs = inModule<typeof import('../../../src/session/outputs.ts')>('src/session/outputs.ts');
const tables = inModule<typeof import('../../../src/operations/forget/words-of.ts')>(
  'src/operations/forget/words-of.ts',
);
const share = inModule<typeof import('../../../src/operations/profile/share.ts')>('src/operations/profile/share.ts');
const pruning = inModule<typeof import('../../../src/ledger/storage/sqlite/backups/prune-backups.ts')>(
  'src/ledger/storage/sqlite/backups/prune-backups.ts',
);
const daily = inModule<typeof import('../../../src/run/daily-backup.ts')>('src/run/daily-backup.ts');
const replacing = inModule<typeof import('../../../src/ledger/storage/sqlite/backups/replace-ledger.ts')>(
  'src/ledger/storage/sqlite/backups/replace-ledger.ts',
);
const anew = inModule<typeof import('../../../src/ledger/storage/sqlite/write-personal-anew.ts')>(
  'src/ledger/storage/sqlite/write-personal-anew.ts',
);
const database = inModule<typeof import('../../../src/ledger/storage/sqlite/open-database.ts')>(
  'src/ledger/storage/sqlite/open-database.ts',
);
const sqliteErrors = inModule<typeof import('../../../src/ledger/storage/sqlite/sqlite-errors.ts')>(
  'src/ledger/storage/sqlite/sqlite-errors.ts',
);
const ownFile = inModule<typeof import('../../../src/ledger/storage/sqlite/own-file.ts')>(
  'src/ledger/storage/sqlite/own-file.ts',
);
const openPaths = inModule<typeof import('../../../src/session/open-paths.ts')>('src/session/open-paths.ts');
const visible = inModule<typeof import('../../../src/cli/text/visible.ts')>('src/cli/text/visible.ts');
const place = inModule<typeof import('../../../src/run/extract/files/free-name.ts')>(
  'src/run/extract/files/free-name.ts',
);
const freeName = inModule<typeof import('../../../src/run/extract/files/free-name.ts')>(
  'src/run/extract/files/free-name.ts',
);
const wasRead = inModule<typeof import('../../../src/run/extract/files/incoming-file.ts')>(
  'src/run/extract/files/incoming-file.ts',
);

const backups = 'test/ledger/backups.test.ts';

/** What keeps the ledger, the files and the terminal of a merchant safe. */
export const care: readonly Protection[] = [
  before({
    id: 'backup-before-migration',
    promise: 1,
    protects: 'Before the schema of a ledger is brought up to date a backup of it is made.',
    export: 'backUpBefore',
    replacement: () => () => {},
    test: [
      backups,
      'before a schema is brought up to date > a backup of the old one is made; by looking alone none is, and the ledger stays as it is',
    ],
  }),
  daily({
    id: 'daily-backup',
    promise: 1,
    protects: 'The first whole run of a day backs the ledger up.',
    export: 'backUpDaily',
    replacement: () => async () => [],
    test: [
      'test/rules/backups.test.ts',
      'the daily backup > is made by the first whole run of the primary’s day, and by no other run',
    ],
  }),
  proof({
    id: 'proven-backups',
    promise: 1,
    protects: 'A backup has its name only once it has been opened and read.',
    export: 'proveCopy',
    replacement: () => () => {},
    test: [backups, 'a backup > that a disk has written otherwise than it was told to is none'],
  }),
  pruning({
    id: 'kept-backups',
    promise: 8,
    protects: 'Of the backups the newest are kept, each kind by itself, and no more.',
    export: 'pruneBackups',
    replacement: () => () => {},
    test: [backups, 'of backups are kept > seven of the days, and two of each other kind, whichever is older'],
  }),
  replacing({
    id: 'kept-ledger',
    promise: 1,
    protects: 'A ledger that is replaced by a restore is kept.',
    export: 'replaceLedger',
    replacement: () => (ledger, fresh) => {
      for (const part of ['-wal', '-shm']) rmSync(ledger + part, { force: true });
      copyFileSync(fresh, ledger);
      return undefined;
    },
    test: [
      'test/operations/doctor/lost-ledger.test.ts',
      'a backup > of yesterday is restored, and the next run copies nothing twice',
    ],
  }),
  redaction({
    id: 'redacted-backups',
    promise: 8,
    protects: 'What is personal is in no backup that is older than a week.',
    export: 'redactOldBackups',
    replacement: () => () => ({ redacted: [], removed: [] }),
    test: [
      'test/rules/backups.test.ts',
      'a backup that is restored > whose personal data was taken out: what was under way then (AddOrder) is read anew, found, and not doubled',
    ],
  }),
  redaction({
    id: 'forgotten-in-backups',
    promise: 8,
    protects: 'A shopper who is to be forgotten is in no backup of the ledger, however young.',
    export: 'forgetInBackups',
    replacement: () => () => ({ redacted: [], removed: [] }),
    test: [
      'test/cli/forget.test.ts',
      'forget > leaves no file that holds the shopper, in state or outputs, and every other shopper as they were',
    ],
  }),
  outputs({
    id: 'files-known-by-state',
    promise: 8,
    protects: 'Files that were written for people are found again, so that a shopper can be taken out of them.',
    export: 'noteOutputs',
    replacement: () => async () => {},
    test: [
      'test/cli/forget.test.ts',
      'forget > leaves no file that holds the shopper, in state or outputs, and every other shopper as they were',
    ],
  }),
  tables({
    id: 'rows-of-others',
    promise: 8,
    protects: 'Rows of another shopper stay as they are, be their numbers or names ever so alike.',
    export: 'wordsOf',
    replacement: () => (text) => [...text.toLowerCase().matchAll(/w100/g)].map(String),
    test: [
      'test/cli/forget.test.ts',
      'forget > files that are named are looked through: tables, pages, feeds and texts, by address and by order',
    ],
  }),
  share({
    id: 'shared-profile',
    promise: 8,
    protects: 'A profile that is shared holds words and numbers of this program alone.',
    export: 'sharedProfile',
    replacement: () => (profile) => profile as never,
    test: [
      'test/cli/profile.test.ts',
      'profile > the file of --share tells the same, and no text of a store, a pipeline or a record is in it',
    ],
  }),
  anew({
    id: 'personal-written-anew',
    promise: 8,
    protects: 'Nothing that was personal in a record is left between the rows of others once it is settled.',
    export: 'writePersonalAnew',
    replacement: () => () => {},
    test: [
      'test/ledger/nothing-left.test.ts',
      'of a small ledger nothing personal of what was settled is left in any of its files, and what waits is',
    ],
  }),
  database({
    id: 'plan-without-files',
    promise: 8,
    protects: 'A plan has no file of its own that a killed one could leave behind.',
    export: 'openAbove',
    replacement: (openAbove) => (file) => {
      copyFileSync(file, `${file}.plan`);
      return openAbove(`${file}.plan`);
    },
    test: [
      'test/run/plan-leaves-nothing.test.ts',
      'a plan has no file of its own at any moment, so that a killed one leaves no shopper behind',
    ],
  }),
  database({
    id: 'plan-changes-nothing',
    promise: 8,
    protects: 'No statement of a plan can write to the ledger that it stands above.',
    export: 'openAbove',
    replacement: (openAbove) => (file) => {
      const opened = openAbove(file);
      opened.setAuthorizer(null);
      return opened;
    },
    test: [
      'test/ledger/storage/above.test.ts',
      'what is tried above a ledger > can not be written into it, whatever a statement says',
    ],
  }),
  sqliteErrors({
    id: 'full-disk-told',
    promise: 2,
    protects: 'A disk that is full while a ledger is brought up to date is told as such.',
    export: 'translateSqliteError',
    replacement: () => (error) => error,
    test: [
      backups,
      'before a schema is brought up to date > and the disk takes no more in the middle of it, it is told as such, all of it is undone, and the backup is there',
    ],
  }),
  ownFile({
    id: 'own-files',
    promise: 8,
    protects: 'A ledger can be read by its user alone.',
    export: 'makeOwnFile',
    replacement: () => (file, flag) => {
      writeFileSync(file, '', { flag });
      chmodSync(file, 0o644);
    },
    test: [
      'test/cli/file-rights.test.ts',
      'a ledger made by another program that runs pipelines is for its user alone, too',
    ],
  }),
  openPaths({
    id: 'open-folders',
    promise: 8,
    protects: 'Folders of a pipeline that others can read or write are said.',
    export: 'openPaths',
    replacement: () => () => [],
    test: [
      'test/cli/open-folders.test.ts',
      'folders that hold data and let others in are said, one by one, with what to type; then nothing is said any more',
    ],
  }),
  visible({
    id: 'control-characters',
    promise: 2,
    protects: 'What a store or a file holds can hide or move nothing on a terminal.',
    export: 'visible',
    replacement: () => (text) => text,
    test: [
      'test/cli/control-characters.test.ts',
      'what a store holds reaches no terminal as a control character: results, errors, progress, quarantine, trace, JSON',
    ],
  }),
  place({
    id: 'places-of-their-own',
    promise: 2,
    protects: 'Files of an SFTP server whose names differ in odd characters alone do not meet here.',
    export: 'placeHere',
    replacement: () => (folder, _, name) => path.join(folder, name.replaceAll(/[^A-Za-z0-9._-]/g, '_')),
    test: [
      'test/feeds/sftp.test.ts',
      'files whose names differ in odd characters alone are each read, and each is moved where the done ones are',
    ],
  }),
  freeName({
    id: 'free-names',
    promise: 2,
    protects: 'A file that is done replaces none of the same name.',
    export: 'moveToFreeName',
    replacement: () => (from, folder, name) => rename(from, path.join(folder, name)),
    test: [
      'test/feeds/watched-folder.test.ts',
      'a watched file > is not replaced among the done ones by another store’s file of the same name that is moved at the same time',
    ],
  }),
  wasRead({
    id: 'what-was-read',
    promise: 2,
    protects: 'A file that is moved away as done is the one that was read.',
    export: 'isWhatWasRead',
    replacement: () => async () => true,
    test: [
      'test/feeds/watched-folder.test.ts',
      'a watched file > that is replaced while it is read stays, with what it holds now',
    ],
  }),
];
