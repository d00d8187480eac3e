import { randomUUID } from 'node:crypto';
import { ConsolidatorError } from '../../../model/errors.ts';
import { IDENTITY } from '../storage.ts';
import type { Database, Row, Value } from './database.ts';
import { migrations } from './schema.ts';
import { writeFunction } from './write-function.ts';

/** How far the ledger in a schema is; undefined where there is none. @throws ConsolidatorError `ledger-newer`, `ledger-not-ours` */
export async function versionOf(database: Database): Promise<number | undefined> {
  return versionBy(database, (sql, values) => database.rows(sql, values));
}

type Ask = (sql: string, values?: readonly Value[]) => Promise<Row[]>;

async function versionBy({ name, schema }: Database, ask: Ask): Promise<number | undefined> {
  const plain = schema.slice(1, -1);
  const tables = await ask(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)",
    [plain],
  );
  if (tables.length === 0) return undefined;
  if (!['ledger', 'kept_record', 'note'].every((table) => tables.some((one) => one['name'] === table))) {
    const message = `The schema of ${name} holds other tables, and no ledger of this program. Name another one (schema=NAME in the address of \`ledger\`); nothing was changed.`;
    throw new ConsolidatorError('ledger-not-ours', message);
  }
  const version = Number((await ask(`SELECT version FROM ${schema}.ledger`))[0]?.['version'] ?? 0);
  if (version > migrations.length) {
    const message = `The ledger ${name} has schema version ${version}; this program knows up to ${migrations.length}. Update the program; nothing was changed.`;
    throw new ConsolidatorError('ledger-newer', message);
  }
  return version;
}

/**
 * Makes the ledger where there is none, and brings an older schema up to date: all of it or nothing, one program after the
 * other, however many are started at once.
 * @throws ConsolidatorError as `versionOf`, `ledger-unwritable`
 */
export async function bringUpToDate(database: Database): Promise<void> {
  if ((await versionOf(database)) === migrations.length) return;
  const { schema } = database;
  await database.transaction(async (ask) => {
    await ask('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`neto-consolidator ${schema}`]);
    // Another program may have done it while this one waited for its turn.
    const present = await versionBy(database, ask);
    if (present === migrations.length) return;
    const [existing] = await ask('SELECT oid FROM pg_namespace WHERE nspname = $1', [schema.slice(1, -1)]);
    if (existing === undefined) await ask(`CREATE SCHEMA ${schema}`);
    await ask(`SET LOCAL search_path = ${schema}, pg_temp`);
    for (const step of migrations.slice(present ?? 0)) await ask(step);
    await ask(`UPDATE ledger SET version = ${migrations.length}`);
    await ask(writeFunction(schema));
    if (present !== undefined) return;
    const installation = randomUUID().replaceAll('-', '').slice(0, 12);
    await ask("INSERT INTO note (scope, name, label, value) VALUES ($1, 'installation', '', $2)", [
      IDENTITY,
      installation,
    ]);
  });
}
