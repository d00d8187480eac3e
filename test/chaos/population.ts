import type { CustomerSeed, ItemSeed, Lie, OrderSeed, Seed } from '../../src/fake-store/index.ts';
import { randomFrom } from '../../src/fake-store/seeded-faults.ts';

/** What the primary has to hold of one source order in the end; computed from the seed alone, in cents. */
export interface ExpectedCopy {
  readonly store: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly cents: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly cents: number }[];
  /** Our reference → cents. */
  readonly payments: ReadonlyMap<string, number>;
  /** Our reference of a return → its credit in cents, all of it paid out. */
  readonly returns: ReadonlyMap<string, number>;
}

/** Deleted in its store and keyed anew there, with another amount: a payment or a return. */
export interface Replacement {
  readonly entity: 'payments' | 'rmas';
  readonly store: string;
  readonly targetId: string;
  /** Our references. */
  readonly old: string;
  readonly now: string;
  readonly nowId: string;
  readonly oldCents: number;
  readonly nowCents: number;
}

export interface Truth {
  readonly copies: readonly ExpectedCopy[];
  /** `store entity id` of what can't be loaded, and so is to stand in quarantine. */
  readonly held: ReadonlySet<string>;
  /** Numbers of copies that the primary alters in one field, and whether it does so on approval. */
  readonly altered: ReadonlyMap<string, { readonly approved: boolean }>;
  /** Keyed anew alike in its store: the new reference → the one under which it may have been copied. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly replaced: readonly Replacement[];
  /** `store entity id` of what the primary has refused once: it stands in quarantine or is there, not both. */
  readonly refused: ReadonlySet<string>;
  /** In lower case, beside those that the primary has of its own. */
  readonly usernames: ReadonlySet<string>;
  readonly skus: ReadonlySet<string>;
  /** Distinct order ids that each store has within the window. */
  readonly orders: Readonly<Record<'west' | 'south', number>>;
}

export interface Population {
  readonly main: Seed;
  readonly west: Seed;
  readonly south: Seed;
  readonly truth: Truth;
  /** How the primary alters the GST of single orders. */
  readonly lies: readonly Lie[];
  /** Orders that their payments show to be in another currency. */
  readonly foreign: readonly string[];
}

const ARTICLES = ['TENT', 'SWAG', 'LAMP', 'STOVE', 'ROPE', 'MAT'] as const;
const PEOPLE = ['Ada', 'Ben', 'Cy', 'Dot', 'Eve', 'Flo'] as const;
const METHODS = ['Credit Card', 'PayPal'] as const;

const KINDS = [
  ...['good', 'good', 'good', 'good', 'good', 'good', 'prefix', 'cancelled', 'unapproved', 'foreign'],
  ...['gst on add', 'gst on approval'],
] as const;

export const house = 'accounts@example.com';

/** Two small secondaries and their primary, the same for the same seed. */
export function population(seed: number, ordersPerStore = 9): Population {
  const random = randomFrom(seed);
  const copies: ExpectedCopy[] = [];
  const held = new Set<string>();
  const usernames = new Set<string>();
  const skus = new Set<string>();
  const altered = new Map<string, { readonly approved: boolean }>();
  const foreign: string[] = [];
  const west = secondary('west', random, ordersPerStore, { copies, held, usernames, skus, altered, foreign });
  const south = secondary('south', random, ordersPerStore, { copies, held, usernames, skus, altered, foreign });
  const orders = { west: ordersPerStore, south: ordersPerStore };
  const nothing = { aliases: new Map<string, string>(), replaced: [], refused: new Set<string>() };
  const lies = [...altered].map(([targetId, { approved }]): Lie => {
    return { on: approved ? 'approve' : 'add-order', field: 'OrderTax', by: '-0.30', orders: [targetId] };
  });
  return {
    main: primary(),
    west,
    south,
    truth: { copies, held, altered, ...nothing, usernames, skus, orders },
    lies,
    foreign,
  };
}

interface Expected {
  readonly copies: ExpectedCopy[];
  readonly held: Set<string>;
  readonly usernames: Set<string>;
  readonly skus: Set<string>;
  readonly altered: Map<string, { readonly approved: boolean }>;
  readonly foreign: string[];
}

const common = {
  country: 'AU',
  currency: 'AUD',
  gst: '10',
  shippingMethods: [{ id: '1', name: 'Post' }],
};

