import type { Order } from '../../model/order.ts';
import type { PrimaryLists } from '../../model/reference-lists.ts';
import { lowerKey } from '../../model/text-key.ts';
import { TextTable } from '../../model/text-table.ts';
import type { LocalDate } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readOrdersOfDay } from '../../neto/orders-of-day.ts';
import { namesIn, type PrimaryNames, readPrimaryLists } from '../../session/primary-names.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { Destination } from '../protocol/destination.ts';
import { readAccounts } from './accounts-now.ts';

/** What is asked of the stores at most once in a run, and only when something is to be loaded. */
export class ReferenceCache {
  readonly #primary: NetoClient;
  readonly #signal: AbortSignal | undefined;
  readonly #rules = new Map<string, StoreRules>();
  /** By `lowerKey`. */
  readonly #accounts = new TextTable();
  readonly #ordersOf = new Map<LocalDate, Promise<readonly Order[]>>();
  #names: PrimaryNames | undefined;

  /** @param lists the primary's, where they have just been read */
  constructor(primary: NetoClient, signal: AbortSignal | undefined, lists?: PrimaryLists) {
    this.#primary = primary;
    this.#signal = signal;
    this.#names = lists && namesIn(lists);
  }

  /** Which of these accounts are not there. One whose presence was asked for, or is known, is not asked for again. */
  async missingAccounts(usernames: readonly string[], destination: Pick<Destination, 'foreseen'>): Promise<string[]> {
    const unknown = usernames.filter((username) => !this.#accounts.has(lowerKey(username)));
    const found = await readAccounts({ primary: this.#primary, signal: this.#signal, destination }, unknown);
    for (const { username } of found) this.#accounts.put(lowerKey(username));
    return usernames.filter((username) => !this.#accounts.has(lowerKey(username)));
  }

  /** One of these accounts was just shown by the primary, where it was made. */
  noteAccount(username: string): void {
    this.#accounts.put(lowerKey(username));
  }

  /** The primary's orders of a day, as they were when they were first asked for. */
  ordersOf(day: LocalDate): Promise<readonly Order[]> {
    const asked = this.#ordersOf.get(day) ?? readOrdersOfDay(this.#primary, day, this.#signal);
    this.#ordersOf.set(day, asked);
    return asked;
  }

  async names(): Promise<PrimaryNames> {
    this.#names ??= namesIn(await readPrimaryLists(this.#primary, { signal: this.#signal }));
    return this.#names;
  }

  async rules({ source: asked, fixed }: StoreRun): Promise<StoreRules> {
    let rules = this.#rules.get(fixed.store);
    if (rules === undefined) {
      const primary = await this.names();
      // Where nothing tells a rate, the order's own tax would not show a wrong one, its total would.
      const source = (await asked.settings({ signal: this.#signal })) ?? primary;
      rules = {
        ...fixed,
        sourceGstPercent: source.gstPercent,
        primaryGstPercent: primary.gstPercent,
        sourceCurrency: source.currency,
        primaryCurrency: primary.currency,
      };
      this.#rules.set(fixed.store, rules);
    }
    return rules;
  }
}
