import { BY_ITSELF, quarantine, type Reason } from './reason.ts';

/** Why a return can not be copied, or does not stand as it should. */
export const returns = {
  'rma-unconfigured': quarantine(
    'The pipeline file does not say for whom, or for which warehouse, returns are to be entered.',
    `Set \`rma.staff\` and \`rma.warehouse\` of that store to names that the primary has; ${BY_ITSELF}`,
  ),
  'credit-exceeds-order': quarantine(
    'With this return the copy would be credited more than the order came to.',
    'Look for a return that was entered in both stores. One that is too many in the primary: remove it there and `retry`. Or enter what is missing by hand, then `link` it.',
  ),
  'credit-spendable': quarantine(
    'The return leaves credit that was not paid out, on an account whose holder could spend it in the primary too.',
    'Enter it by hand, then `link` it; or allow it with `rma.allowSpendableCredit`, then `retry`.',
  ),
  'refund-after-copy': quarantine(
    'The return, or what was paid out for it, was changed in its store after it had been copied. Neto can not change a return.',
    'Enter the refund on the return in the primary by hand, then `drop` the record.',
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
} as const satisfies Record<string, Reason>;