function secondary(store: 'west' | 'south', random: () => number, count: number, expected: Expected): Seed {
  const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)] as T;
  const prices = new Map(ARTICLES.map((sku) => [sku, 100 + Math.floor(random() * 20_000)]));
  const orders: OrderSeed[] = [];
  const rmas: NonNullable<Seed['rmas']>[number][] = [];
  // One of each at most: three alike would be taken for the primary's way with all of them.
  const gst = new Set(['gst on add', 'gst on approval']);
  for (let index = 0; index < count; index += 1) {
    const number = 100 + index;
    // The first two are always good, so that no store looks empty.
    const rolled = index < 2 ? 'good' : pick(KINDS);
    const kind = rolled.startsWith('gst') && !gst.delete(rolled) ? 'good' : rolled;
    const sourceId = `${kind === 'prefix' ? 'Q' : 'N'}${number}`;
    const person = pick(PEOPLE);
    const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
      const sku = pick(ARTICLES);
      return { sku, quantity: 1 + Math.floor(random() * 4), cents: prices.get(sku) ?? 0 };
    });
    const shipping = pick([0, 995, 1250]);
    const cents = lines.reduce((sum, line) => sum + line.quantity * line.cents, shipping);
    const parts = pick([[], [cents], [Math.floor(cents / 3), cents - Math.floor(cents / 3)], [Math.floor(cents / 2)]]);
    const payments = parts
      .filter((part) => part > 0)
      .map((part, place) => ({
        id: String(number * 10 + place),
        cents: part,
        method: place === 1 && random() < 0.2 ? 'Barter' : pick(METHODS),
      }));
    orders.push(orderSeed({ sourceId, kind, person, lines, shipping, payments, minute: index }));
    const targetId = `${store === 'west' ? 'W' : 'S'}${number}`;
    const foreign = kind === 'foreign' && payments.length > 0;
    if (foreign) expected.foreign.push(sourceId);
    if (kind.startsWith('gst') || kind === 'prefix' || foreign) {
      expected.held.add(`${store} orders ${sourceId}`);
      // A payment of an order that is quarantined waits for it.
      for (const { id } of payments) expected.held.add(`${store} payments ${id}`);
    }
    if (kind.startsWith('gst')) {
      expected.altered.set(targetId, { approved: kind === 'gst on approval' });
      expectReferred(expected, store, person, lines);
    }
    // Without a payment nothing tells that an order is in another currency.
    if (kind !== 'good' && (kind !== 'foreign' || foreign)) continue;
    const bookable = payments.filter(({ method }) => method !== 'Barter');
    for (const { id, method } of payments) if (method === 'Barter') expected.held.add(`${store} payments ${id}`);
    const [first] = lines;
    const returned = first !== undefined && random() < 0.4 ? first : undefined;
    if (returned !== undefined) rmas.push(rmaSeed(sourceId, number, returned));
    expected.copies.push({
      store,
      sourceId,
      targetId,
      cents,
      lines: lines.map(({ sku, ...line }) => ({ ...line, sku: store === 'west' ? `W-${sku}` : 'SOUTH-SALE' })),
      payments: new Map(bookable.map((payment) => [`${store}:${payment.id}`, payment.cents])),
      returns: new Map(returned === undefined ? [] : [[`${store}:${number}`, returned.cents]]),
    });
    expectReferred(expected, store, person, lines);
  }
  return {
    ...common,
    name: store,
    timezone: store === 'west' ? 'Australia/Perth' : 'Australia/Adelaide',
    warehouses: [{ id: '1', name: 'Main', isPrimary: true }],
    paymentMethods: [...METHODS, 'Barter'].map((name, index) => ({ id: String(index + 1), name })),
    customers: PEOPLE.map(account),
    items: ARTICLES.map((sku) => item(sku, prices.get(sku) ?? 0)),
    orders,
    rmas,
  };
}

function expectReferred(
  { usernames, skus }: Expected,
  store: 'west' | 'south',
  person: string,
  lines: readonly { readonly sku: string }[],
): void {
  usernames.add(store === 'west' ? `w_${person.toLowerCase()}` : 'south_house');
  for (const { sku } of lines) skus.add(store === 'west' ? `w-${sku.toLowerCase()}` : 'south-sale');
}

