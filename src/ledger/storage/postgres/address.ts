import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConsolidatorError } from '../../../model/errors.ts';

/** Where a ledger is in PostgreSQL, and how it is reached. */
export interface PostgresAddress {
  /** For messages: server, database and schema; neither a user nor a password. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly schema: string;
  readonly ssl: false | ConnectionOptions;
}

const DEFAULT_PORT = 5432;
/** PostgreSQL cuts longer names without a word. */
const LONGEST_NAME = 63;
/** Of the schemas beside one, such as `…_replaced_20261129T081503Z`. */
export const LONGEST_SCHEMA = 32;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

export function isPostgresAddress(ledger: string): boolean {
  return /^postgres(ql)?:\/\//i.test(ledger);
}

/**
 * What an address says. Its user and password are in no message.
 * @param pipeline name of the pipeline, after which the schema is called that the address does not name
 * @throws ConsolidatorError `config-invalid`
 */
export function parsePostgresAddress(address: string, pipeline: string): PostgresAddress {
  const url = URL.parse(address);
  const [database, ...rest] = (url?.pathname ?? '').replace(/^\//, '').split('/').map(plain);
  if (url === null || url.hostname === '' || rest.length > 0)
    throw wrong('is no address', 'postgres://USER:PASSWORD@HOST:PORT/DATABASE');
  if (database === undefined || database === '')
    throw wrong('names no database', 'postgres://USER:PASSWORD@HOST:PORT/DATABASE');
  if (url.username === '') throw wrong('names no user', 'postgres://USER:PASSWORD@HOST:PORT/DATABASE');
  for (const name of url.searchParams.keys())
    if (!['schema', 'sslmode', 'sslrootcert'].includes(name))
      throw wrong(`has "${name}" behind its question mark`, 'schema, sslmode or sslrootcert there');
  const schema = url.searchParams.get('schema') ?? schemaOf(pipeline);
  if (!/^[a-z_][a-z0-9_]*$/.test(schema) || schema.length > LONGEST_SCHEMA || schema.startsWith('pg_'))
    throw wrong(
      `names the schema "${schema}"`,
      `small letters, digits and _, ${LONGEST_SCHEMA} at most, not beginning with a digit or pg_`,
    );
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    name: `postgres://${url.hostname}:${port}/${database} (schema ${schema})`,
    ...{ host, port, user: plain(url.username), password: plain(url.password), database, schema },
    ssl: sslOf(url.hostname, url.searchParams.get('sslmode'), url.searchParams.get('sslrootcert')),
  };
}

/** Two pipelines whose names differ in case or marks alone are told apart by the ledger itself, which names its pipeline. */
function schemaOf(pipeline: string): string {
  return `neto_${pipeline.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`.slice(0, LONGEST_SCHEMA);
}

/** Anybody on the way could read along, or answer in the server's place, so that is what nobody gets without asking for it. */
function sslOf(host: string, given: string | null, rootCertificate: string | null): false | ConnectionOptions {
  const mode = given ?? (LOOPBACK.test(host) ? 'disable' : 'verify-full');
  if (mode === 'disable') return false;
  if (mode === 'require') return { rejectUnauthorized: false };
  if (mode !== 'verify-full') throw wrong(`says sslmode=${mode}`, 'disable, require or verify-full');
  if (rootCertificate === null) return { rejectUnauthorized: true };
  try {
    return { rejectUnauthorized: true, ca: readFileSync(rootCertificate, 'utf8') };
  } catch (cause) {
    throw new ConsolidatorError(
      'config-invalid',
      `The certificate ${rootCertificate}, which \`ledger\` names by sslrootcert, can't be read.`,
      { cause },
    );
  }
}

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong('has a % that stands for no letter', '%25 in place of it');
  }
}

function wrong(found: string, expected: string): ConsolidatorError {
  return new ConsolidatorError('config-invalid', `The address in \`ledger\` ${found}; expected: ${expected}.`);
}

/** A name in SQL. Names come from the pipeline file, and are letters, digits and _ alone. */
export function quoted(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name) || name.length > LONGEST_NAME) throw new TypeError(`"${name}" is no name`);
  return `"${name}"`;
}
