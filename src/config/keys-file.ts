import path from 'node:path';

/**
 * The file of keys that `NETO_CONSOLIDATOR_KEYS` names, in place of `.env` beside the pipeline file: a secret that systemd or
 * a container mounts. It has to be there. @returns its whole path; undefined where none is named
 */
export function namedKeysFile({ NETO_CONSOLIDATOR_KEYS: named = '' }: NodeJS.ProcessEnv): string | undefined {
  return named === '' ? undefined : path.resolve(named);
}
