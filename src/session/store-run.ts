import type { Secondary } from '../config/pipeline.ts';
import type { NetoClient } from '../neto/client.ts';
import type { FixedRules } from '../transform/rules.ts';
import { PacedClient, type Pacing } from './paced-client.ts';
import type { AskedSource, FileSource } from './source/source.ts';

/** One secondary within a run. */
export type StoreRun = AskedStore | FiledStore;

interface StoreBasics {
  readonly secondary: Secondary;
  /** Its API, for who compares both sides by asking the stores alone (`reconcile`, `adopt`). A run asks its `source`. */
  readonly client: NetoClient;
  readonly fixed: FixedRules;
  readonly rulesHash: string;
}

/** One that shows at any time what it has now. */
export interface AskedStore extends StoreBasics {
  readonly source: AskedSource;
}

/** One of which files tell, and nothing else. */
export interface FiledStore extends StoreBasics {
  readonly source: FileSource;
}

export function isAsked(store: StoreRun): store is AskedStore {
  return store.source.kind === 'asked';
}

/** The same store, each request to it sent when it is due. */
export function pacedStore<Store extends StoreRun>(store: Store, pacing: Pacing): Store {
  const client = new PacedClient(store.client, pacing);
  return isAsked(store) ? { ...store, client, source: store.source.paced(pacing) } : { ...store, client };
}
