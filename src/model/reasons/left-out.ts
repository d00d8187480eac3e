import { type Reason, skip } from './reason.ts';

/** Why a record is left out, without a person having to look. */
export const leftOut = {
  'row-mended': skip(
    'A place of a feed file could not be read, and the file has come again without that fault.',
    'Nothing.',
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
} as const satisfies Record<string, Reason>;
