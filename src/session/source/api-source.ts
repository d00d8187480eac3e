import { extractBuyers } from '../../entities/customer/read.ts';
import type { ReadRules } from '../../entities/definition/reads.ts';
import { extractPrimaryProducts, type NamedProduct, productIdOf } from '../../entities/product/read.ts';
import type { ExtractedPage, QuarantinedRecord } from '../../entities/reading/extracted-record.ts';
import type { ClockReading } from '../../entities/reading/store-clock.ts';
import { probeStore, type StoreProbe } from '../../entities/reading/store-time.ts';
import { holder } from '../../entities/reading/unreadable.ts';
import type { Buyer } from '../../model/customer.ts';
import type { Order } from '../../model/order.ts';
import type { ShownCurrency } from '../../model/shown-currency.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { NetoClient, RequestOptions } from '../../neto/client.ts';
import { readCurrenciesOfOrders } from '../../neto/currencies.ts';
import { readOrders } from '../../neto/orders.ts';
import { readCurrencySettings } from '../../neto/reference-lists.ts';
import type { ReturnsOptions } from '../../neto/return-currencies.ts';
import { atMost, PacedClient, type Pacing } from '../paced-client.ts';
import type { AskedSource, MoneySettings, ReadsOf } from './source.ts';

/** A secondary by its API. */
export class ApiSource implements AskedSource {
  readonly kind = 'asked';
  readonly #client: NetoClient;
  readonly #rules: ReadRules;

  constructor(client: NetoClient, rules: ReadRules) {
    this.#client = client;
    this.#rules = rules;
  }

  get store(): string {
    return this.#client.store;
  }

  get arithmetic(): string {
    return this.#client.host;
  }

  get requests(): number {
    return this.#client.requests;
  }

  get charactersLeftOut(): NetoClient['charactersLeftOut'] {
    return this.#client.charactersLeftOut;
  }

  reader<Reader>(reads: ReadsOf<Reader>): Reader {
    return reads.of(this.#client, this.#rules);
  }

  time(probe: StoreProbe, options: RequestOptions): Promise<ClockReading> {
    return probeStore(this.#client, probe, options);
  }

  settings(options: RequestOptions): Promise<MoneySettings> {
    return readCurrencySettings(this.#client, options);
  }

  currencies(orderIds: readonly string[], options: ReturnsOptions): Promise<ShownCurrency[]> {
    return readCurrenciesOfOrders(this.#client, orderIds, options);
  }

  orders(ids: readonly string[], options: RequestOptions): Promise<readonly Order[]> {
    return readOrders(this.#client, ids, options).then(({ orders }) => orders);
  }

  async buyers(buyers: readonly Buyer[], options: RequestOptions): Promise<ExtractedPage> {
    const quarantined: QuarantinedRecord[] = [];
    const read = { ...options, onUnreadable: holder(quarantined, lowerKey) };
    return { records: await extractBuyers(this.#client, buyers, read), quarantined };
  }

  async products(products: readonly NamedProduct[], options: RequestOptions): Promise<ExtractedPage> {
    const quarantined: QuarantinedRecord[] = [];
    const read = { ...options, onUnreadable: holder(quarantined, productIdOf) };
    return { records: await extractPrimaryProducts(this.#client, products, read), quarantined };
  }

  withoutFreshPayments(orderIds: readonly string[]): string[] {
    return orderIds.filter((id) => !this.#client.memory.hasDelivered(id));
  }

  paced(pacing: Pacing): ApiSource {
    return new ApiSource(new PacedClient(this.#client, pacing), this.#rules);
  }

  atMost(requests: number): ApiSource {
    return new ApiSource(atMost(this.#client, requests), this.#rules);
  }
}
