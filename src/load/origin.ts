import { ConsolidatorError } from '../model/errors.ts';
import type { Order } from '../model/order.ts';

/** The first line of a copy's internal notes, by which people and a second installation know it as a copy. */
const ORIGIN = /^Copied from (\S+) (\S+) by neto-consolidator, installation (\S+)/;

export interface Origin {
  readonly store: string;
  readonly sourceId: string;
  /** The ledger's own id; the copies of another ledger bear another one. */
  readonly installation: string;
}

/** @returns undefined for orders that are no copies */
export function originOf(internalNotes: string): Origin | undefined {
  const match = ORIGIN.exec(internalNotes.trimStart());
  if (match === null) return undefined;
  const [, store = '', sourceId = '', installation = ''] = match;
  return { store, sourceId, installation };
}

/**
 * Whether an order of the primary is the copy of this source order: by its lines' external references, or by its notes
 * where a store does not give the references back.
 * @param installation ours; left out, copies of every installation are taken
 * @throws ConsolidatorError `ledger-of-another-installation` when another ledger made it
 */
export function isCopyBy(order: Order, copy: Omit<Origin, 'installation'>, installation: string | undefined): boolean {
  const origin = originOf(order.internalNotes);
  const isCopy =
    order.lines.some((line) => line.externalSystem === copy.store && line.externalOrder === copy.sourceId) ||
    (origin !== undefined && origin.store === copy.store && origin.sourceId === copy.sourceId);
  if (isCopy && installation !== undefined && origin !== undefined && origin.installation !== installation) {
    throw new ConsolidatorError(
      'ledger-of-another-installation',
      `${order.id} in the primary is a copy of ${copy.store} ${copy.sourceId} that the installation ${origin.installation} made; this ledger is ${installation}. Stop the other one, or go on with --take-over if it is gone for good.`,
      { store: 'primary', record: order.id },
    );
  }
  return isCopy;
}

/**
 * The source order that an order of the primary says it is the copy of: by its notes, else by a line's references.
 * @returns undefined for orders that are no copies, and where the primary gives neither back
 */
export function sourceOf(order: Order): Omit<Origin, 'installation'> | undefined {
  const origin = originOf(order.internalNotes);
  if (origin !== undefined) return { store: origin.store, sourceId: origin.sourceId };
  const line = order.lines.find(({ externalSystem, externalOrder }) => externalSystem !== '' && externalOrder !== '');
  return line === undefined ? undefined : { store: line.externalSystem, sourceId: line.externalOrder };
}
