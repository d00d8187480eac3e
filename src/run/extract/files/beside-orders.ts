import { needing } from '../../../entities/registry.ts';
import type { EntityName } from '../../../model/entities.ts';

/** What orders refer to: its files are read in each run that they are there, also for what orders of other files name. */
export function isBesideOrders(entity: EntityName): boolean {
  return needing(entity).length > 0;
}
