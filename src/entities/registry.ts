import type { EntityName } from '../model/entities.ts';
import { customer } from './customer/definition.ts';
import type { EntityDefinition } from './definition/definition.ts';
import { order } from './order/definition.ts';
import { payment } from './payment/definition.ts';
import { product } from './product/definition.ts';
import { returned } from './return/definition.ts';

/** In load order: a later one may refer to an earlier one, never the other way round. */
export const entities: readonly EntityDefinition[] = [product, customer, order, payment, returned];

/** @throws RangeError for a name that is not registered */
export function entityOf(name: EntityName): EntityDefinition {
  const found = entities.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`No entity is registered as ${name}`);
  return found;
}
