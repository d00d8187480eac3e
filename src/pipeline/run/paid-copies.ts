import { add, type Decimal, equal, ZERO } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { paymentReference, referenceOf } from '../../model/payment-reference.ts';

interface Booked {
  readonly order: string;
  readonly reference: string;
  readonly amount: Decimal;
  readonly ours: boolean;
}

/** What is paid on the copies, as the primary has it and as this batch will make it. */
export class PaidCopies {
  readonly #payments: Booked[];
  readonly #marks: readonly string[];

  /** @param marks those of the store, of payments and of overpayments */
  constructor(held: readonly Payment[], marks: readonly string[]) {
    this.#marks = marks.map(lowerCase);
    this.#payments = held.map((payment) => ({
      order: lowerCase(payment.orderId),
      reference: lowerCase(referenceOf(payment.authorisation)),
      amount: payment.amount,
      ours: false,
    }));
  }

  /** The reference under which the copy has this payment already. */
  referenceOf(order: string, paymentId: string): string | undefined {
    return this.#on(order).find(({ reference }) => this.#isOf(reference, paymentId))?.reference;
  }

  /** What other payments come to: one that is there already does not stand against itself. */
  paid(order: string, paymentId: string): Decimal {
    const others = this.#on(order).filter(({ reference }) => !this.#isOf(reference, paymentId));
    return others.reduce((sum, { amount }) => add(sum, amount), ZERO);
  }

  plan(order: string, reference: string, amount: Decimal): void {
    const known = this.#on(order).some((payment) => payment.reference === lowerCase(reference));
    if (known) return;
    this.#payments.push({ order: lowerCase(order), reference: lowerCase(reference), amount, ours: true });
  }

  /** One that staff may have keyed by hand for the same money. */
  hasUnreferenced(order: string, { id, amount }: Payment): boolean {
    if (this.referenceOf(order, id) !== undefined) return false;
    return this.#on(order).some(
      (one) => !one.ours && !this.#marks.some((mark) => one.reference.startsWith(mark)) && equal(one.amount, amount),
    );
  }

  #isOf(reference: string, paymentId: string): boolean {
    return this.#marks.some((mark) => reference === lowerCase(paymentReference(mark, paymentId)));
  }

  #on(order: string): Booked[] {
    return this.#payments.filter((payment) => payment.order === lowerCase(order));
  }
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
