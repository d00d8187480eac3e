import { buyerRecords } from '../../entities/customer/read.ts';
import { type NamedProduct, primaryProductRecords } from '../../entities/product/read.ts';
import type { ExtractedPage } from '../../entities/reading/extracted-record.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Buyer } from '../../model/customer.ts';
import { recordOfFile } from '../../model/from-file.ts';
import { type Order, orderSchema } from '../../model/order.ts';
import type { ShownCurrency } from '../../model/shown-currency.ts';
import type { StoreFeeds } from '../store-feeds.ts';
import type { FileSource } from './source.ts';

/** A secondary by feed files. Of what was read before, the ledger tells what the files said. */
export class FeedSource implements FileSource {
  readonly kind = 'files';
  readonly unasked = 'It is read from files, which show no more than they did when they were read.';
  readonly store: string;
  readonly feeds: StoreFeeds;
  readonly requests = 0;
  /** Said with each file. */
  readonly charactersLeftOut: FileSource['charactersLeftOut'] = new Map();
  readonly #ledger: Pick<Ledger, 'known' | 'belongingToEach'>;

  constructor(store: string, feeds: StoreFeeds, ledger: Pick<Ledger, 'known' | 'belongingToEach'>) {
    this.store = store;
    this.feeds = feeds;
    this.#ledger = ledger;
  }

  /** What lies in files need not be calculated as the API's orders are. */
  get arithmetic(): string {
    return `files of ${this.store}`;
  }

  /** Files name no tax rate, nor a currency of their store. */
  async settings(): Promise<undefined> {
    return undefined;
  }

  /** Of the orders' payments; files hold no returns. */
  async currencies(orderIds: readonly string[]): Promise<ShownCurrency[]> {
    const payments = await this.#ledger.belongingToEach(this.store, 'payments', orderIds);
    return [...payments].flatMap(([orderId, own]) =>
      own.map(({ sourceId, payload }): ShownCurrency => {
        return { entity: 'payments', id: sourceId, orderId, currency: currencyIn(payload) };
      }),
    );
  }

  async orders(ids: readonly string[]): Promise<Order[]> {
    const known = await this.#ledger.known(this.store, 'orders', ids);
    return [...known.values()].flatMap(({ payload }) => (payload ? [orderSchema.parse(JSON.parse(payload))] : []));
  }

  async buyers(buyers: readonly Buyer[]): Promise<ExtractedPage> {
    return { records: buyerRecords(buyers, this.feeds.customers).map(recordOfFile), quarantined: [] };
  }

  async products(products: readonly NamedProduct[]): Promise<ExtractedPage> {
    return { records: primaryProductRecords(products, this.feeds.products).map(recordOfFile), quarantined: [] };
  }
}

function currencyIn(payload: string | null): string {
  if (payload === null || payload === '') return '';
  const content: { currency?: unknown } = JSON.parse(payload);
  return typeof content.currency === 'string' ? content.currency : '';
}
