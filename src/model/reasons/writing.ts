import { BY_ITSELF, quarantine, type Reason } from './reason.ts';

/** What came of writing to the primary. */
export const writing = {
  'waits-for': quarantine(
    'The record refers to another one that is not in the primary yet.',
    'Settle the record that the message names; this one then follows by itself.',
  ),
  'read-back-differs': quarantine(
    'What the primary holds after the write is not what was meant.',
    'Compare the two in the detail. Mend the copy in the primary and `retry`, or `accept` it as it is: the next run then goes on with what you saw and accepted, and holds whatever else differs.',
  ),
  refused: quarantine(
    'The primary refused the record.',
    "The message quotes the primary's own words. Mend the cause and `retry`.",
  ),
  'on-another-order': quarantine(
    'The primary has stored the payment or return on another order than it was sent for. It is not sent again, or it would count twice.',
    'Move it in the primary to the order that it was meant for, then `retry`: it is found there, and counts as copied. Or remove it and `retry`: it is sent once more. Find out what makes the primary do it before the next one follows.',
  ),
  'not-stored': quarantine(
    'The primary reported success, but does not hold the record.',
    'Retry. If it happens again, enter the record by hand, then `link` it, and tell the vendor.',
  ),
  'may-be-there': quarantine(
    'The primary has what may be this record, entered by hand while it was quarantined or bearing a reference that could be read as its own: an order of the same name, day and, to a cent or two, total; payments or returns on its copy that come to it.',
    'Compare the two. If they are the same, `link` it to the one there (a payment or return: or `accept`). If they are not, `retry --another` copies it all the same: by your word alone, and twice into the books if they are one after all. Or remove the other one and `retry`; while it stands there, a plain `retry` asks again.',
  ),
  'copy-by-hand': quarantine(
    'The copy of its order was entered in the primary by hand and linked, and such a copy is never written to.',
    'Enter the payment or return on that order in the primary by hand, then `link` it. If it is not to be booked, `drop` it. Only where its order was copied anew since, `retry`.',
  ),
  'reference-altered': quarantine(
    'The primary altered our reference on the payment or return (cut it, ran it together with other text, left it out), so that it can not be told from others.',
    'Look at it in the primary. `accept` if its copy stands there rightly, once what alters the field is mended; else enter what is missing by hand, and leave that entity out of `entities`.',
  ),
  'in-export-batch': quarantine(
    'The order or payment lies in an export batch that nobody has confirmed, so that its files may be imported at any moment.',
    'Import the files of the batch, or throw them away; then `export confirm` it with its number. The next run goes on by itself.',
  ),
  'not-approved-in-time': quarantine(
    'The copy stands in the primary as it should, and its store was closed before it could be approved.',
    'Approve it in the primary and `accept` it, or cancel it there and `drop` the record.',
  ),
  'record-failed': quarantine(
    'A value of the record made a step of the program fail. The record alone is left out, and nothing of it is written until it is mended.',
    `Look at the field that the message names: a strange number, date or text. Mend it in its store; ${BY_ITSELF} If all is as it should be, report the message as a fault of this program, and enter the record in the primary by hand.`,
  ),
} as const satisfies Record<string, Reason>;
