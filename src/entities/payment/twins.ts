import type { PaymentDraft } from '../../model/drafts.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import { add, type Decimal, equal, formatMoney, ZERO } from '../../model/money.ts';
import type { Payment } from '../../model/payment.ts';
import { besides, referenceIn } from '../../model/payment-reference.ts';
import type { LocalDate } from '../../model/time.ts';

export type Twin =
  | { readonly kind: 'none' }
  /** The primary has it already, under the reference that the other way in gave it. */
  | { readonly kind: 'same'; readonly reference: string }
  | { readonly kind: 'doubtful'; readonly message: string };

interface Held {
  readonly order: string;
  readonly reference: string;
  readonly amount: Decimal;
  readonly paidOn: LocalDate | null;
  /** What stands behind our reference: the gateway's own. */
  readonly authorisation: string;
}

/**
 * A payment may come by file, which names one sum an order and no id, and by the API, which names each payment with its
 * id. It is one payment all the same: told by order, amount, date and authorisation. Where these leave a doubt, a person
 * decides, since a payment can't be taken back.
 */
export class PaymentTwins {
  readonly #mark: string;
  readonly #held: Held[];
  readonly #claimed: Set<string>;

  /** @param claimed references of files' payments that a payment of the API was found to be, in lower case */
  constructor(mark: string, held: readonly Payment[], claimed: ReadonlySet<string>) {
    this.#mark = mark.toLowerCase();
    this.#held = held.map((one) => heldOf(one, mark)).filter(({ reference }) => reference !== '');
    this.#claimed = new Set(claimed);
  }

  of(order: string, payment: Payment, ownReference: string): Twin {
    const own = ownReference.toLowerCase();
    const onOrder = this.#held.filter((one) => one.order === order.toLowerCase());
    if (onOrder.some(({ reference }) => reference === own)) return { kind: 'none' };
    const byFile = isOfFile(this.#mark, own);
    const others = onOrder.filter(
      ({ reference }) => isOfFile(this.#mark, reference) !== byFile && !this.#claimed.has(reference),
    );
    if (others.length === 0) return { kind: 'none' };
    const same = others.filter((one) => isSame(one, payment, this.#mark));
    const [only] = same;
    if (only !== undefined && same.length === 1) {
      this.#claimed.add(only.reference);
      return { kind: 'same', reference: only.reference };
    }
    const [first] = others;
    const sum = others.reduce((total, { amount }) => add(total, amount), ZERO);
    // A file names the sum of several payments.
    if (byFile && same.length === 0 && first !== undefined && equal(sum, payment.amount)) {
      return { kind: 'same', reference: first.reference };
    }
    const way = byFile ? 'the API' : 'a file';
    return {
      kind: 'doubtful',
      message: `${order} has ${others.length} of ${way}'s payments (${formatMoney(sum)} in all), of which ${same.length} could be this one of ${formatMoney(payment.amount)}.`,
    };
  }

  /** A file's payment that payments of the API were found to be parts of. @param reference in lower case */
  claim(reference: string): void {
    this.#claimed.add(reference);
  }

  plan({ orderId, authorisation, amount, paidOn }: PaymentDraft): void {
    const one = heldOf({ orderId, authorisation, amount, paidOn }, this.#mark);
    if (!this.#held.some(({ reference }) => reference === one.reference)) this.#held.push(one);
  }
}

/** @param reference in lower case */
export function isOfFile(mark: string, reference: string): boolean {
  return reference.startsWith(`${mark}${FROM_FILE}`);
}

function isSame(held: Held, payment: Payment, mark: string): boolean {
  const dates = held.paidOn === null || payment.paidOn === null || held.paidOn === payment.paidOn;
  const own = besides(payment.authorisation, mark);
  // The primary may have cut it, or have put words of its own around it.
  const authorisations =
    held.authorisation === '' || own.startsWith(held.authorisation) || held.authorisation.includes(own);
  return equal(held.amount, payment.amount) && dates && authorisations;
}

export function heldOf(
  { orderId, authorisation, amount, paidOn }: Pick<Payment, 'orderId' | 'authorisation' | 'amount' | 'paidOn'>,
  mark: string,
): Held {
  return {
    order: orderId.toLowerCase(),
    reference: referenceIn(authorisation, mark) ?? '',
    amount,
    paidOn,
    authorisation: besides(authorisation, mark),
  };
}
