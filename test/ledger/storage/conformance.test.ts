import { openDatabase } from '../../../src/ledger/storage/sqlite/open-database.ts';
import { SqliteStorage } from '../../../src/ledger/storage/sqlite/sqlite-storage.ts';
import { conforms } from './conformance.ts';
import { MemoryStorage } from './memory-storage.ts';

conforms('SQLite', () => new SqliteStorage(openDatabase(':memory:'), ':memory:'));
conforms('plain maps', () => new MemoryStorage());
