import type { Pipeline } from '../../config/pipeline.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { readPaymentMethods, readShippingMethods } from '../../neto/reference-lists.ts';
import { openSharedRequestLog, openStore } from '../../session/open-run.ts';
import { Resources } from '../../session/resources.ts';
import type { MappingName } from './mappings.ts';

type Ask = (client: NetoClient, options: RequestOptions) => Promise<readonly { readonly name: string }[]>;

/** Of what a store has a list. */
const asks: Partial<Record<MappingName, Ask>> = {
  'payment-method': readPaymentMethods,
  'shipping-method': readShippingMethods,
};

/**
 * What a secondary lists itself: its orders may bear other names, of marketplaces or of before, so that one which is not among these
 * is no fault. @returns nothing where it has no such list, is read from files, or can't be asked now
 */
export async function namesThere(
  { secondaries, database }: Pick<Pipeline, 'secondaries' | 'database'>,
  { store, what }: { readonly store: string; readonly what: MappingName },
  { home, signal }: { readonly home: string; readonly signal?: AbortSignal | undefined },
): Promise<readonly string[]> {
  const ask = asks[what];
  const secondary = secondaries.find(({ name }) => name === store);
  if (ask === undefined || secondary === undefined || secondary.source !== undefined) return [];
  const resources = new Resources();
  try {
    const requestLog = openSharedRequestLog({ home, database }, resources);
    const client = openStore(secondary, { readOnly: true }, { requestLog, progress: () => {}, attempts: 1 }, resources);
    return (await ask(client, { signal })).map(({ name }) => name);
  } catch (error) {
    if (!(error instanceof ConsolidatorError) || error.code === 'stopped') throw error;
    return [];
  } finally {
    await resources.close();
  }
}
