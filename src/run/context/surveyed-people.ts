import { TextTable } from '../../model/text-table.ts';
import type { ContactName } from '../../transform/guards/contacts.ts';
import type { StoreRules } from '../../transform/rules.ts';

/** One whom orders of a store name; who is named in two ways is two. */
export interface SurveyedBuyer {
  readonly rules: StoreRules;
  readonly customerId: string;
  readonly username: string;
  readonly email: string;
  readonly name: ContactName;
}

/** With their number among all of them. */
export interface NumberedBuyer extends SurveyedBuyer {
  readonly number: number;
}

export interface SurveyedOrder {
  readonly store: string;
  readonly sourceId: string;
}

/** Place of the rules, customer, user name, address, first name, last name, company. */
type Packed = [number, string, string, string, string, string, string];

/** Who many orders are for, in the little memory that a large first run has for each of its orders: each buyer once, as bytes. */
export class SurveyedPeople {
  readonly #rules: StoreRules[] = [];
  readonly #buyers = new TextTable();
  /** By the number of a buyer: of how many orders. */
  readonly #counts: number[] = [];
  /** Store and id. */
  readonly #orders = new TextTable();
  /** By the number of an order. */
  readonly #buyerOf: number[] = [];

  /** An order that was added before is for this one from now on. */
  add(id: string, { rules, customerId, username, email, name }: SurveyedBuyer): void {
    const { firstName, lastName, company } = name;
    const packed: Packed = [this.#placeOf(rules), customerId, username, email, firstName, lastName, company];
    const buyer = this.#buyers.put(JSON.stringify(packed));
    const order = this.#orders.put(`${rules.store} ${id}`);
    const before = this.#buyerOf[order];
    if (before !== undefined) this.#counts[before] = (this.#counts[before] ?? 0) - 1;
    this.#counts[buyer] = (this.#counts[buyer] ?? 0) + 1;
    this.#buyerOf[order] = buyer;
  }

  /** Of all orders. */
  get rules(): readonly StoreRules[] {
    return this.#rules;
  }

  /** The one that was added first; undefined where there is none. */
  get firstOrder(): SurveyedOrder | undefined {
    return this.#buyerOf.length === 0 ? undefined : this.orderAt(0);
  }

  /** Those whom an order is for, so many at once, in the order in which they were first named. */
  *buyers(atOnce: number): Generator<NumberedBuyer[]> {
    let some: NumberedBuyer[] = [];
    for (let number = 0; number < this.#buyers.size; number += 1) {
      if (this.#counts[number] === 0) continue;
      some.push({ number, ...this.#buyerAt(number) });
      if (some.length < atOnce) continue;
      yield some;
      some = [];
    }
    if (some.length > 0) yield some;
  }

  /** So many at once, in the order in which they were added. */
  *orders(atOnce: number): Generator<(SurveyedBuyer & SurveyedOrder)[]> {
    for (let first = 0; first < this.#buyerOf.length; first += atOnce)
      yield this.#buyerOf
        .slice(first, first + atOnce)
        .map((buyer, place) => ({ ...this.#buyerAt(buyer), ...this.orderAt(first + place) }));
  }

  /** The numbers of the orders that are for one of these, in the order in which they were added. */
  *ordersOf(buyers: Pick<ReadonlySet<number>, 'has'>): Generator<{ readonly order: number; readonly buyer: number }> {
    for (const [order, buyer] of this.#buyerOf.entries()) if (buyers.has(buyer)) yield { order, buyer };
  }

  orderAt(order: number): SurveyedOrder {
    const [place = 0] = JSON.parse(this.#buyers.at(this.#buyerOf[order] ?? 0)) as Packed;
    const store = this.#rules[place]?.store ?? '';
    return { store, sourceId: this.#orders.at(order).slice(store.length + 1) };
  }

  #placeOf(rules: StoreRules): number {
    const known = this.#rules.indexOf(rules);
    return known === -1 ? this.#rules.push(rules) - 1 : known;
  }

  #buyerAt(number: number): SurveyedBuyer {
    const [place, customerId, username, email, firstName, lastName, company] = JSON.parse(
      this.#buyers.at(number),
    ) as Packed;
    const rules = this.#rules[place];
    if (rules === undefined) throw new TypeError(`There are no rules number ${place}.`);
    return { rules, customerId, username, email, name: { firstName, lastName, company } };
  }
}
