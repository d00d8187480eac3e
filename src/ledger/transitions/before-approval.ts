import type { EntityName } from '../../model/entities.ts';

/**
 * Whether a quarantined record is the copy of an order that has not come to its end: its approval is still to be done, or to
 * be found done. To call it copied would leave it where Xero never sees it, and let payments follow that could approve it unseen.
 */
export function isBeforeApproval({
  entity,
  reason,
  copiedAs,
}: {
  readonly entity: EntityName;
  readonly reason: string | null;
  readonly copiedAs: string | null;
}): boolean {
  return entity === 'orders' && reason === 'read-back-differs' && copiedAs === null;
}
