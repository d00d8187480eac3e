interface ReasonEntry {
  readonly kind: 'quarantine' | 'skip';
  /** What happened, in one sentence for a bookkeeper. */
  readonly meaning: string;
  /** What a person can do about it. */
  readonly remedy: string;
}

const quarantine = (meaning: string, remedy: string) => ({ kind: 'quarantine', meaning, remedy }) as const;
const skip = (meaning: string, remedy: string) => ({ kind: 'skip', meaning, remedy }) as const;

const RETRY = 'then retry the record.';
/** After a change of the rules, or of the record in its store: both are seen by themselves. */
const BY_ITSELF = 'the next run takes it by itself.';

/** Every reason for which a record is held back (quarantine) or left out by rule (skip). */
export const reasons = {
  'id-prefix-unknown': quarantine(
    'The order number begins with a prefix that the pipeline file does not declare.',
    'Add the prefix and its own target prefix to `prefix` of that store, and run again.',
  ),
  'id-malformed': quarantine(
    'The order number is not a declared prefix followed by digits.',
    'Declare the longer prefix it really has, or enter this order in the primary by hand, then `link` it.',
  ),
  'id-too-long': quarantine(
    'The new order number would be longer than the 15 characters that Neto takes.',
    'Choose a shorter target prefix for that store.',
  ),
  'target-id-taken': quarantine(
    'Another order in the primary already has the number that this copy would get.',
    'Find out where that order came from. If you entered it by hand for this one, `link` it. If it is a copy made by another recipe or by a ledger that is lost, take it into the map (`adopt`): under another target prefix it would be copied a second time. Choose another target prefix only where the primary gives such numbers to orders of its own.',
  ),
  'not-approved-in-time': quarantine(
    'The copy stands in the primary as it should, and its store was closed before it could be approved.',
    'Approve it in the primary and `accept` it, or cancel it there and `drop` the record.',
  ),
  'copied-under-another-id': quarantine(
    'An order of the primary, which is not in the map, says that it is the copy of this one, under another number.',
    'Run `adopt` to take that copy into the map as it is; nothing is written then. If it is not to stand, cancel it in the primary and `retry`.',
  ),
  'copy-has-another-id': quarantine(
    'The record was written to the primary before, under another id than the one that the rules give it now.',
    'Set the rule (prefix, reference mark, policy) back as it was and retry; or see to its copy in the primary by hand, then `accept`.',
  ),
  'total-unexplained': quarantine(
    'The order total does not follow, to the cent, from the prices, discounts, shipping and taxes of the order.',
    'Compare the order with the predictions in the detail. Mend it in its store and retry, `accept` the difference that the message names, or enter the order in the primary by hand, then `link` it.',
  ),
  'surcharge-unmapped': quarantine(
    'The order has a surcharge, and the pipeline file names no article to carry it.',
    `Set \`orders.surchargeSku\` for that store; ${BY_ITSELF}`,
  ),
  'surcharge-part-taxed': quarantine(
    'Only a part of the surcharge is taxed, which one line in the primary can not show.',
    'Enter this order in the primary by hand, then `link` it.',
  ),
  'coupon-exceeds-lines': quarantine(
    'The coupon takes more off the order than its lines come to.',
    'Mend the coupon in its store and retry, or enter this order in the primary by hand, then `link` it.',
  ),
  'kit-unhandled': quarantine(
    'The parts of a kit bear prices that do not come to what the kit costs, or there is no line for the kit itself.',
    'Put the price on the line of the kit in its store and retry, or enter this order in the primary by hand, then `link` it.',
  ),
  'split-after-copy': quarantine(
    'The order was split off another one, or combined with it, after that one had been copied; together the copies would come to more than the orders.',
    'Mend the copy of the other order in the primary so that it comes to what its order comes to now, then retry this one; or enter the difference by hand and drop it.',
  ),
  'gst-rate-differs': quarantine(
    'The order is taxed, and the two stores have different tax rates.',
    'Set both stores to the same rate, or enter this order in the primary by hand, then `link` it.',
  ),
  'line-tax-unexplained': quarantine(
    'The tax of the order does not follow from its lines at the tax rate of the store.',
    'Look for a line that is taxed in part or at another rate, and mend it in its store, or enter the order by hand, then `link` it.',
  ),
  'tax-not-shown': quarantine(
    'The store does not show the tax of a line, and nothing else of the order or return decides whether it is taxed.',
    'Mend the rights of the key or the columns of the file so that taxes are shown and retry, or enter it in the primary by hand, then `link` it.',
  ),
  'line-without-sku': quarantine(
    'A line of the order names no article.',
    'Use the `placeholder` policy for products, or give the line an article in its store.',
  ),
  'sku-too-long': quarantine(
    'The article number in the primary would be longer than the 25 characters that Neto takes.',
    'Use a shorter `skuPrefix`, or a map that gives this article a shorter number.',
  ),
  'sku-unmapped': quarantine(
    'The map of article numbers has no usable entry: it is missing, or the primary lacks the article it names.',
    `Add the article to the map or to the primary, ${RETRY}`,
  ),
  'sku-name-differs': quarantine(
    'The primary has an article of the same SKU under another name: perhaps another article.',
    'Give one of the two another SKU, or use the policy `prefix` or `map`. If it is the same article, give it one name, or set `products.sameSkuOtherName: warn`; then retry.',
  ),
  'key-ambiguous': quarantine(
    'The primary takes this SKU or user name for another one that is spelled otherwise (an accent, a ß, a width), so that two records would become one.',
    'Give one of the two a SKU or user name that differs in letters or digits (for SKUs also by `products.policy: map`), then retry.',
  ),
  'too-many-lines': quarantine(
    'The order has more lines than can be copied in one order.',
    'Enter this order in the primary by hand, then `link` it.',
  ),
  'text-too-long': quarantine(
    'A text of the record is longer than its field in the primary, and must not be cut.',
    `Shorten the field that the message names in its store; ${BY_ITSELF}`,
  ),
  'email-too-long': quarantine(
    'The e-mail address is longer than its field in the primary, and must not be cut.',
    'Use `email: house`, or mend the address in its store and retry.',
  ),
  'payment-method-unmapped': quarantine(
    'The primary has no payment method for this payment.',
    `Add it to \`payments.methods\` of that store; ${BY_ITSELF} Or create the method in the primary, ${RETRY}`,
  ),
  'payment-negative': quarantine(
    'The payment is negative: a refund that was keyed as a payment.',
    'Record the refund in the primary by hand, on the copy of its order, then `drop` this one: nothing else ends it, since no negative payment is copied. Where it is a mistake, mend it in its store: it is read again by itself.',
  ),
  'payment-zero': quarantine(
    'The payment is zero; the primary might refuse it or misread it.',
    'Nothing is missing in the books: `drop` it. Where it should have an amount, mend it in its store: it is read again by itself.',
  ),
  'payment-exceeds-order': quarantine(
    'With this payment the copy would be paid more than its own store shows for the order now.',
    'Look in the primary for a payment that was entered there by hand: `link` this one to it. One that is not right any more: remove it there and retry. Or drop this one.',
  ),
  'overpayment-makes-credit': quarantine(
    'The shopper paid too much; booked in the primary, the rest would become credit that they could spend there.',
    'Refund the rest in its own store, or set `payments.allowSpendableCredit` for that store, then retry.',
  ),
  'payment-date-missing': quarantine(
    'The payment has no date, so its day in the books is unknown.',
    'Give the payment a date in its store, then retry; for one that came by a file, fill the column "Date Paid" and import the file again.',
  ),
  'may-be-there': quarantine(
    'The primary has what may be this record, entered by hand while it was held or bearing a reference that could be read as its own: an order of the same name, day and, to a cent or two, total; payments or returns on its copy that come to it.',
    'Compare the two. If they are the same, `link` it to the one there (a payment or return: or `accept`). If they are not, `retry --another` copies it all the same, or remove the other one and `retry`.',
  ),
  'copy-by-hand': quarantine(
    'The copy of its order was entered in the primary by hand and linked, and such a copy is never written to.',
    'Enter the payment or return on that order in the primary by hand, then `link` it. If it is not to be booked, drop it.',
  ),
  'reference-altered': quarantine(
    'The primary altered our reference on the payment or return (cut it, ran it together with other text, left it out), so that it can not be told from others.',
    'Look at it in the primary. `accept` if its copy stands there rightly, once what alters the field is mended; else enter what is missing by hand, and leave that entity out of `entities`.',
  ),
  'in-export-batch': quarantine(
    'The order or payment lies in an export batch that nobody has confirmed, so that its files may be imported at any moment.',
    'Import the files of the batch, or throw them away; then `export confirm` it with its number. The next run goes on by itself.',
  ),
  'payment-reference-unreadable': quarantine(
    'The primary does not give back the reference of a payment, so that payments can not be told apart.',
    'Enter the payments by hand, or leave `payments` out of `entities`.',
  ),
  'payment-kind-unhandled': quarantine(
    'The payment was made with account credit, a voucher or points, which exist in its own store only.',
    `If a plain method in the primary should stand for it, add it to \`payments.methods\`; ${BY_ITSELF}`,
  ),
  'shipping-method-unmapped': quarantine(
    'The primary has no shipping method of this name.',
    `Add it to \`orders.shippingMethods\` of that store; ${BY_ITSELF} Or create the method in the primary, ${RETRY}`,
  ),
  'accounting-date-missing': quarantine(
    'The order has neither an invoice date nor the date it was placed, so its day in the books is unknown.',
    'Give the order an invoice date in its store, and retry.',
  ),
  'customer-name-differs': quarantine(
    'An account in the primary has the user name and the e-mail address of this customer, but another surname.',
    'Find out whether it is the same person, and mend the name in one of the stores.',
  ),
  'username-unmakeable': quarantine(
    'No user name for the primary can be made for this customer.',
    'Give the customer a user name in its store, or use the `house` policy for customers.',
  ),
  'waits-for': quarantine(
    'The record refers to another one that is not in the primary yet.',
    'Settle the record that the message names; this one then follows by itself.',
  ),
  'read-back-differs': quarantine(
    'What the primary holds after the write is not what was meant.',
    'Compare the two in the detail. Mend the copy in the primary and retry, or `accept` it as it is: the next run then goes on with what you saw and accepted, and holds whatever else differs.',
  ),
  refused: quarantine(
    'The primary refused the record.',
    "The message quotes the primary's own words. Mend the cause and retry.",
  ),
  'renumbered-by-primary': quarantine(
    'The primary stored the order under another number than the one it was given.',
    'Delete the renumbered order in the primary, see which setting or order is in the way, and retry; or `link` the record to it, if it may stand there under that number.',
  ),
  'on-another-order': quarantine(
    'The primary has stored the payment or return on another order than it was sent for. It is not sent again, or it would count twice.',
    'Move it in the primary to the order that it was meant for, then `retry`: it is found there, and counts as copied. Or remove it and `retry`: it is sent once more. Find out what makes the primary do it before the next one follows.',
  ),
  'not-stored': quarantine(
    'The primary reported success, but does not hold the record.',
    'Retry. If it happens again, enter the record by hand and tell the vendor.',
  ),
  'changed-after-copy': quarantine(
    'The order was changed in its store after its approved copy was made, in a way that no program can carry over.',
    'Make the same change in the primary by hand, then `accept`; or credit the copy there and enter the order anew under its number with `-r1` at the end, which no backorder can have, then `link` it to that one.',
  ),
  'changed-on-both-sides': quarantine(
    'The order was changed in its store after its copy was made, and the primary does not hold any more what was written there.',
    'Compare the two sides in the field that the message names, set it in the primary as it should be, then `accept`.',
  ),
  'cancelled-after-copy': quarantine(
    'The order was cancelled in its store after its copy was made, and the copy can not be cancelled by a program.',
    'Cancel or credit the copy in the primary, then `accept`.',
  ),
  'copy-gone': quarantine(
    'The copy is not in the primary any more. It is never made again: Xero does not take a number twice, not even of a voided invoice.',
    'Find out who deleted or cancelled it. If that was right, `drop` the record; if not, set a cancelled copy back to the status that it had and `retry`, or enter the order in the primary by hand, under any other number, then `link` it to that one.',
  ),
  'copy-changed': quarantine(
    'Somebody has changed the copy in the primary, so that a line, an amount, GST, a day or the account is not what its order says, or took its approval off.',
    'Set the copy in the primary as its order is, or as it should be; then `accept`.',
  ),
  'source-gone': quarantine(
    'The order was deleted in its store after it had been copied.',
    'If it should not be in the books, cancel or credit the copy in the primary; then `accept`.',
  ),
  'payment-changed-after-copy': quarantine(
    'The payment was changed in its store after it had been copied.',
    'Correct the payment in the primary by hand (Neto has no way to do it for you), then `accept`.',
  ),
  'rma-unconfigured': quarantine(
    'The pipeline file does not say for whom, or for which warehouse, returns are to be entered.',
    `Set \`rma.staff\` and \`rma.warehouse\` of that store to names that the primary has; ${BY_ITSELF}`,
  ),
  'credit-exceeds-order': quarantine(
    'With this return the copy would be credited more than the order came to.',
    'Look for a return that was entered in both stores, and enter what is missing by hand.',
  ),
  'credit-spendable': quarantine(
    'The return leaves credit that was not paid out, on an account whose holder could spend it in the primary too.',
    'Enter it by hand, then `link` it; or allow it with `rma.allowSpendableCredit`, then retry.',
  ),
  'refund-after-copy': quarantine(
    'The return, or what was paid out for it, was changed in its store after it had been copied. Neto can not change a return.',
    'Enter the refund on the return in the primary by hand, then `drop` the record.',
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
  'rma-gone': quarantine(
    'The return was deleted in its store after it had been copied.',
    'Remove the return in the primary by hand (Neto has no way to do it for you), then `accept`.',
  ),
  'rma-replaced': quarantine(
    'The return was keyed in its store in place of one that had been copied, and is not equal to it; the old copy still stands in the primary.',
    'Use `accept` if the old copy is to stand for it: nothing is written then. If not, remove the old copy in the primary and `retry`: then this one is entered.',
  ),
  'rma-copy-gone': quarantine(
    'The copied return is not on its copy in the primary any more: somebody has removed it there, or moved it to another order.',
    'Use `accept` if that is right: the return is left out from then on. If it was a mistake, `retry`: it is entered again. One that was moved: move it back, then `retry`.',
  ),
  'rma-copy-changed': quarantine(
    'Somebody has changed the copied return in the primary, so that it is not what its store shows.',
    'Correct it in the primary and `retry` to have it compared again; or `accept` it as it stands there.',
  ),
  'before-lock-date': quarantine(
    'The order belongs to a period that is closed in the books.',
    'Decide with your accountant: move the lock date and retry, or drop the order and post it by hand.',
  ),
  'order-type-unhandled': quarantine(
    'The order is not a plain sales order.',
    'Enter it in the primary by hand if it belongs in the books, then `link` it; else drop it.',
  ),
  'sku-unfit-for-xero': quarantine(
    'A line names an article whose number Xero does not take: more than 30 characters, a blank, or a slash.',
    'Give the article another number in its store, or use the `map` or `placeholder` policy for products. `guards.skus: warn` lets it through.',
  ),
  'due-date-missing': quarantine(
    'The order has no due date. The primary works one out from the payment terms, or Xero refuses the invoice. Look at one copy in Xero after `run --limit 5`: if its due date is there, ignore this.',
    `Give the order a due date in its store, or set \`guards.dueDates: warn\`; ${BY_ITSELF}`,
  ),
  'record-failed': quarantine(
    'A value of the record made a step of the program fail. The record alone is left out, and nothing of it is written until it is mended.',
    `Look at the field that the message names: a strange number, date or text. Mend it in its store; ${BY_ITSELF} If all is as it should be, report the message as a fault of this program, and enter the record in the primary by hand.`,
  ),
  'currency-differs': quarantine(
    'The record, its order or its store is in another currency than the primary, whose books can not hold the two.',
    'Enter it in the books by hand and drop it. If its store names the wrong currency, mend it there, then retry. Where an order was copied before one of its payments or returns showed the currency, see to its copy in the primary and in Xero. A whole store in another currency is best left out.',
  ),
  'contact-shared': quarantine(
    'Xero would take the customer of the order and somebody else for one contact: two accounts have one name there (the company, else first and last name), or one account serves two people.',
    `Mend their accounts in the store, or use \`customers.policy: house\`, or set \`guards.contacts: warn\`; ${BY_ITSELF}`,
  ),
  'negative-total': quarantine('The order total is negative.', 'Enter it in the primary as a credit, by hand.'),
  'changed-after-drop': quarantine(
    'A person dropped the record, and it has changed in its own store since.',
    'Either `drop` it again, or `retry` it to have it judged as it is now.',
  ),
  undone: quarantine(
    'The copy was taken back with `undo`, and stands in the primary as a cancelled order.',
    'Let `drop` end it if it is not to be copied. To copy it after all, set the order in the primary back to New and `retry`.',
  ),
  vanished: quarantine(
    'The store listed the record, but did not deliver it when asked, or showed a payment or return no more before it was copied.',
    'Look whether it was deleted in its store: then `drop` it. If not, see what its key may read: it is asked for again in each run, a payment once a day.',
  ),
  unreadable: quarantine(
    'A field of the record, as its store delivered it, can not be read.',
    'Mend the field that the message names in its store. The record is asked for again in each run.',
  ),
  'states-differ': quarantine(
    'Feed files hold the record in different states, and nothing says which is the newer.',
    'Import the files again with `--newest` and the file that holds, or one after the other, the older first.',
  ),
  'row-mended': skip(
    'A place of a feed file could not be read, and the file has come again without that fault.',
    'Nothing.',
  ),
  'row-unreadable': quarantine(
    'A row of a feed file, or an order of which a row is so, can not be read.',
    'Mend the place that the message names (file, line, column) in the file, and import it again.',
  ),
  'not-yet-approved': skip('The order is not approved in its store yet.', 'Nothing: it is copied once it is approved.'),
  'status-not-selected': skip(
    'Orders in this status are not copied.',
    'Nothing, or add the status to `orders.statuses` of that store.',
  ),
  'status-unknown': skip(
    'The order has a status that Neto does not document (such as Declined).',
    'Nothing: it is copied once it has another status; or map it in `orders.statusMap` where the purpose is `fulfil`.',
  ),
  'in-accounting-already': skip(
    'The return is of a day that the books have already: a back-fill with `--already-in-accounting` took it, or its order.',
    'Nothing, if they do; a credit that they lack has to be entered there by hand.',
  ),
  'store-closed': skip(
    'Its store was taken out of the pipeline file, and closed, before the record was copied.',
    'Nothing; if the store comes back, the record is read again.',
  ),
  'in-closed-period': skip(
    'The order or payment belongs to a period that is closed in the books, and such are left out.',
    'Nothing, or set `accounting.beforeLockDate: hold` to decide about each.',
  ),
  'not-invoiced-yet': skip('The order is neither invoiced nor dispatched yet.', 'Nothing: it is copied once it is.'),
  'before-since': skip(
    'The order is older than the day the pipeline begins with.',
    'Nothing, or set an earlier `since`.',
  ),
  'cancelled-before-copy': skip(
    'The order was cancelled before it was ever copied.',
    'Nothing: there is nothing to book.',
  ),
  'zero-value': skip(
    'The order comes to zero, and such orders are left out.',
    'Nothing, or set `orders.zeroValue: copy`.',
  ),
  'order-not-copied': skip('The order it belongs to is not copied.', 'Nothing: it follows when its order is copied.'),
  'gone-before-copy': skip(
    'The payment or return was deleted in its store before it could be copied.',
    'Nothing: there is nothing to book.',
  ),
  'gone-on-both-sides': skip(
    'The payment or return was deleted in its store, and its copy removed in the primary.',
    'Nothing: neither side has it any more.',
  ),
  'replaced-in-store': skip(
    'The payment or return was deleted in its store and keyed anew there; its copy stands for the new one.',
    'Nothing: the copy is watched under the new one.',
  ),
  'rma-open': skip('The return is not closed yet.', 'Nothing: it is copied once it is closed.'),
  'rma-not-final': skip(
    'The return is closed, but not paid out in full; a refund can not be added to its copy later.',
    'Nothing: it is copied when it is paid out, or when `rma.waitDays` have passed.',
  ),
  dropped: skip(
    'A person took the record out of quarantine for good.',
    'Nothing; a change in its own store brings it back.',
  ),
  'to-be-read': skip('The record is to be read from its store again.', 'Nothing: the next run does it.'),
} as const satisfies Record<string, ReasonEntry>;

export type ReasonCode = keyof typeof reasons;

type CodesOf<Kind extends ReasonEntry['kind']> = {
  [Code in ReasonCode]: (typeof reasons)[Code]['kind'] extends Kind ? Code : never;
}[ReasonCode];

export type QuarantineReason = CodesOf<'quarantine'>;
export type SkipReason = CodesOf<'skip'>;
