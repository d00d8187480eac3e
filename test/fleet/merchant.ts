import { type FakeStore, type OrderSeed, randomFrom, type Seed, startFakeStore } from '../../src/fake-store/index.ts';

/** What the primary of a merchant has to hold of one order in the end, in cents; computed from what was planted alone. */
export interface PlantedOrder {
  readonly sourceId: string;
  readonly targetId: string;
  readonly cents: number;
  /** Our reference → cents. */
  readonly payments: Map<string, number>;
  readonly returns: Map<string, number>;
}

/** A merchant with a primary and one secondary, both small. */
export interface Merchant {
  readonly name: string;
  readonly main: FakeStore;
  readonly west: FakeStore;
  readonly planted: PlantedOrder[];
  /** Something new happens in its secondary: an order with its payment, a late payment, or a return. */
  trade(): void;
}

const KEY = 'key-of-a-fake-store-';
export const keyOf = (store: 'main' | 'west', name: string): string => `${KEY}${store}-${name}-${'x'.repeat(20)}`;

/** Starts both stores of a merchant. @param seed from which all its trade follows */
export async function startMerchant(name: string, seed: number): Promise<Merchant> {
  const random = randomFrom(seed);
  const [main, west] = await Promise.all([
    startFakeStore({ seed: primary, apiKey: keyOf('main', name) }),
    startFakeStore({ seed: secondary, apiKey: keyOf('west', name) }),
  ]);
  const planted: PlantedOrder[] = [];
  const unpaid = new Map<PlantedOrder, number>();
  let number = 100;

  const order = (): void => {
    number += 1;
    const cents = 100 + Math.floor(random() * 50_000);
    const isPaid = random() < 0.7;
    const one = {
      sourceId: `N${number}`,
      targetId: `W${number}`,
      cents,
      payments: new Map<string, number>(),
      returns: new Map<string, number>(),
    };
    planted.push(one);
    if (isPaid) one.payments.set(`west:${number * 10}`, cents);
    else unpaid.set(one, number);
    west.panel.addOrder(orderSeed(one.sourceId, cents, isPaid ? String(number * 10) : undefined));
  };
  const latePayment = (): void => {
    const [first] = unpaid;
    if (first === undefined) {
      order();
      return;
    }
    const [one, own] = first;
    unpaid.delete(one);
    const id = String(own * 10);
    one.payments.set(`west:${id}`, one.cents);
    const paid = {
      OrderID: one.sourceId,
      AmountPaid: dollars(one.cents),
      PaymentMethodName: 'PayPal',
      Id: id,
      DatePaid: now(),
    };
    west.panel.addPayment(paid);
  };
  const comesBack = (): void => {
    const one = planted.find(({ payments, returns }) => payments.size > 0 && returns.size === 0);
    if (one === undefined) {
      order();
      return;
    }
    const id = one.sourceId.slice(1);
    one.returns.set(`west:${id}`, one.cents);
    const day = now().slice(0, 10);
    const refund = {
      RefundAmount: dollars(one.cents),
      PaymentMethodName: 'PayPal',
      RefundStatus: 'Refunded',
      DateRefunded: day,
    };
    west.panel.addRma({
      RmaID: id,
      OrderID: one.sourceId,
      RmaStatus: 'Closed',
      DateIssued: day,
      RmaLine: [{ SKU: 'MUG', Quantity: 1, RefundSubtotal: dollars(one.cents) }],
      Refund: [refund],
    });
  };
  order();
  order();
  return {
    name,
    main,
    west,
    planted,
    trade() {
      const rolled = random();
      if (rolled < 0.6) order();
      else if (rolled < 0.85) latePayment();
      else comesBack();
    },
  };
}

/** As it is stored in the database of the fleet: without keys. */
export function pipelineText({ name, main, west }: Merchant, requestsPerMinute: number, schedule: string): string {
  return `name: ${name}
schedule: "${schedule}"
primary:
  url: ${main.url}
  prefixes: [N]
  timezone: Australia/Sydney
  requestsPerMinute: ${requestsPerMinute}
  timeoutSeconds: 10
load: { settleAfterSeconds: 30 }
secondaries:
  - name: west
    url: ${west.url}
    timezone: Australia/Perth
    requestsPerMinute: ${requestsPerMinute}
    timeoutSeconds: 10
    prefix: { N: W }
    since: ${now().slice(0, 8)}01
    purpose: books
    entities: [products, customers, orders, payments, rmas]
    rma: { staff: anna, warehouse: Virtual }
    orders: { email: house, houseEmail: house@example.com, warehouse: Virtual, surchargeSku: SURCHARGE, shippingMethods: { Post: Post } }
    payments: { methods: { PayPal: PayPal } }
    customers: { policy: house, house: { username: west_house, email: house@example.com } }
    products: { policy: placeholder, placeholderSku: WEST-SALE }
`;
}

const common = {
  country: 'AU',
  currency: 'AUD',
  gst: '10',
  shippingMethods: [{ id: '1', name: 'Post' }],
  paymentMethods: [{ id: '1', name: 'PayPal' }],
};

const secondary: Seed = {
  ...common,
  name: 'west',
  timezone: 'Australia/Perth',
  warehouses: [{ id: '1', name: 'Main', isPrimary: true }],
  items: [{ SKU: 'MUG', Name: 'A mug', DefaultPrice: '11.00' }],
  customers: [
    {
      Username: 'jo',
      EmailAddress: 'jo@example.net',
      BillingAddress: { BillFirstName: 'Jo', BillLastName: 'Example', BillCountry: 'AU' },
    },
  ],
};

const primary: Seed = {
  ...common,
  name: 'main',
  timezone: 'Australia/Sydney',
  warehouses: [
    { id: '1', name: 'Main', isPrimary: true },
    { id: '2', name: 'Virtual', tracksStock: false },
  ],
  staff: ['anna'],
  items: [{ SKU: 'SURCHARGE', Name: 'Payment surcharge', DefaultPrice: '0.00' }],
  orders: [{ ...orderSeed('N1', 500, '1'), OrderLine: [{ SKU: 'SURCHARGE', Quantity: 1, UnitPrice: '5.00' }] }],
};

function orderSeed(id: string, cents: number, payment: string | undefined): OrderSeed {
  const at = now();
  return {
    OrderID: id,
    OrderStatus: 'Dispatched',
    CompleteStatus: 'Approved',
    DatePlaced: at,
    DateInvoiced: at.slice(0, 10),
    Username: 'jo',
    Email: 'jo@example.net',
    BillFirstName: 'Jo',
    BillLastName: 'Example',
    BillCountry: 'AU',
    ShippingOption: 'Post',
    ShippingTotal: '0.00',
    OrderLine: [{ SKU: 'MUG', Quantity: 1, UnitPrice: dollars(cents) }],
    OrderPayment:
      payment === undefined ? [] : [{ Id: payment, Amount: dollars(cents), PaymentType: 'PayPal', DatePaid: at }],
  };
}

export function dollars(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

export function centsOf(text: string): number {
  return Math.round(Number(text) * 100);
}

function now(): string {
  return new Date().toISOString().slice(0, 19).replace('T', ' ');
}
