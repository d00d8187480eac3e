import { randomUUID } from 'node:crypto';
import { ConsolidatorError } from '../../../model/errors.ts';
import { IDENTITY } from '../storage.ts';
import type { Ask, Database } from './database.ts';
import type { HeldLease } from './held-lease.ts';
import { migrations } from './schema.ts';
import { writeFunction } from './write-function.ts';

/** How far the ledger in a schema is; undefined where there is none. @throws ConsolidatorError `ledger-newer`, `ledger-not-ours` */
export async function versionOf(database: Database): Promise<number | undefined> {
  return versionBy(database, (sql, values) => database.rows(sql, values));
}

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
 * @param lease under which an older one is changed; left out where nobody can be at work there yet
 * @throws ConsolidatorError as `versionOf`, `ledger-unwritable`, `lease-lost`
 */
export async function bringUpToDate(database: Database, lease?: HeldLease): Promise<void> {
  if ((await versionOf(database)) === migrations.length) return;
  const { schema } = database;
  await database.repeatable(async (ask) => {
    await lease?.fence(ask);
    await ask('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`neto-consolidator ${schema}`]);
    // Another program may have done it while this one waited for its turn.
    const present = await versionBy(database, ask);
    if (present === migrations.length) return;
    if (present === undefined) return makeTables(ask, schema);
    await ask(`SET LOCAL search_path = ${schema}, pg_temp`);
    for (const step of migrations.slice(present)) await ask(step);
    await ask(`UPDATE ledger SET version = ${migrations.length}`);
    await ask(writeFunction(schema));
  });
}

/** A ledger that holds nothing but its own name, inside of a transaction. @param schema as SQL names it */
export async function makeTables(ask: Ask, schema: string): Promise<void> {
  // Where it is there and empty, an administrator has made it for its user.
  const [existing] = await ask('SELECT oid FROM pg_namespace WHERE nspname = $1', [schema.slice(1, -1)]);
  if (existing === undefined) await ask(`CREATE SCHEMA ${schema}`);
  const [before] = await ask("SELECT current_setting('search_path') AS path");
  await ask(`SET LOCAL search_path = ${schema}, pg_temp`);
  for (const step of migrations) await ask(step);
  await ask(`SET LOCAL search_path = ${before?.['path']}`);
  await ask(`UPDATE ${schema}.ledger SET version = ${migrations.length}`);
  await ask(writeFunction(schema));
  const installation = randomUUID().replaceAll('-', '').slice(0, 12);
  await ask(`INSERT INTO ${schema}.note (scope, name, label, value) VALUES ($1, 'installation', '', $2)`, [
    IDENTITY,
    installation,
  ]);
}
