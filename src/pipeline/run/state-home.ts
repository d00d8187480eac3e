import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where the processes of one user on one machine meet: the request log and the write lock of each primary live there,
 * so that two pipelines that use one store share them. `NETO_CONSOLIDATOR_HOME` overrides it.
 */
export function stateHome(environment: NodeJS.ProcessEnv): string {
  const own = environment['NETO_CONSOLIDATOR_HOME'];
  if (own !== undefined && own !== '') return path.resolve(own);
  const state = environment['XDG_STATE_HOME'];
  // The base directory specification has relative paths ignored.
  const base = state !== undefined && path.isAbsolute(state) ? state : path.join(homedir(), '.local', 'state');
  return path.join(base, 'neto-consolidator');
}

export function requestLogFile(home: string): string {
  return path.join(home, 'requests.db');
}

/** @param host may hold a port; a colon is no character for a file's name everywhere */
export function primaryLockFile(home: string, host: string): string {
  return path.join(home, `primary-${host.replaceAll(':', '_')}.lock`);
}
