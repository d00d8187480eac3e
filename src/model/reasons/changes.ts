import { quarantine, type Reason } from './reason.ts';

/** What changed after a record was copied or dropped. */
export const changes = {
  'changed-after-copy': quarantine(
    'The order was changed in its store after its approved copy was made, in a way that no program can carry over.',
    'Make the same change in the primary by hand, then `accept`; or cancel the copy there and enter the order anew under its number with `-r1` at the end, which no backorder can have, then `link` it to that one.',
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
} as const satisfies Record<string, Reason>;
