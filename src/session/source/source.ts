import type { ReadRules } from '../../entities/definition/reads.ts';
import type { NamedProduct } from '../../entities/product/read.ts';
import type { ExtractedPage } from '../../entities/reading/extracted-record.ts';
import type { ClockReading } from '../../entities/reading/store-clock.ts';
import type { StoreProbe } from '../../entities/reading/store-time.ts';
import type { Buyer } from '../../model/customer.ts';
import type { Order } from '../../model/order.ts';
import type { CurrencySettings } from '../../model/reference-lists.ts';
import type { ShownCurrency } from '../../model/shown-currency.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import type { ReturnsOptions } from '../../neto/return-currencies.ts';
import type { Pacing } from '../paced-client.ts';
import type { StoreFeeds } from '../store-feeds.ts';

/**
 * A secondary, as a run and a person's commands see it. What both kinds answer stands in `SourceAnswers`; what only a store
 * that is asked can say stands in `AskedSource`, so that whoever needs it has to say what becomes of a source of files.
 * Nothing of it writes to anything.
 */
export type Source = AskedSource | FileSource;

/** What is said of a store whichever way it is read: by its API as it is now, of files as they last said. */
interface SourceAnswers {
  /** Its name in the pipeline file. */
  readonly store: string;
  /** Whose arithmetic its amounts follow; what is learned of that is kept under this name. */
  readonly arithmetic: string;
  /** Sent so far. */
  readonly requests: number;
  /** Ids of records that bore characters which were left out, by what the API calls a list of them. */
  readonly charactersLeftOut: ReadonlyMap<string, ReadonlySet<string>>;
  /** Undefined where nothing tells them; then they are taken to be the primary's. @throws ConsolidatorError */
  settings(options: RequestOptions): Promise<MoneySettings | undefined>;
  /** Of what belongs to these orders; empty where it shows none. @throws ConsolidatorError */
  currencies(orderIds: readonly string[], options: ReturnsOptions): Promise<readonly ShownCurrency[]>;
  /**
   * Those of these that it shows, or that files have said and the ledger still has.
   * @throws ConsolidatorError also where one of them can't be read
   */
  orders(ids: readonly string[], options: RequestOptions): Promise<readonly Order[]>;
  /** Who bought, each once: by the account where it is known, else by the order alone. @throws ConsolidatorError */
  buyers(buyers: readonly Buyer[], options: RequestOptions): Promise<ExtractedPage>;
  /** What was bought, each once: by the product where it is known, else by the line alone. @throws ConsolidatorError */
  products(products: readonly NamedProduct[], options: RequestOptions): Promise<ExtractedPage>;
}

/** A store that is asked by its API: at any time it shows what it has now. */
export interface AskedSource extends SourceAnswers {
  readonly kind: 'asked';
  settings(options: RequestOptions): Promise<MoneySettings>;
  /** An entity's own requests, bound to this store. */
  reader<Reader>(reads: ReadsOf<Reader>): Reader;
  /** Its own time, by a request that also proves that it shows orders. @throws ConsolidatorError `reads-nothing` */
  time(probe: StoreProbe, options: RequestOptions): Promise<ClockReading>;
  /** Those of these orders whose payments it has not delivered a moment ago. */
  withoutFreshPayments(orderIds: readonly string[]): string[];
  /** The same, each request sent when it is due. */
  paced(pacing: Pacing): AskedSource;
  /** The same for so many requests; the next one throws `TooManyRequests`. */
  atMost(requests: number): AskedSource;
}

/** A store of which files tell: no more than they did when they were read. */
export interface FileSource extends SourceAnswers {
  readonly kind: 'files';
  /** A sentence for people: why nothing is asked of it. */
  readonly unasked: string;
  readonly feeds: StoreFeeds;
}

/** How one entity is read, before it is known of which store. */
export interface ReadsOf<Reader> {
  readonly of: (client: NetoClient, rules: ReadRules) => Reader;
}

/** In what currency a store keeps its books, and its rate of GST. */
export type MoneySettings = Pick<CurrencySettings, 'currency' | 'gstPercent'>;
