import type { ExpectedCopy } from '../../src/arrival/expected.ts';
import { namedPeople } from '../../src/arrival/expected.ts';
import { judge } from '../../src/arrival/judge.ts';
import type { Judged } from '../../src/arrival/judged.ts';
import { type ReadingSettings, readBooks } from '../../src/arrival/read-books.ts';
import { isAlarm } from '../../src/arrival/verdicts.ts';
import type { FakeStore, OrderSeed, RmaSeed } from '../../src/fake-store/index.ts';
import {
  type Connector,
  type ConnectorOptions,
  type FakeXero,
  type FakeXeroOptions,
  plainApp,
  READ_SCOPES,
} from '../../src/fake-xero/index.ts';
import { decimal, ZERO } from '../../src/model/money.ts';
import type { Instant, LocalDate } from '../../src/model/time.ts';
import { memoryRequestLog } from '../../src/neto/request-log.ts';
import { openXeroClient, type XeroClient } from '../../src/xero/client.ts';
import { API_KEY, startStore } from '../fake-store/support/stores.ts';
import { START, startXero } from '../fake-xero/support/organisation.ts';
import { virtualClock } from '../neto/scripted-store.ts';

const day = (text: string): LocalDate => text as LocalDate;

/** One order, as it was planned: what the books must show of it is read off here, and not off either fake. */
export interface Planned {
  readonly number: string;
  /** In the store's currency, as text. */
  readonly total: string;
  readonly gst: string;
  readonly day: string;
  readonly order: OrderSeed;
  readonly payments: readonly { readonly id: string; readonly amount: string; readonly day: string }[];
  readonly returns: readonly { readonly id: string; readonly total: string; readonly day: string }[];
  readonly isCancelled: boolean;
  readonly changedAt: string;
}

export interface PlanChanges {
  readonly day?: string;
  readonly paid?: readonly string[];
  readonly returned?: string;
  readonly isCancelled?: boolean;
  /** What the books are to show, where the order changes later. */
  /** Its last change in the primary; longer ago than any export takes, unless told otherwise. */
  readonly changedAt?: string;
  readonly later?: { readonly total: string; readonly gst: string };
  readonly order?: Partial<OrderSeed>;
}

let payments = 500;
let returns = 70;

/** One thing for 110.00 with 10.00 GST to a customer of its own, unless told otherwise. */
export function planned(number: string, changes: PlanChanges = {}): Planned {
  const {
    day: on = '2026-11-10',
    paid = [],
    returned,
    isCancelled = false,
    later,
    changedAt = '2026-11-20T00:00:00Z',
  } = changes;
  const paidOn = `${on} 03:00:00`;
  const own = paid.map((amount) => {
    payments += 1;
    return { id: String(payments), amount, day: on };
  });
  returns += returned === undefined ? 0 : 1;
  return {
    number,
    ...{ total: later?.total ?? '110', gst: later?.gst ?? '10', day: on, isCancelled, changedAt },
    payments: own,
    returns: returned === undefined ? [] : [{ id: String(returns), total: returned, day: on }],
    order: {
      OrderID: number,
      ...{
        Username: `user-${number}`,
        Email: `${number}@example.com`,
        BillFirstName: 'Customer',
        BillLastName: number,
      },
      ...{ OrderStatus: 'Dispatched', DatePlaced: '2026-11-01 00:00:00', DateInvoiced: on, DatePaymentDue: paidOn },
      OrderLine: [{ SKU: 'SHIRT', ProductName: 'Shirt', Quantity: '1', UnitPrice: '110.00' }],
      OrderPayment: own.map(({ id, amount }) => ({
        ...{ Id: id, Amount: amount, PaymentType: 'Visa', DatePaid: paidOn, CardAuthorisation: `ch_${id}` },
      })),
      ...changes.order,
    },
  };
}

