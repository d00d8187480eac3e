import { quarantine, type Reason } from './reason.ts';

/** What is wrong with the number that a copy would get, or has. */
export const numbers = {
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
  'number-in-xero': quarantine(
    'An invoice in Xero already bears the number that this copy would get. The export would write over it, or be refused.',
    'Find out in Xero where that invoice came from. A voided one blocks its number until that is altered in Xero (`W100126x`); then `retry`. If it is of another program, choose another target prefix for the store; or enter this one order by hand, under a number that the primary gives it, then `link` it. If the invoice is this very order, enter it so, marked as exported, so that it does not reach Xero twice.',
  ),
  'copied-under-another-id': quarantine(
    'An order of the primary, which is not in the map, says that it is the copy of this one, under another number.',
    'Run `adopt` to take that copy into the map as it is; nothing is written then. If it is not to stand, cancel it in the primary and `retry`.',
  ),
  'copy-has-another-id': quarantine(
    'The record was written to the primary before, under another id than the one that the rules give it now.',
    'Set the rule (prefix, reference mark, policy) back as it was and `retry`; or see to its copy in the primary by hand, then `accept`.',
  ),
  'renumbered-by-primary': quarantine(
    'The primary stored the order under another number than the one it was given.',
    'Delete the renumbered order in the primary, see which setting or order is in the way, and `retry`; or `link` the record to it, if it may stand there under that number.',
  ),
  'key-ambiguous': quarantine(
    'The primary takes this SKU or user name for another one that is spelled otherwise (an accent, a ß, a width), so that two records would become one.',
    'Give one of the two a SKU or user name that differs in letters or digits (for SKUs also by `products.policy: map`), then `retry`.',
  ),
} as const satisfies Record<string, Reason>;
