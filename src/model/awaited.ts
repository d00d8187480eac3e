import type { SeenDifference } from './accepted.ts';
import type { EntityName } from './entities.ts';

/** No field: a record of the same store that must be settled first. */
const KEY = 'waits-for';

export interface AwaitedRecord {
  readonly entity: string;
  readonly sourceId: string;
}

/** What is kept with a record that is quarantined until these are settled, so that it follows them whatever its message says. */
export function awaiting(entity: EntityName, sourceIds: readonly string[]): SeenDifference[] {
  return sourceIds.map((sourceId) => ({ key: KEY, meant: entity, held: sourceId }));
}

/** What was kept so. */
export function awaitedIn(seen: readonly SeenDifference[] | undefined): AwaitedRecord[] {
  return (seen ?? []).filter(({ key }) => key === KEY).map(({ meant, held }) => ({ entity: meant, sourceId: held }));
}

const BATCH = 'export-batch';

/** The same of what lies in an export batch: it goes on once that is imported or confirmed. */
export function awaitingBatch(batch: number): SeenDifference[] {
  return [{ key: BATCH, meant: '', held: String(batch) }];
}

export function awaitedBatch(seen: readonly SeenDifference[] | undefined): number | undefined {
  const kept = (seen ?? []).find(({ key }) => key === BATCH);
  return kept === undefined ? undefined : Number(kept.held);
}
