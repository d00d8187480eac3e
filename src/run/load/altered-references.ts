import { plural, singular } from '../../entities/kinds.ts';
import type { LoadItem } from '../../entities/writing/load-item.ts';
import type { EntityName } from '../../model/entities.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import type { RunBasics } from '../context/parts.ts';
import type { LoadOutcomes } from '../protocol/batch.ts';

/** The second is what ledgers of earlier versions hold. */
const ALTERED: readonly QuarantineReason[] = ['reference-altered', 'payment-reference-unreadable'];

/** Whether an error stops one entity alone, while everything else goes on. */
export function stopsEntity(error: unknown): error is ConsolidatorError {
  return error instanceof ConsolidatorError && error.code === 'reference-altered';
}

/**
 * One record that could not be recognised is one too many: while it waits for a person, no other one is written.
 * @throws ConsolidatorError `reference-altered`
 */
export async function refuseWhileAltered({ ledger, pipeline }: RunBasics, entity: EntityName): Promise<void> {
  const quarantined = (await ledger.quarantined()).find((record) => record.entity === entity && isAltered(record));
  if (quarantined !== undefined) throw altered(entity, quarantined.sourceId, pipeline.primary.url);
}

/** Called after each batch. @throws ConsolidatorError `reference-altered` */
export async function stopIfAltered(
  { ledger, pipeline }: RunBasics,
  items: readonly LoadItem<unknown>[],
  outcomes: LoadOutcomes,
): Promise<void> {
  for (const { key } of items) {
    if (outcomes.get(key.sourceId) !== 'quarantined') continue;
    const record = await ledger.find(key);
    if (record !== null && isAltered(record)) throw altered(key.entity, key.sourceId, pipeline.primary.url);
  }
}

function isAltered({ reason }: { readonly reason: string | null }): boolean {
  return ALTERED.some((one) => one === reason);
}

function altered(entity: EntityName, sourceId: string, primary: string): ConsolidatorError {
  const one = singular(entity);
  return new ConsolidatorError(
    'reference-altered',
    `The primary (${new URL(primary).host}) did not give the reference of the ${one} ${sourceId} back as it was sent, so ${plural(entity)} can't be told apart there and no further one is written. Look at it in the primary's control panel, find out what alters the field, and have it mended; \`quarantine accept\` the ${one} if its copy stands there rightly, and run again. Otherwise enter ${plural(entity)} by hand, and leave \`${entity}\` out of \`entities\`.`,
    { store: 'primary', record: sourceId },
  );
}
