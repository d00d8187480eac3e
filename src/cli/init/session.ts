import path from 'node:path';
import { readEnvFile, setEnvVariable } from '../../config/edit/env-file.ts';
import type { StoreConnection } from '../../config/pipeline.ts';
import { keyProblem } from '../../config/values.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient } from '../../neto/client.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { Resources } from '../../session/resources.ts';
import { stateHome } from '../../session/state-home.ts';
import { type Around, WIDTH } from './around.ts';

export type KeySource = 'environment' | '.env' | 'typed';

/** What all parts of `init` work with. */
export interface Session {
  readonly around: Around;
  /** The pipeline file as it was given, and where it is. */
  readonly file: string;
  readonly path: string;
  /** Beside it; as it is shown. */
  readonly envFile: string;
  /** Sends reads only. */
  readonly open: (connection: StoreConnection) => NetoClient;
  /** @throws ConsolidatorError `usage` for one that no store can have */
  keyIn(variable: string): { readonly key: string; readonly from: KeySource } | undefined;
  /** Into `.env`, where the environment does not hold it. */
  keepKey(variable: string, key: string): Promise<void>;
  /** True the first time, for what need not be said again. */
  once(what: string): boolean;
  /** A paragraph for the person, above the questions. */
  tell(text: string): void;
}

/** @param file as it was given */
export async function withSession<T>(around: Around, file: string, work: (session: Session) => Promise<T>): Promise<T> {
  const absolute = path.resolve(around.folder, file);
  const envPath = path.join(path.dirname(absolute), '.env');
  const inFile = { ...(await readEnvFile(envPath)) };
  const said = new Set<string>();
  const resources = new Resources();
  try {
    const requestLog = openSharedRequestLog({ home: stateHome(around.environment), database: undefined }, resources);
    return await work({
      around,
      file,
      path: absolute,
      envFile: path.join(path.dirname(file), '.env'),
      // Who waits for the answer mends a slip sooner than a repeat does.
      open: (connection) =>
        openStore(connection, { readOnly: true }, { requestLog, progress: () => {}, attempts: 1 }, resources),
      keyIn(variable) {
        const [key, from] =
          around.environment[variable] === undefined
            ? [inFile[variable], '.env' as const]
            : [around.environment[variable], 'environment' as const];
        if (key === undefined || (key === '' && from === '.env')) return undefined;
        const problem = keyProblem(key);
        if (problem === undefined) return { key, from };
        const where = from === '.env' ? `in ${path.join(path.dirname(file), '.env')}` : 'of the environment';
        throw new ConsolidatorError(
          'usage',
          key === ''
            ? `The variable ${variable} ${where} is empty.`
            : `The variable ${variable} ${where} holds a key ${problem} (not shown).`,
          {
            remedy: 'Set it to the key as the store shows it.',
          },
        );
      },
      async keepKey(variable, key) {
        await setEnvVariable(envPath, variable, key);
        inFile[variable] = key;
      },
      once: (what) => !said.has(what) && said.add(what).has(what),
      tell: (text) => around.note(around.wrap(text, around.width ?? WIDTH)),
    });
  } finally {
    await resources.close();
  }
}
