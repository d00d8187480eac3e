import { add, type Decimal, ZERO } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { paymentReference, readReference } from '../../model/payment-reference.ts';

interface Booked {
  readonly order: string;
  /** What bears its reference: as the primary shows it, or as this batch will send it. */
  readonly authorisation: string;
  readonly amount: Decimal;
}

/** What is paid on the copies, as the primary has it and as this batch will make it. */
export class PaidCopies {
  readonly #payments: Booked[];
  readonly #marks: readonly string[];

  /** @param marks those of the store, of payments and of overpayments */
  constructor(held: readonly Payment[], marks: readonly string[]) {
    this.#marks = marks;
    this.#payments = held.map((payment) => ({
      order: lowerCase(payment.orderId),
      authorisation: payment.authorisation,
      amount: payment.amount,
    }));
  }

  /** The reference under which the copy has this payment already. */
  referenceOf(order: string, paymentId: string): string | undefined {
    const on = this.#on(order);
    const mark = this.#marks.find((one) => on.some(({ authorisation }) => isWhole(authorisation, one, paymentId)));
    return mark === undefined ? undefined : paymentReference(mark, paymentId);
  }

  /** What other payments come to: one that is there already does not stand against itself. */
  paid(order: string, paymentId: string): Decimal {
    const others = this.#on(order).filter(
      ({ authorisation }) => !this.#marks.some((mark) => isWhole(authorisation, mark, paymentId)),
    );
    return others.reduce((sum, { amount }) => add(sum, amount), ZERO);
  }

  plan(order: string, paymentId: string, reference: string, amount: Decimal): void {
    if (this.referenceOf(order, paymentId) !== undefined) return;
    this.#payments.push({ order: lowerCase(order), authorisation: reference, amount });
  }

  #on(order: string): Booked[] {
    return this.#payments.filter((payment) => payment.order === lowerCase(order));
  }
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

function isWhole(authorisation: string, mark: string, id: string): boolean {
  return readReference(authorisation, { mark, id }) === 'whole';
}
