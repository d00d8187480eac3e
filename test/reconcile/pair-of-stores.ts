import type { OrderSeed, Seed } from '../../src/fake-store/index.ts';
import { type ReconcileOptions, reconcile } from '../../src/reconcile/reconcile.ts';
import { type Reconciliation, reconciliationSchema } from '../../src/reconcile/result.ts';
import { demoSeed, type StoreName } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';

function withoutOrders(name: StoreName): { seed: Seed } {
  return { seed: { ...demoSeed(name), orders: [] } };
}

/** The demo's stores without orders; what stands in them is put there by the test, on both sides. */
export async function startBareStores(): Promise<DemoStores> {
  return startDemoStores({
    main: withoutOrders('main'),
    west: withoutOrders('west'),
    south: withoutOrders('south'),
  });
}

export async function compareStores(
  demo: DemoStores,
  options: Partial<ReconcileOptions> = {},
): Promise<Reconciliation> {
  const pipeline = options.pipeline ?? (await demo.pipeline());
  const result = await reconcile({ pipeline, home: demo.home, allowEmpty: true, ...options });
  // What is printed must have the documented shape.
  return reconciliationSchema.parse(JSON.parse(JSON.stringify(result)));
}

/** An order of 121.00 with 11.00 shipping, GST included, invoiced and paid on 10 August. */
export function westOrder(id: string, more: Partial<OrderSeed> = {}): OrderSeed {
  return {
    OrderID: id,
    OrderStatus: 'Dispatched',
    DatePlaced: '2026-08-09 03:00:00',
    DateInvoiced: '2026-08-10',
    Username: 'shopper',
    Email: 'shopper@example.com',
    ShippingOption: 'Standard Delivery',
    ShippingTotal: '11.00',
    OrderLine: [{ SKU: 'BATT-AA8', Quantity: 2, UnitPrice: '55.00' }],
    OrderPayment: [
      { Id: `9${id.replace(/\D/g, '')}`, Amount: '121.00', PaymentType: 'PayPal', DatePaid: '2026-08-10 01:00:00' },
    ],
    ...more,
  };
}

/** The copy that the pipeline would make of it. */
export function copyOf(order: OrderSeed, more: Partial<OrderSeed> = {}): OrderSeed {
  return {
    ...order,
    OrderID: order.OrderID.replace('N', 'W'),
    SalesChannel: 'West',
    OrderLine: (order.OrderLine ?? []).map((line) => ({ ...line, SKU: `W-${line.SKU}` })),
    InternalOrderNotes: `Copied from west ${order.OrderID} by neto-consolidator, installation 0123456789ab`,
    OrderPayment: (order.OrderPayment ?? []).map(({ Id, Amount, DatePaid }) => ({
      Amount,
      DatePaid,
      PaymentType: 'West - PayPal',
      CardAuthorisation: `west:${Id}`,
    })),
    ...more,
  };
}
