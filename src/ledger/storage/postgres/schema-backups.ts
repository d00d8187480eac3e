import type { RecordKey } from '../../../model/entities.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { inSchema, type PostgresAddress } from '../../../model/postgres-address.ts';
import { instantOfMilliseconds } from '../../../model/time.ts';
import { type Backup, type BackupKind, backupKinds, KEPT } from '../../backup.ts';
import { jsonOf, keyCells } from './changes-json.ts';
import type { Ask, Database } from './database.ts';
import type { HeldLease } from './held-lease.ts';
import { makeTables } from './open-schema.ts';
import { quoted } from './quoted.ts';
import { RECORD_COLUMNS, writeFunction } from './write-function.ts';

/** What a backup's schema is called after its ledger's, with the moment: `…_daily_20261129t081503z`. */
const WORDS: Readonly<Record<BackupKind, string>> = {
  daily: 'daily',
  'before-migration': 'migration',
  replaced: 'replaced',
};

/** The newest first. */
export async function listBackups(database: Database, address: PostgresAddress): Promise<Backup[]> {
  const rows = await database.rows(
    `SELECT nspname, (SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = space.oid) AS bytes
     FROM pg_namespace AS space WHERE starts_with(nspname, $1)`,
    [`${address.schema}_`],
  );
  const all = rows.flatMap((row) => {
    const found = readName(String(row['nspname']).slice(address.schema.length + 1));
    if (found === undefined) return [];
    const name = String(row['nspname']);
    return [{ name, address: inSchema(address, name).name, ...found, bytes: Number(row['bytes']) }];
  });
  return all.sort((a, b) => (a.at < b.at ? 1 : -1));
}

