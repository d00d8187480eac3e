import { expect } from 'vitest';
import type { Switches } from '../../../src/fake-store/index.ts';
import type { NetoClient, RequestOptions } from '../../../src/neto/client.ts';
import type { Reply } from '../../../src/neto/reply.ts';
import type { Between } from '../../../src/run/options.ts';
import { PacedClient } from '../../../src/session/paced-client.ts';
import { impatience } from '../../support/impatience.ts';
import { heldIn, orderSeed, type Setting, type TwoStores, withTwoStores } from './two-stores.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** With five payments to an order, a page of payments holds 20. */
const PAGE_SIZE = 4;
export const ORDERS = 24;
const START = Date.parse('2026-07-20T00:00:00Z');

const textOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** Two a day, each paid in full: payments 101 to 124. */
export const orders = Array.from({ length: ORDERS }, (_, place) => {
  const at = textOf(START - (ORDERS - place) * (DAY / 2));
  return orderSeed({
    OrderID: `N${100 + place}`,
    ...{ DatePlaced: at, DateUpdated: at, DateInvoiced: at.slice(0, 10) },
    OrderPayment: [{ Id: String(101 + place), Amount: '11.00', PaymentType: 'Cash', DatePaid: at }],
  });
});

export interface Shop extends TwoStores {
  /** Minutes pass, and a run is made. @returns what stands in quarantine */
  runAfter(minutes: number): Promise<string[]>;
  /** Staff key a payment. @returns its id */
  key(given: {
    readonly id?: string;
    readonly daysAgo?: number;
    readonly order?: string;
    readonly amount?: string;
  }): string;
  /** References of the copies. */
  copied(id: string): number;
  /** Whether the last run asked the secondary for it by its id. */
  isAsked(id: string): boolean;
  /** Whether the last run listed payments over `lookBackDays`, not by their ids. */
  listsByDays(): boolean;
}

type Look = (action: string, body: Readonly<Record<string, unknown>>) => void;

class Spy extends PacedClient {
  readonly #look: Look;

  constructor(client: NetoClient, look: Look) {
    super(client, { turn: async () => {}, repeated: () => {} });
    this.#look = look;
  }

  override request(action: string, body: Readonly<Record<string, unknown>>, options?: RequestOptions): Promise<Reply> {
    this.#look(action, body);
    return super.request(action, body, options);
  }
}

/** A shop whose payments were all copied, and whose orders do not show that a payment has come unless told so. */
export async function withShop(
  switches: Partial<Switches>,
  use: (shop: Shop) => Promise<void>,
  changes: Partial<Setting> = {},
): Promise<void> {
  let now = START;
  let from = now;
  const asked = new Set<string>();
  const setting: Setting = {
    orders,
    switches: { paymentBumpsDateUpdated: false, ...switches },
    primarySwitches: {},
    rules: { pageSize: PAGE_SIZE },
    clock: () => now,
    ...changes,
  };
  /** Sees from when on the last run lists payments, and which it asks for by their ids. */
  const spying: Between = {
    ...impatience,
    store: (client) =>
      new Spy(client, (action, { Filter }) => {
        if (action !== 'GetPayment' || !client.readOnly) return;
        const { DatePaidFrom: text, PaymentID: ids = [] } = Filter as { DatePaidFrom?: string; PaymentID?: string[] };
        if (text !== undefined) from = Math.min(from, Date.parse(`${text.replace(' ', 'T')}Z`));
        for (const id of ids) asked.add(id);
      }),
  };
  await withTwoStores(setting, async (stores) => {
    const { west, main, run } = stores;
    const runAfter = async (minutes: number): Promise<string[]> => {
      now += minutes * MINUTE;
      from = now;
      asked.clear();
      west.clearLogs();
      return heldIn(await run({ between: spying }));
    };
    expect(heldIn(await run())).toEqual([]);
    let cents = 0;
    await use({
      ...stores,
      runAfter,
      key({ id, daysAgo = 0, order = 'N101', amount }) {
        cents += 1;
        const added = west.panel.addPayment({
          ...{ OrderID: order, AmountPaid: amount ?? (cents / 100).toFixed(2), PaymentMethodName: 'Cash' },
          ...{ DatePaid: textOf(now - daysAgo * DAY), ...(id === undefined ? {} : { Id: id }) },
        });
        return added.PaymentID;
      },
      copied: (id) =>
        main.payments().filter(({ CardAuthorisation }) => CardAuthorisation.split(' ', 1)[0] === `west:${id}`).length,
      isAsked: (id) => asked.has(id),
      listsByDays: () => now - from > 3 * DAY,
    });
  });
}

/** Minutes. */
export const QUARTER = 15;
export const A_DAY = 24 * 60;
