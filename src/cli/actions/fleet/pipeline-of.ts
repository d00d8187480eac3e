import path from 'node:path';
import type { Pipeline } from '../../../config/pipeline.ts';
import { readPipeline } from '../../../config/read-pipeline.ts';
import { type KeyTable, readKeyTable } from '../../../config/stored/key-table.ts';
import { readStored } from '../../../config/stored/stored-pipeline.ts';
import type { StoredPipeline } from '../../../fleet/pipelines/stored-pipelines.ts';
import { ConsolidatorError } from '../../../model/errors.ts';
import { stateHome } from '../../../session/state-home.ts';
import { fileToRead, type Shell } from '../../shell.ts';
import { forFleet } from './for-fleet.ts';
import { fleetAddress } from './open-fleet.ts';

/** What a process of a fleet has beside the database. */
export interface OwnSources {
  /** Where keys are on this machine; undefined: it was given none. */
  readonly table: KeyTable | undefined;
  /** Files of the folder that it was given, by the names of their pipelines. */
  readonly files: ReadonlyMap<string, string>;
}

/** Read anew whenever it is needed, so that what was stored or changed since holds. @throws ConsolidatorError */
export async function pipelineOf(
  shell: Shell,
  { table, files }: OwnSources,
  { name, text }: Pick<StoredPipeline, 'name' | 'text'>,
): Promise<Pipeline> {
  if (text === null) {
    const file = files.get(name);
    if (file !== undefined) return forFleet(await readPipeline(fileToRead(shell, file), shell.environment));
    throw new ConsolidatorError(
      'environment-missing',
      `The pipeline ${name} is in a folder that this process was not given. Start it again with \`--pipelines FOLDER\`.`,
    );
  }
  if (table === undefined)
    throw new ConsolidatorError(
      'environment-missing',
      `The pipeline ${name} is in the database, and this process has no table of keys. Set NETO_CONSOLIDATOR_KEYS to a file such as keys.yaml, as docs/fleet.md shows.`,
    );
  const folder = path.join(stateHome(shell.environment), 'fleet');
  return readStored({ name, text }, table, { ledger: fleetAddress(shell.environment), folder });
}

/** @throws ConsolidatorError `config-unreadable`, `config-invalid` */
export async function keyTable({ environment }: Pick<Shell, 'environment'>): Promise<KeyTable | undefined> {
  const file = environment['NETO_CONSOLIDATOR_KEYS'] ?? '';
  return /\.ya?ml$/.test(file) ? readKeyTable(file, environment) : undefined;
}
