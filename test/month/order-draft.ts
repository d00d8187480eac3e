import type { OrderSeed } from '../../src/fake-store/index.ts';
import type { Stage } from './stage.ts';
import { DAY, dollars, type Happening, HOUR, netoTimeOf, type StoreName, type Stores, type Truth } from './truth.ts';

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly cents: number;
}

export const zones = { west: 'Australia/Perth', south: 'Australia/Adelaide' } as const;
export const METHOD = 'Credit Card';

export interface DraftOptions {
  readonly store: StoreName;
  /** `1001`, or `1001-1` for a backorder. */
  readonly number: string;
  readonly kind: string;
  readonly person: string;
  readonly lines: readonly Line[];
  readonly shipping: number;
  readonly placedAt: number;
  readonly dispatchedAt: number;
  /** How long things take, from 0 to 1: a short simulation has no time for payments of next week. */
  readonly pace: number;
}

/** One source order: what happens to it, and what must be of it in the primary in the end. */
export class OrderDraft {
  readonly truth: Truth;
  readonly happenings: Happening[] = [];
  readonly #options: DraftOptions;

  constructor(options: DraftOptions) {
    this.#options = options;
    const { store, number, kind } = options;
    this.truth = {
      store,
      sourceId: `N${number}`,
      targetId: `${store === 'west' ? 'W' : 'S'}${number}`,
      kind,
      copyCents: null,
      copyApproved: true,
      copyCancelled: false,
      copyGone: false,
      entered: 0,
      linked: false,
      paidCents: 0,
      creditCents: 0,
      notes: undefined,
      tracking: undefined,
      held: [],
      differences: [],
    };
  }

  get placedAt(): number {
    return this.#options.placedAt;
  }

  get dispatchedAt(): number {
    return this.#options.dispatchedAt;
  }

  /** So many hours after it was dispatched, or fewer in a short simulation. */
  after(hours: number): number {
    return this.dispatchedAt + hours * HOUR * this.#options.pace;
  }

  get lines(): readonly Line[] {
    return this.#options.lines;
  }

  get options(): DraftOptions {
    return this.#options;
  }

  total(lines = this.lines, shipping = this.#options.shipping): number {
    return lines.reduce((sum, { quantity, cents }) => sum + quantity * cents, shipping);
  }

  /** @param more what else is to be known of the order */
  place(more: Partial<OrderSeed> = {}): this {
    const { truth } = this;
    return this.on(this.placedAt, (stores) => stores[truth.store].panel.addOrder({ ...this.#seed(), ...more }));
  }

  /** From now on it counts in the books, over `cents`. */
  dispatch(cents = this.total(), at = this.dispatchedAt): this {
    const { store, sourceId } = this.truth;
    return this.on(at, (stores) => {
      const DateInvoiced = new Intl.DateTimeFormat('en-CA', { timeZone: zones[store] }).format(at);
      stores[store].panel.changeOrder(sourceId, {
        OrderStatus: 'Dispatched',
        DateInvoiced,
        DatePaymentDue: netoTimeOf(at + 14 * DAY),
      });
      this.truth.copyCents = cents;
    });
  }

  /** @param paid is given the id of the payment */
  pay(at: number, cents = this.total(), paid: (id: string) => void = () => {}): this {
    const { store, sourceId } = this.truth;
    return this.on(at, (stores) => {
      const payment = {
        OrderID: sourceId,
        AmountPaid: dollars(cents),
        PaymentMethodName: METHOD,
        DatePaid: netoTimeOf(at),
      };
      paid(stores[store].panel.addPayment(payment).PaymentID);
      this.truth.paidCents += cents;
    });
  }

  on(at: number, act: (stores: Stores) => void): this {
    this.happenings.push({ at, truth: this.truth, ready: undefined, act });
    return this;
  }

  /** Once the copy is approved and paid as far as is said here. */
  afterCopy(at: number, act: (stores: Stores) => void, paid = 0): this {
    const ready = ({ main }: Stores): boolean => {
      const payments = main.payments(this.truth.targetId);
      return main.order(this.truth.targetId)?.CompleteStatus === 'Approved' && payments.length >= paid;
    };
    this.happenings.push({ at, truth: this.truth, ready, act });
    return this;
  }

  /** A command that a person gives, until it has done what it is to do. */
  finally(at: number, then: (stage: Stage) => Promise<boolean>): this {
    this.happenings.push({ at, truth: this.truth, ready: undefined, act: () => {}, then });
    return this;
  }

  #seed(): OrderSeed {
    const { person, lines, shipping, placedAt } = this.#options;
    return {
      OrderID: this.truth.sourceId,
      OrderStatus: 'New',
      DatePlaced: netoTimeOf(placedAt),
      Username: person.toLowerCase(),
      Email: `${person.toLowerCase()}@example.net`,
      ...address('Bill', person),
      ...address('Ship', person),
      SalesChannel: 'Website',
      ShippingOption: 'Post',
      ShippingTotal: dollars(shipping),
      OrderLine: linesOf(lines),
    };
  }
}

export function linesOf(lines: readonly Line[]) {
  return lines.map(({ sku, quantity, cents }) => ({ SKU: sku, Quantity: quantity, UnitPrice: dollars(cents) }));
}

export function address(side: 'Bill' | 'Ship', person: string): Record<string, string> {
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