function expectedOf({ number, total, gst, day: on, order, ...plan }: Planned): ExpectedCopy {
  const name = `Customer ${number}`;
  return {
    ...{ store: 'west', sourceId: number, number, isCancelled: plan.isCancelled },
    ...{
      total: decimal(total),
      gst: decimal(gst),
      roundings: order.OrderLine?.length ?? 1,
      day: day(on),
      dueDay: day(on),
    },
    ...{ currency: 'AUD', changedAt: plan.changedAt as Instant },
    ...{
      usernameKey: namedPeople.usernameKey(`user-${number}`),
      nameKey: namedPeople.nameKey(name),
      contactName: name,
    },
    payments: plan.payments.map(({ id, amount, day: paid }) => ({
      id,
      amount: decimal(amount),
      day: day(paid),
      method: 'Visa',
    })),
    returns: plan.returns.map(({ id, total: credit, day: closed }) => ({
      id,
      total: decimal(credit),
      // A tenth on top.
      tax: decimal((Number(credit) / 11).toFixed(2)),
      day: day(closed),
    })),
  };
}

export interface Scene {
  readonly store: FakeStore;
  readonly xero: FakeXero;
  readonly neto: Connector;
  readonly client: XeroClient;
  /** How long the client waited before it asked again, in milliseconds. */
  readonly waits: readonly number[];
  /** Neto's export, so often; a person approves what came as a draft. */
  exported(times?: number): Promise<void>;
  /** Reads the books by the client, and judges the plan by them. */
  look(settings?: Partial<ReadingSettings>): Promise<Judged>;
}

export interface SceneOptions {
  readonly xero?: FakeXeroOptions;
  readonly connector?: Omit<ConnectorOptions, 'primary'>;
}

/** A primary, Neto's export, the books and the client that reads them, each on a socket of its own. */
export async function withScene<Result>(
  plan: readonly Planned[],
  { xero: xeroOptions, connector }: SceneOptions,
  use: (scene: Scene) => Promise<Result>,
): Promise<Result> {
  const rmas = plan.flatMap(({ number, returns: all }) =>
    all.map(({ id, total, day: closed }): RmaSeed => {
      const line = { SKU: 'SHIRT', ProductName: 'Shirt', Quantity: '1', RefundSubtotal: total };
      return { RmaID: id, OrderID: number, DateIssued: `${closed} 03:00:00`, RmaLine: [line] };
    }),
  );
  const paymentMethods = [{ id: 1, name: 'Visa', acc_code: '611' }];
  const orders = plan.map(({ order }) => order);
  const store = await startStore({ clock: () => START, seed: { paymentMethods, orders, rmas, customers: [] } });
  const xero = await startXero(xeroOptions);
  const neto = xero.connect({ primary: { url: store.url, key: API_KEY }, ...connector });
  const { clock, waits } = virtualClock();
  const requestLog = memoryRequestLog({ clock });
  const client = openXeroClient({
    ...{ clientId: plainApp.clientId, clientSecret: plainApp.clientSecret, scopes: READ_SCOPES },
    ...{ requestsPerMinute: 60, timeoutSeconds: 5, addresses: { api: xero.apiUrl, identity: xero.identityUrl } },
    ...{ requestLog, clock, random: () => 0.5 },
  });
  const copies = plan.map(expectedOf);
  const today = day('2026-11-28');
  try {
    return await use({
      ...{ store, xero, neto, client, waits },
      async exported(times = 4) {
        for (let time = 0; time < times; time += 1) {
          await neto.run();
          approveDrafts(xero);
        }
      },
      async look(settings = {}) {
        const reading: ReadingSettings = {
          ...{ organisation: xero.control.organisation().id, invoices: undefined, invoicePrefix: undefined },
          ...{ creditNotePrefix: undefined, today, people: namedPeople },
          ...settings,
        };
        const books = await readBooks(client, copies, reading, undefined);
        return judge(copies, books, {
          ...{ invoices: reading.invoices, usualDelayHours: 26, people: namedPeople, accounts: { Visa: '611' } },
          ...{ tolerance: ZERO, lockDate: books.organisation?.lockDate ?? null, today },
          now: new Date(START).toISOString() as Instant,
        });
      },
    });
  } finally {
    await client.close();
    requestLog.close();
  }
}

/** A locked period keeps some from it. */
function approveDrafts({ control }: FakeXero): void {
  for (const { id, status } of control.invoices()) {
    if (status !== 'DRAFT') continue;
    try {
      control.approveInvoice(id);
    } catch (error) {
      if (!String(error).includes('lock date')) throw error;
    }
  }
}

/** `W1 invoice total`, sorted: all that is told as wrong. */
export function alarmsIn({ arrivals }: Judged): string[] {
  return arrivals
    .filter(isAlarm)
    .map(({ number, entity, cause }) => `${number} ${entity} ${cause}`)
    .sort();
}
