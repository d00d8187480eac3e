import { ConsolidatorError } from '../../model/errors.ts';
import type { Order } from '../../model/order.ts';
import { isSameStore, type Origin, originOf, type Source } from '../../model/origin.ts';
import { type Installation, isSupersededBy } from './write-services.ts';

/**
 * Whether an order of the primary is the copy of this source order: by its lines' external references, or by its notes
 * where a store does not give the references back.
 * @param by who looks; left out, copies of every installation are taken
 * @throws ConsolidatorError `ledger-of-another-installation` when another ledger made it, `ledger-superseded` when a later
 *   generation of this one did
 */
export function isCopyBy(order: Order, copy: Source, by: Installation | undefined): boolean {
  const origin = originOf(order.internalNotes);
  const isCopy =
    order.lines.some((line) => line.externalSystem === copy.store && line.externalOrder === copy.sourceId) ||
    (origin !== undefined && isSameStore(origin, copy) && origin.sourceId === copy.sourceId);
  if (!isCopy || by === undefined || origin === undefined) return isCopy;
  if (origin.installation !== by.id) {
    throw new ConsolidatorError(
      'ledger-of-another-installation',
      `${order.id} in the primary is a copy of ${copy.store} ${copy.sourceId} that the installation ${origin.installation} made; this ledger is ${by.id}. `,
      { store: 'primary', record: order.id },
    );
  }
  if (isSupersededBy(origin, by)) throw superseded(order.id, origin, by);
  return true;
}

/** This ledger must not write any more: a later one has. */
export function superseded(
  copyId: string,
  { installation, generation }: Pick<Origin, 'installation' | 'generation'>,
  by: Installation,
): ConsolidatorError {
  const maker = installation === by.id ? 'this ledger' : `the installation ${installation}`;
  return new ConsolidatorError(
    'ledger-superseded',
    `${copyId} in the primary was made by ${maker} in generation ${generation}; here it is generation ${by.generation}. It was moved, restored, rebuilt or taken over, and goes on elsewhere. Nothing more was written here. Stop this installation; if this is the one to go on, stop the other and say so: \`doctor --restored\`.`,
    { store: 'primary', record: copyId },
  );
}