/** One piece of the order's first line comes back, and is paid out. */
function rmaSeed(orderId: string, number: number, { sku, cents }: { readonly sku: string; readonly cents: number }) {
  return {
    RmaID: String(number),
    OrderID: orderId,
    RmaStatus: 'Closed',
    DateIssued: '2026-07-06',
    DateUpdated: '2026-07-06 01:00:00',
    RmaLine: [{ SKU: sku, Quantity: 1, RefundSubtotal: dollars(cents) }],
    Refund: [
      {
        RefundAmount: dollars(cents),
        PaymentMethodName: METHODS[0],
        RefundStatus: 'Refunded',
        DateRefunded: '2026-07-06',
      },
    ],
  };
}

function orderSeed(order: {
  readonly sourceId: string;
  readonly kind: string;
  readonly person: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly cents: number }[];
  readonly shipping: number;
  readonly payments: readonly { readonly id: string; readonly cents: number; readonly method: string }[];
  readonly minute: number;
}): OrderSeed {
  const placed = `2026-07-05 01:${String(order.minute).padStart(2, '0')}:00`;
  const { person } = order;
  return {
    OrderID: order.sourceId,
    OrderStatus: order.kind === 'cancelled' ? 'Cancelled' : 'Dispatched',
    CompleteStatus: order.kind === 'unapproved' ? 'Incomplete' : 'Approved',
    DatePlaced: placed,
    DateUpdated: placed,
    DateInvoiced: '2026-07-05',
    Username: person.toLowerCase(),
    Email: `${person.toLowerCase()}@example.net`,
    ...address('Bill', person),
    ...address('Ship', person),
    SalesChannel: 'Website',
    ShippingOption: 'Post',
    ShippingTotal: dollars(order.shipping),
    OrderLine: order.lines.map(({ sku, quantity, cents }) => ({
      SKU: sku,
      Quantity: quantity,
      UnitPrice: dollars(cents),
    })),
    OrderPayment: order.payments.map(({ id, cents, method }) => ({
      Id: id,
      Amount: dollars(cents),
      PaymentType: method,
      DatePaid: placed,
      ...(order.kind === 'foreign' ? { CurrencyCode: 'USD' } : {}),
    })),
  };
}

function primary(): Seed {
  const own = ['Ann', 'Bob'].map(account);
  return {
    ...common,
    name: 'main',
    timezone: 'Australia/Sydney',
    warehouses: [
      { id: '1', name: 'Main', isPrimary: true },
      { id: '2', name: 'Virtual', tracksStock: false },
    ],
    paymentMethods: METHODS.map((name, index) => ({ id: String(index + 1), name })),
    customers: own,
    staff: ['anna'],
    items: [item('SURCHARGE', 100), { ...item('OWN', 500), WarehouseQuantity: [{ WarehouseID: '1', Quantity: 9 }] }],
    orders: [1, 2, 3].map((number) => ({
      ...orderSeed({
        sourceId: `N${number}`,
        kind: 'good',
        person: 'Ann',
        lines: [{ sku: 'OWN', quantity: 1, cents: 500 }],
        shipping: 0,
        payments: [{ id: String(number), cents: 500, method: 'PayPal' }],
        minute: number,
      }),
    })),
    settings: { mailOnStatus: { Dispatched: 'Your order is on its way', New: 'Thank you for your order' } },
  };
}

function account(person: string): CustomerSeed {
  return {
    Username: person.toLowerCase(),
    EmailAddress: `${person.toLowerCase()}@example.net`,
    BillingAddress: address('Bill', person),
    ShippingAddress: address('Ship', person),
  };
}

function address(side: 'Bill' | 'Ship', person: string) {
  const fields = {
    FirstName: person,
    LastName: `${person}son`,
    StreetLine1: '1 High Street',
    City: 'Perth',
    State: 'WA',
    PostCode: '6000',
    Country: 'AU',
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${side}${name}`, value]));
}

function item(sku: string, cents: number): ItemSeed {
  return {
    SKU: sku,
    Name: `A ${sku.toLowerCase()}`,
    DefaultPrice: dollars(cents),
    DateAdded: '2026-06-01 00:00:00',
    DateUpdated: '2026-06-01 00:00:00',
  };
}

export function dollars(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

export function centsOf(text: string): number {
  return Math.round(Number(text) * 100);
}
