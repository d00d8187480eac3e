import type { Pipeline } from '../../config/pipeline.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { namesIn, type PrimaryNames, readPrimaryLists } from '../../session/primary-names.ts';
import { Resources } from '../../session/resources.ts';

/** Asks the primary for its names; nothing but reads is sent. @throws ConsolidatorError */
export async function askPrimaryNames(
  { primary, database }: Pick<Pipeline, 'primary' | 'database'>,
  { home, signal }: { readonly home: string; readonly signal?: AbortSignal | undefined },
): Promise<PrimaryNames> {
  const resources = new Resources();
  try {
    const requestLog = openSharedRequestLog({ home, database }, resources);
    const client = openStore(primary, { readOnly: true }, { requestLog, progress: () => {} }, resources);
    return namesIn(await readPrimaryLists(client, { signal }));
  } finally {
    await resources.close();
  }
}
