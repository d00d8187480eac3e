import type { Pipeline } from '../../config/pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { Resources } from '../../session/resources.ts';
import { type Mapping, type MappingName, mappings } from './mappings.ts';

/**
 * What a secondary lists itself: its orders may bear other names, of marketplaces or of before, so that one which is not among these
 * is no fault. @returns nothing where it has no such list, is read from files, or can't be asked now
 */
export async function namesThere(
  { secondaries }: Pick<Pipeline, 'secondaries'>,
  { store, what }: { readonly store: string; readonly what: MappingName },
  { home, signal }: { readonly home: string; readonly signal?: AbortSignal | undefined },
): Promise<readonly string[]> {
  const { namesThere: ask }: Mapping = mappings[what];
  const secondary = secondaries.find(({ name }) => name === store);
  if (ask === undefined || secondary === undefined || secondary.source !== undefined) return [];
  const resources = new Resources();
  try {
    const requestLog = openSharedRequestLog(home, resources);
    const client = openStore(secondary, { readOnly: true }, { requestLog, progress: () => {}, attempts: 1 }, resources);
    return await ask(client, { signal });
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    return [];
  } finally {
    await resources.close();
  }
}
