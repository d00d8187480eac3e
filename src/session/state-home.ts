import { userInfo } from 'node:os';
import path from 'node:path';
import { ConsolidatorError } from '../model/errors.ts';

/**
 * Where the processes of one user on one machine meet: the request log and the write lock of each primary live there,
 * so that two pipelines that use one store share them. `NETO_CONSOLIDATOR_HOME` overrides it.
 */
export function stateHome(environment: NodeJS.ProcessEnv): string {
  const own = environment['NETO_CONSOLIDATOR_HOME'];
  if (own !== undefined && own !== '') return path.resolve(own);
  const state = environment['XDG_STATE_HOME'];
  // The base directory specification has relative paths ignored.
  const base =
    state !== undefined && path.isAbsolute(state) ? state : path.join(homeOf(environment), '.local', 'state');
  return path.join(base, 'neto-consolidator');
}

/**
 * A HOME that is empty or no full path would put the state into whatever folder the command is called in, where the next
 * call does not find it. @throws ConsolidatorError `environment-missing`
 */
function homeOf({ HOME: home = '' }: NodeJS.ProcessEnv): string {
  for (const folder of [home, ofAccount()]) if (path.isAbsolute(folder)) return folder;
  throw new ConsolidatorError(
    'environment-missing',
    'There is no home folder to keep the state in: HOME is empty or no full path. Set NETO_CONSOLIDATOR_HOME to a folder that stays.',
  );
}

/** Empty where the system knows no account of this number, as in some containers. */
function ofAccount(): string {
  try {
    return userInfo().homedir;
  } catch {
    return '';
  }
}

export function requestLogFile(home: string): string {
  return path.join(home, 'requests.db');
}

/** Tells one state home from another: a ledger is bound to it. */
export function homeIdFile(home: string): string {
  return path.join(home, 'home-id');
}

/** @param host may hold a port; a colon is no character for a file's name everywhere */
export function primaryLockFile(home: string, host: string): string {
  return path.join(home, `primary-${host.replaceAll(':', '_')}.lock`);
}
