import { ConsolidatorError } from '../../../model/errors.ts';

/** What `ledger_write` and its like raise; of no class that PostgreSQL uses. */
export const OUTDATED = 'NC001';
export const NEWER = 'NC002';
/** The lease is another's by now. */
export const FENCED = 'NC003';
/** A step that is asked for again after later ones of its process: it was refused the first time, since what was done is known. */
const LATE = 'NC004';
const UNIQUE_VIOLATION = '23505';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether a step was refused since the lease is another's. */
export function isFenced(error: unknown): boolean {
  return codeOf(error) === FENCED;
}

/** Whether rows were refused for what stands there already. */
export function isOutdated(error: unknown): boolean {
  const code = codeOf(error);
  // Two that wait for one another: one of them is let go, and nothing of it was done.
  return code === OUTDATED || code === LATE || code === UNIQUE_VIOLATION || code === '40001' || code === '40P01';
}

const LOST = new Set(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', '57P01', '57P02', '57P03', '53300']); // biome-ignore format: a list

/** Whether the connection, and not the statement, is what failed: what became of the statement nobody knows. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return LOST.has(code) || code.startsWith('08') || /^(Connection terminated|timeout exceeded|Query read timeout|Client has encountered a connection error)/i.test(error.message); // biome-ignore format: one line
}

interface Words {
  readonly why: string;
  readonly what: string;
}

const TOLD: readonly (readonly [RegExp, Words])[] = [
  [/^28/, { why: 'the server refuses the user or the password', what: 'Check user and password in the address of `ledger`.' }],
  [/^3D000/, { why: 'the server has no such database', what: 'Check the name of the database in the address of `ledger`, or make it (CREATE DATABASE).' }],
  [/^42501/, { why: 'the user lacks a right', what: 'The user of a ledger owns its schema: let it make schemas in the database (GRANT CREATE ON DATABASE).' }],
  [/^(53100|53200|54)/, { why: 'the server has no room left', what: "Free the server's disk or memory, and run again: what is open is settled first." }],
  [/^25006/, { why: 'the server takes no writes', what: 'It may be a replica that follows another server: give `ledger` the address of the one that takes writes.' }],
  [/^55P03/, { why: 'another program holds it locked', what: 'Run again once it is done: what is open is settled first.' }],
  [/^(42P01|3F000|42883|42703)/, { why: 'parts of it are missing', what: 'Restore the latest backup of the database.' }],
  [/^(XX001|XX002)/, { why: 'it is damaged', what: 'Restore the latest backup of the database.' }],
  [/^(ENOTFOUND|EAI_)/, { why: "the server's name is not known", what: 'Check the host in the address of `ledger`.' }],
  [/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS)/, { why: "the server's certificate does not vouch for it", what: 'Name the certificate of its authority (sslrootcert=FILE) in the address of `ledger`.' }],
]; // biome-ignore format: a table

const UNREACHED: Words = {
  why: 'the database does not answer',
  what: 'Start it again, or wait until it is reached; then run again: what is open is settled first.',
};

/** Turns PostgreSQL's errors into the program's, without a word of the driver's, which may hold the address; everything else passes as it is. */
export function translatePostgresError(error: unknown, name: string): unknown {
  if (error instanceof ConsolidatorError || !(error instanceof Error) || isOutdated(error) || isFenced(error))
    return error;
  const code = codeOf(error);
  if (code === NEWER)
    return new ConsolidatorError(
      'ledger-newer',
      `The ledger ${name} was brought up to date by a newer version of the program while this one was at work. Update this one; nothing was written.`,
    );
  if (/server does not support SSL/i.test(error.message))
    return unwritable(name, { why: 'the server speaks no TLS', what: 'Let it (ssl=on), or say sslmode=disable in the address of `ledger` where nobody can listen in between.' }); // biome-ignore format: one line
  const told = TOLD.find(([pattern]) => pattern.test(code))?.[1];
  if (told !== undefined) return unwritable(name, told);
  if (isConnectionLost(error)) return unwritable(name, UNREACHED);
  if (code === '') return error;
  return new ConsolidatorError(
    'ledger-unwritable',
    `The ledger ${name} can't be used: PostgreSQL answers with ${code}.`,
  );
}

function unwritable(name: string, { why, what }: Words): ConsolidatorError {
  return new ConsolidatorError('ledger-unwritable', `The ledger ${name} can't be used: ${why}. ${what}`, {
    remedy: what,
  });
}
