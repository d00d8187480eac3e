import type { FakeStore, OrderSeed, Seed } from '../../../src/fake-store/index.ts';
import type {
  Connector,
  ConnectorOptions,
  ExportEntry,
  FakeXero,
  FakeXeroOptions,
} from '../../../src/fake-xero/index.ts';
import { API_KEY, startStore } from '../../fake-store/support/stores.ts';
import { START, startXero } from './organisation.ts';

export interface Scene {
  readonly store: FakeStore;
  readonly xero: FakeXero;
  readonly neto: Connector;
}

const PRIMARY: Partial<Seed> = {
  name: 'primary',
  paymentMethods: [
    { id: 1, name: 'Visa', acc_code: '611' },
    { id: 2, name: 'Wallet', acc_code: '612' },
    { id: 3, name: 'Wrong', acc_code: '200' },
  ],
};

/** A primary with these orders, and an organisation to which Neto exports it. */
export async function startExport(
  orders: readonly OrderSeed[],
  options: Omit<ConnectorOptions, 'primary'> & { readonly seed?: Partial<Seed>; readonly xero?: FakeXeroOptions } = {},
): Promise<Scene> {
  const { seed, xero: xeroOptions, ...connector } = options;
  const store = await startStore({ clock: () => START, seed: { ...PRIMARY, orders: [...orders], ...seed } });
  const xero = await startXero(xeroOptions);
  return { store, xero, neto: xero.connect({ primary: { url: store.url, key: API_KEY }, ...connector }) };
}

/** An order of 119.95 with GST, invoiced on 24 November 2026. */
export function order(changes: Partial<OrderSeed> = {}): OrderSeed {
  return {
    OrderID: 'NB100123',
    Username: 'kexample',
    Email: 'kerry@example.com',
    BillFirstName: 'Kerry',
    BillLastName: 'Example',
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-11-23 22:00:00',
    DateInvoiced: '2026-11-24',
    DatePaymentDue: '2026-11-23 13:00:00',
    PurchaseOrderNumber: 'PO-7',
    OrderLine: [{ SKU: 'STOVE2', ProductName: 'Camp stove', Quantity: '1', UnitPrice: '110.00' }],
    ShippingTotal: '9.95',
    ...changes,
  };
}

export function paid(amount: string, changes: object = {}): NonNullable<OrderSeed['OrderPayment']>[number] {
  return {
    Id: '501',
    Amount: amount,
    PaymentType: 'Visa',
    DatePaid: '2026-11-24 01:00:00',
    CardAuthorisation: 'ch_1',
    ...changes,
  };
}

/** The words for which something was refused. */
export function refusals(entries: readonly ExportEntry[]): string[] {
  return entries.flatMap(({ result, reason }) => (result === 'refused' ? [reason ?? ''] : []));
}
