import type { Statements } from './statements.ts';

/** Another one as soon as anybody else than this connection has written to the file. */
export function dataVersion(statements: Statements): unknown {
  return statements.get('PRAGMA data_version')?.['data_version'];
}