function readName(end: string): Pick<Backup, 'kind' | 'at'> | undefined {
  const [, word, day, time] = /^([a-z]+)_(\d{8})t(\d{6})z$/.exec(end) ?? [];
  const kind = backupKinds.find((one) => WORDS[one] === word);
  if (kind === undefined || day === undefined || time === undefined) return undefined;
  const at = `${day.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
  return { kind, at: instantOfMilliseconds(Date.parse(at)) };
}

/** One that nobody has yet: of two in one second the later one is called after the next. */
export async function newName(ask: Ask, schema: string, kind: BackupKind, now: number): Promise<string> {
  for (let at = now; ; at += 1000) {
    const name = `${schema}_${WORDS[kind]}_${instantOfMilliseconds(at).replaceAll(/[-:]/g, '').toLowerCase()}`;
    if ((await ask('SELECT FROM pg_namespace WHERE nspname = $1', [name])).length === 0) return name;
  }
}

/** @throws ConsolidatorError `backup-failed`; nothing is left of it then */
export async function makeBackup(
  database: Database,
  address: PostgresAddress,
  kind: BackupKind,
  now: number,
): Promise<Backup> {
  try {
    const name = await database.transaction(async (ask) => {
      const made = await newName(ask, address.schema, kind, now);
      await copySchema(ask, database.schema, quoted(made));
      return made;
    }, 'one moment');
    const found = (await listBackups(database, address)).find((one) => one.name === name);
    if (found === undefined) throw new TypeError('it was made, and is not there');
    return found;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError('backup-failed', `No backup of the ledger ${address.name} could be made: ${reason}`, {
      cause,
    });
  }
}

/** Lets go of those beyond the number kept of a kind. */
export async function pruneBackups(database: Database, address: PostgresAddress, kind: BackupKind): Promise<void> {
  const beyond = (await listBackups(database, address)).filter((one) => one.kind === kind).slice(KEPT[kind]);
  for (const { name } of beyond) await dropSchema(database, name);
}

/** @param lease of the ledger to which it belongs, where only its owner may do so */
export async function dropSchema(database: Database, name: string, lease?: HeldLease): Promise<void> {
  await database.transaction(async (ask) => {
    await lease?.fence(ask);
    await ask(`DROP SCHEMA IF EXISTS ${quoted(name)} CASCADE`);
  });
}

/** All of a ledger of this version, but for what its writers know of their last steps. Both as SQL names them. */
export async function copySchema(ask: Ask, from: string, to: string): Promise<void> {
  await makeTables(ask, to);
  await ask(`DELETE FROM ${to}.note`);
  await ask(`UPDATE ${to}.ledger SET told = (SELECT told FROM ${from}.ledger)`);
  for (const table of ['run', 'intent', 'audit_entry', 'run_outcome', 'watermark', 'note', 'standing', 'day_sum'])
    await ask(`INSERT INTO ${to}.${table} SELECT * FROM ${from}.${table}`);
  const columns = `id, revision, is_uncovered, ${RECORD_COLUMNS}`;
  await ask(
    `INSERT INTO ${to}.kept_record (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${from}.kept_record`,
  );
  await ask(
    `SELECT setval(pg_get_serial_sequence('${to}.kept_record', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM ${to}.kept_record), false)`,
  );
}

/** In one transaction, so that at each moment the one or the other stands there whole. @returns what that is called now which stood there */
export async function replaceSchema(
  database: Database,
  address: PostgresAddress,
  fresh: string,
  { now, lease }: { readonly now: number; readonly lease: HeldLease | undefined },
): Promise<string | undefined> {
  return database.transaction(async (ask) => {
    await lease?.fence(ask);
    const [there] = await ask('SELECT oid FROM pg_namespace WHERE nspname = $1', [address.schema]);
    const kept = there === undefined ? undefined : await newName(ask, address.schema, 'replaced', now);
    if (kept !== undefined) {
      await ask(`ALTER SCHEMA ${database.schema} RENAME TO ${quoted(kept)}`);
      await ask(writeFunction(quoted(kept)));
    }
    await ask(`ALTER SCHEMA ${quoted(fresh)} RENAME TO ${database.schema}`);
    await ask(writeFunction(database.schema));
    return kept;
  });
}

/**
 * Takes what is personal out of a backup. What waited for a person waits on as after `purge`. What was still to be written is
 * staged without content, so that a run with this ledger asks its store for it anew, and looks for its copy before it writes one.
 * @param only of these records; left out: of all
 */
export async function takeOut(database: Database, only: readonly RecordKey[] | undefined): Promise<void> {
  const { schema } = database;
  await database.transaction(async (ask) => {
    await ask(
      `CREATE TEMP TABLE theirs ON COMMIT DROP AS SELECT record.id FROM ${schema}.kept_record AS record WHERE ${
        only === undefined
          ? 'true'
          : `(store, entity, source_id) IN (SELECT store, entity, source_id FROM json_to_recordset('${jsonOf(only.map(keyCells)).replaceAll("'", "''")}') AS one (store text, entity text, source_id text))`
      }`,
    );
    const theirs = 'IN (SELECT id FROM theirs)';
    await ask(`DELETE FROM ${schema}.intent WHERE outcome IS NULL AND record ${theirs}`);
    await ask(`UPDATE ${schema}.intent SET draft = NULL, draft_version = NULL, refusal = NULL WHERE record ${theirs}`);
    await ask(`UPDATE ${schema}.kept_record SET payload = NULL,
        message = CASE WHEN state = 'quarantined' AND (reason = 'refused' OR ${only !== undefined}) THEN NULL ELSE message END,
        target_id = CASE WHEN state = 'writing' AND copied_as IS NULL THEN NULL ELSE target_id END,
        content = CASE WHEN content <> 'whole' THEN content WHEN state IN ('staged', 'writing') THEN 'undelivered' ELSE 'gone' END,
        state = CASE WHEN state = 'writing' THEN 'staged' ELSE state END WHERE id ${theirs}`);
    await ask(`DELETE FROM ${schema}.standing`);
    await ask(
      `INSERT INTO ${schema}.standing SELECT store, entity, state, count(*) FROM ${schema}.kept_record GROUP BY 1, 2, 3`,
    );
  });
}
