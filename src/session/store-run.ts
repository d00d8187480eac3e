import type { Secondary } from '../config/pipeline.ts';
import type { NetoClient } from '../neto/client.ts';
import type { FixedRules } from '../transform/rules.ts';
import type { StoreFeeds } from './store-feeds.ts';

/** One secondary within a run. */
export interface StoreRun {
  readonly secondary: Secondary;
  readonly client: NetoClient;
  /** Set where the store is read from files: its API is then never asked. */
  readonly feeds: StoreFeeds | undefined;
  readonly fixed: FixedRules;
  readonly rulesHash: string;
}

/** Names a store's arithmetic: that of what lies in files is not the arithmetic of an API. */
export function sourceHost({ secondary, feeds }: Pick<StoreRun, 'secondary' | 'feeds'>): string {
  return feeds === undefined ? new URL(secondary.url).host : `files of ${secondary.name}`;
}
