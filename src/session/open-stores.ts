import type { Pipeline } from '../config/pipeline.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { NetoClient } from '../neto/client.ts';
import type { Clock } from '../neto/clock.ts';
import type { ListSizes } from '../neto/long-lists.ts';
import type { RequestLog } from '../neto/request-log.ts';
import type { HistoryWindow } from '../transform/history.ts';
import { type HabitListener, openStore } from './open-run.ts';
import type { Progress } from './progress.ts';
import type { Resources } from './resources.ts';
import { readSkuMap } from './sku-map.ts';
import { ApiSource } from './source/api-source.ts';
import { FeedSource } from './source/file-source.ts';
import { closeFeeds, type StoreFeeds, storeFeeds } from './store-feeds.ts';
import { fixedRules, rulesHash } from './store-rules.ts';
import type { StoreRun } from './store-run.ts';

interface StoreOpening {
  readonly pipeline: Pipeline;
  /** The lock date of the pipeline is the one that holds: its books were asked. */
  readonly lockIsKnown?: boolean | undefined;
  readonly ledger: Ledger;
  readonly requestLog: RequestLog;
  readonly progress: Progress;
  /** Names of the secondaries wanted; all when left out. */
  readonly only?: readonly string[] | undefined;
  /** Files that one store is read from instead of what the pipeline says. */
  readonly given?: { readonly store: string; readonly feeds: StoreFeeds } | undefined;
  /** Nothing is to be written: the primary's client lets nothing but reads through, as those of the secondaries do. */
  readonly readOnly?: boolean | undefined;
  /** The copies go into files. */
  readonly byFile?: boolean | undefined;
  /** Days that count as wanted, beside those that the ledger has opened. */
  readonly history?: HistoryWindow | undefined;
  /** Told of what is seen of how the stores behave. */
  readonly habits?: HabitListener | undefined;
  /** For tests. */
  readonly clock?: Clock | undefined;
  /** For tests: keys in one request. */
  readonly listSizes?: ListSizes | undefined;
  /** For tests: stands between the program and each store. */
  readonly between?: ((client: NetoClient) => NetoClient) | undefined;
}

/** A client for the primary, and for each secondary a client and its rules. @throws ConsolidatorError `config-invalid` */
export async function openStores(
  opening: StoreOpening,
  resources: Resources,
): Promise<{ readonly primary: NetoClient; readonly stores: readonly StoreRun[] }> {
  const { ledger, only, given, readOnly = false, byFile, between = (client) => client } = opening;
  const pipeline =
    opening.lockIsKnown === true || opening.pipeline.xero === undefined
      ? opening.pipeline
      : await (await import('./standing-of-books.ts')).withKnownLock(opening.pipeline, ledger);
  const primary = between(openStore(pipeline.primary, { readOnly }, opening, resources));
  const { installationId, generation } = ledger;
  const slices = await ledger.historySlices();
  const stores: StoreRun[] = [];
  for (const secondary of pipeline.secondaries) {
    if (only !== undefined && !only.includes(secondary.name)) continue;
    const skuMap = await readSkuMap(secondary.products.map);
    const opened = slices.filter(({ store }) => store === secondary.name);
    const history = [...opened, ...(opening.history === undefined ? [] : [opening.history])];
    const fixed = fixedRules(pipeline, secondary, { installationId, generation, byFile, skuMap, history });
    const client = between(openStore(secondary, { readOnly: true }, opening, resources));
    const { source } = secondary;
    const feeds =
      given !== undefined && given.store === secondary.name
        ? given.feeds
        : source && storeFeeds({ kind: 'watched', source }, source);
    if (feeds !== undefined) resources.add(() => closeFeeds(feeds));
    const store = { secondary, client, fixed, rulesHash: rulesHash(fixed) };
    stores.push(
      feeds === undefined
        ? { ...store, source: new ApiSource(client, fixed) }
        : { ...store, source: new FeedSource(secondary.name, feeds, ledger) },
    );
  }
  return { primary, stores };
}
