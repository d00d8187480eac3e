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

interface PrimaryPayment {
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
  readonly #referencePrefix: string;
  readonly #held: PrimaryPayment[];
  readonly #claimed: Set<string>;

  /** @param claimed references of files' payments that a payment of the API was found to be, in lower case */
  constructor(referencePrefix: string, existing: readonly Payment[], claimed: ReadonlySet<string>) {
    this.#referencePrefix = referencePrefix.toLowerCase();
    this.#held = existing
      .map((one) => primaryPaymentOf(one, referencePrefix))
      .filter(({ reference }) => reference !== '');
    this.#claimed = new Set(claimed);
  }

  of(order: string, payment: Payment, ownReference: string): Twin {
    const own = ownReference.toLowerCase();
    const onOrder = this.#held.filter((one) => one.order === order.toLowerCase());
    if (onOrder.some(({ reference }) => reference === own)) return { kind: 'none' };
    const byFile = isOfFile(this.#referencePrefix, own);
    const others = onOrder.filter(
      ({ reference }) => isOfFile(this.#referencePrefix, reference) !== byFile && !this.#claimed.has(reference),
    );
    if (others.length === 0) return { kind: 'none' };
    const same = others.filter((one) => isSame(one, payment, this.#referencePrefix));
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
    const one = primaryPaymentOf({ orderId, authorisation, amount, paidOn }, this.#referencePrefix);
    if (!this.#held.some(({ reference }) => reference === one.reference)) this.#held.push(one);
  }
}

/** @param reference in lower case */
export function isOfFile(referencePrefix: string, reference: string): boolean {
  return reference.startsWith(`${referencePrefix}${FROM_FILE}`);
}

function isSame(existing: PrimaryPayment, payment: Payment, referencePrefix: string): boolean {
  const dates = existing.paidOn === null || payment.paidOn === null || existing.paidOn === payment.paidOn;
  const own = besides(payment.authorisation, referencePrefix);
  // The primary may have cut it, or have put words of its own around it.
  const authorisations =
    existing.authorisation === '' || own.startsWith(existing.authorisation) || existing.authorisation.includes(own);
  return equal(existing.amount, payment.amount) && dates && authorisations;
}

export function primaryPaymentOf(
  { orderId, authorisation, amount, paidOn }: Pick<Payment, 'orderId' | 'authorisation' | 'amount' | 'paidOn'>,
  referencePrefix: string,
): PrimaryPayment {
  return {
    order: orderId.toLowerCase(),
    reference: referenceIn(authorisation, referencePrefix) ?? '',
    amount,
    paidOn,
    authorisation: besides(authorisation, referencePrefix),
  };
}
