import { ConsolidatorError } from './errors.ts';

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
  /** - `proven`: encrypted, to a server whose certificate vouches for it. - `unproven`: encrypted. - `none`: neither. */
  readonly tls: 'proven' | 'unproven' | 'none';
  /** A file with the certificate of the authority that vouches for the server; null: one that everybody knows. */
  readonly rootCertificate: string | null;
}

const DEFAULT_PORT = 5432;
/** PostgreSQL cuts longer names without a word; those of schemas beside this one are longer by this much. */
const LONGEST_SCHEMA = 63 - '_migration_20261129t081503z'.length;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const WHOLE =
  'postgres://USER:PASSWORD@HOST:PORT/DATABASE (signs such as @, :, / in a password are written as %40, %3A, %2F)';

export function isPostgresAddress(ledger: string): boolean {
  return /^postgres(ql)?:/i.test(ledger);
}

/**
 * What an address says. Its user and password are in no message.
 * @param pipeline name of the pipeline, after which the schema is called that the address does not name
 * @throws ConsolidatorError `config-invalid`
 */
export function parsePostgresAddress(address: string, pipeline: string): PostgresAddress {
  const url = /^postgres(ql)?:\/\//i.test(address) ? URL.parse(address) : null;
  const [database, ...rest] = (url?.pathname ?? '').replace(/^\//, '').split('/').map(plain);
  if (url === null || url.hostname === '' || rest.length > 0 || url.hash !== '') throw wrong('is no address', WHOLE);
  if (database === undefined || database === '') throw wrong('names no database', WHOLE);
  if (url.username === '') throw wrong('names no user', WHOLE);
  for (const name of url.searchParams.keys())
    if (!['schema', 'sslmode', 'sslrootcert'].includes(name))
      throw wrong('holds something else behind its question mark', 'schema, sslmode or sslrootcert there');
  const schema = url.searchParams.get('schema') ?? schemaOf(pipeline);
  if (!/^[a-z_][a-z0-9_]*$/.test(schema) || schema.length > LONGEST_SCHEMA || schema.startsWith('pg_'))
    throw wrong(
      `names the schema "${schema.slice(0, 80)}"`,
      `small letters, digits and _, ${LONGEST_SCHEMA} at most, not beginning with a digit or pg_`,
    );
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  return {
    name: postgresName(url.hostname, port, database, schema),
    host: url.hostname.replace(/^\[|\]$/g, ''),
    ...{ port, user: plain(url.username), password: plain(url.password), database, schema },
    tls: tlsOf(url.hostname, url.searchParams.get('sslmode')),
    rootCertificate: url.searchParams.get('sslrootcert'),
  };
}

/** Another schema of the same database. */
export function inSchema(address: PostgresAddress, schema: string): PostgresAddress {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return { ...address, schema, name: postgresName(host, address.port, address.database, schema) };
}

function postgresName(host: string, port: number, database: string, schema: string): string {
  return `postgres://${host}:${port}/${database} (schema ${schema})`;
}

/** Two pipelines whose names differ in case or marks alone, or late, are told apart by the ledger itself, which names its pipeline. */
export function schemaOf(pipeline: string): string {
  return `neto_${pipeline.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}`.slice(0, LONGEST_SCHEMA);
}

/** Anybody on the way could read along, or answer in the server's place, so that is what nobody gets without asking for it. */
function tlsOf(host: string, given: string | null): PostgresAddress['tls'] {
  const mode = given ?? (LOOPBACK.test(host) ? 'disable' : 'verify-full');
  if (mode === 'disable') return 'none';
  if (mode === 'require') return 'unproven';
  if (mode === 'verify-full') return 'proven';
  throw wrong(`says sslmode=${mode.slice(0, 40)}`, 'disable, require or verify-full');
}

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong('has a % that stands for no letter', '%25 in place of it');
  }
}

function wrong(found: string, expected: string): ConsolidatorError {
  return new ConsolidatorError('config-invalid', `The address in "ledger" ${found}; expected ${expected}`);
}
