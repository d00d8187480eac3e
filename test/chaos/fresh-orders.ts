import type { FakeStore, OrderSeed } from '../../src/fake-store/index.ts';
import type { Arena } from './arena.ts';
import { dollars, type ExpectedCopy, type Truth } from './population.ts';
import type { Scene } from './scene.ts';
import { snapshotOf } from './verify.ts';

export interface FreshOrder {
  readonly copy: ExpectedCopy;
  /** As staff of the primary can read it off. */
  readonly order: OrderSeed;
}

export interface Wanted {
  readonly number: number;
  /** In cents, of the order's total; each by PayPal unless another method is named. */
  readonly payments?: readonly number[];
  readonly method?: string;
  /** Whether one piece of its first line comes back. */
  readonly returned?: boolean;
  readonly shippingOption?: string;
  /** In whole cents per piece, and how many. */
  readonly cents?: number;
  readonly quantity?: number;
}

export function storeOf({ west, south }: Arena, store: string): FakeStore {
  return store === 'west' ? west : south;
}

/** A new order of a store, of the people and products of one that is copied already. */
export function placeOrder({ arena }: Scene, like: ExpectedCopy, wanted: Wanted): FreshOrder | undefined {
  const own = storeOf(arena, like.store);
  const source = own.order(like.sourceId);
  const [line] = source?.OrderLine ?? [];
  if (source === undefined || line === undefined) return undefined;
  const { number, payments = [], method = 'PayPal', returned = false, shippingOption = 'Post' } = wanted;
  const quantity = wanted.quantity ?? 2;
  const cents = wanted.cents ?? 1234;
  const at = netoTime(arena.clock());
  const order: OrderSeed = {
    OrderID: `N${number}`,
    OrderStatus: 'Dispatched',
    CompleteStatus: 'Approved',
    DatePlaced: at,
    DateInvoiced: at.slice(0, 10),
    Username: source.Username,
    Email: source.Email,
    ...Object.fromEntries(Object.entries(source).filter(([name]) => ADDRESS.test(name))),
    SalesChannel: 'Website',
    ShippingOption: shippingOption,
    ShippingTotal: '5.00',
    OrderLine: [{ SKU: line.SKU, Quantity: quantity, UnitPrice: dollars(cents) }],
    OrderPayment: payments.map((part, place) => ({
      Id: String(number * 10 + place),
      Amount: dollars(part),
      PaymentType: method,
      DatePaid: at,
    })),
  };
  own.panel.addOrder(order);
  if (returned) {
    own.panel.addRma({
      RmaID: String(number),
      OrderID: order.OrderID,
      RmaStatus: 'Closed',
      DateIssued: at.slice(0, 10),
      RmaLine: [{ SKU: line.SKU, Quantity: 1, RefundSubtotal: dollars(cents) }],
      Refund: [
        {
          RefundAmount: dollars(cents),
          PaymentMethodName: 'PayPal',
          RefundStatus: 'Refunded',
          DateRefunded: at.slice(0, 10),
        },
      ],
    });
  }
  seenAnew(arena);
  const { store } = like;
  const sku = store === 'west' ? `W-${line.SKU}` : 'SOUTH-SALE';
  return {
    order,
    copy: {
      store,
      sourceId: order.OrderID,
      targetId: `${store === 'west' ? 'W' : 'S'}${number}`,
      cents: quantity * cents + 500,
      lines: [{ sku, quantity, cents }],
      payments: new Map(payments.map((part, place) => [`${store}:${number * 10 + place}`, part])),
      returns: new Map(returned ? [[`${store}:${number}`, cents]] : []),
    },
  };
}

const ADDRESS = /^(Bill|Ship)(FirstName|LastName|Company|StreetLine1|StreetLine2|City|State|PostCode|Country|Phone)$/;

/** The snapshot of the secondaries as their staff have left them. */
export function seenAnew(arena: Arena): void {
  arena.before = { main: arena.before.main, secondaries: snapshotOf(arena).secondaries };
}

/** What staff of the primary have entered there is theirs from now on: nobody may change it. */
export function enteredByStaff(arena: Arena, names: readonly string[]): void {
  const now = snapshotOf(arena).main;
  const entered = names.map((name) => [name, now.get(name) ?? ''] as const);
  arena.before = { ...arena.before, main: new Map([...arena.before.main, ...entered]) };
}

/** One of each store whose people and products the primary knows by now. */
export function examples({ copies }: Truth): readonly ExpectedCopy[] {
  return ['west', 'south'].flatMap((store) => copies.find((copy) => copy.store === store) ?? []);
}

export function netoTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
