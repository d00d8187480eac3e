import { BY_ITSELF, quarantine, RETRY, type Reason } from './reason.ts';

/** Why a payment can not be copied, or does not stand as it should. */
export const payments = {
  'payment-method-unmapped': quarantine(
    'The primary has no payment method for this payment.',
    `Add it to \`payments.methods\` of that store; ${BY_ITSELF} Or create the method in the primary, ${RETRY}`,
  ),
  'payment-negative': quarantine(
    'The payment is negative: a refund that was keyed as a payment.',
    'No negative payment is copied. Enter it in the primary by hand, as a payment of this negative amount on the copy of its order, then `link` it. Where the primary refuses that, record it there as a return of the same amount, then `drop` this one: where `entities` has `rmas`, that return is told as this refund. Where it is a mistake, mend it in its store: it is read again by itself; one that you delete there is ended by `drop`, too.',
  ),
  'payment-zero': quarantine(
    'The payment is zero; the primary might refuse it or misread it.',
    'Nothing is missing in the books: `drop` it, also where you delete it in its store. Where it should have an amount, mend it there: it is read again by itself.',
  ),
  'payment-exceeds-order': quarantine(
    'With this payment the copy would be paid more than its own store shows for the order now.',
    'Look in the primary for a payment that was entered there by hand: `link` this one to it. One that is not right any more: remove it there and `retry`. Or `drop` this one.',
  ),
  'overpayment-makes-credit': quarantine(
    'The shopper paid too much; booked in the primary, the rest would become credit that they could spend there.',
    'Refund the rest in its own store, or set `payments.allowSpendableCredit` for that store, then `retry`.',
  ),
  'payment-date-missing': quarantine(
    'The payment has no date, so its day in the books is unknown.',
    'Give the payment a date in its store, then `retry`; for one that came by a file, fill the column "Date Paid" and import the file again.',
  ),
  'payment-reference-unreadable': quarantine(
    'The primary does not give back the reference of a payment, so that payments can not be told apart.',
    'Enter the payments by hand, or leave `payments` out of `entities`.',
  ),
  'payment-kind-unhandled': quarantine(
    'The payment was made with account credit, a voucher or points, which exist in its own store only.',
    `If a plain method in the primary should stand for it, add it to \`payments.methods\`; ${BY_ITSELF}`,
  ),
  'payment-changed-after-copy': quarantine(
    'The payment was changed in its store after it had been copied.',
    'Correct the payment in the primary by hand (Neto has no way to do it for you), then `accept`.',
  ),
  'payment-gone': quarantine(
    'The payment was deleted in its store after it had been copied.',
    'Remove the payment in the primary by hand (Neto has no way to do it for you), then `accept`.',
  ),
  'payment-replaced': quarantine(
    'The payment was keyed in its store in place of one that had been copied, with another amount, day or method; the old copy still stands in the primary.',
    'Use `accept` if the old copy is to stand for it: nothing is written then. If not, remove the old copy in the primary and `retry`: then this one is booked.',
  ),
  'payment-copy-gone': quarantine(
    'The copied payment is not on its copy in the primary any more: somebody has removed it there, or moved it to another order.',
    'Use `accept` if that is right: the payment is left out from then on. If it was a mistake, `retry`: it is booked again. One that was moved: move it back, then `retry`.',
  ),
  'payment-copy-changed': quarantine(
    'Somebody has changed the copied payment in the primary, so that it is not what its store shows.',
    'Correct it in the primary and `retry` to have it compared again; or `accept` it as it stands there.',
  ),
} as const satisfies Record<string, Reason>;
