import { type EntityName, entityNameSchema } from '../model/entities.ts';
import { customer } from './customer/definition.ts';
import type { EntityDefinition, Financial } from './definition/definition.ts';
import { addKind } from './kinds.ts';
import { order } from './order/definition.ts';
import { payment } from './payment/definition.ts';
import { product } from './product/definition.ts';
import { returned } from './return/definition.ts';

const registered: EntityDefinition[] = [product, customer, order, payment, returned];

/**
 * Every entity there is, in load order: a later one may refer to an earlier one, never the other way round. What walks over
 * entities walks over this list when it is called, and keeps no copy of it.
 */
export const entities: readonly EntityDefinition[] = registered;

/**
 * Adds an entity for as long as the process runs, after all that are there.
 * @returns takes it out again
 * @throws RangeError for a name that is taken, or where an entity that it depends on is not registered
 */
export function registerEntity(definition: EntityDefinition): () => void {
  const { name, dependsOn } = definition;
  entityNameSchema.parse(name);
  if (findEntity(name) !== undefined) throw new RangeError(`There is an entity ${name} already`);
  for (const before of dependsOn) entityOf(before);
  registered.push(definition);
  const removeKind = addKind(definition);
  return () => {
    const place = registered.indexOf(definition);
    if (place < 0) return;
    registered.splice(place, 1);
    removeKind();
  };
}

export function findEntity(name: string): EntityDefinition | undefined {
  return entities.find((one) => one.name === name);
}

/** @throws RangeError for a name that is not registered */
export function entityOf(name: EntityName): EntityDefinition {
  const found = findEntity(name);
  if (found === undefined) throw new RangeError(`No entity is registered as ${name}`);
  return found;
}

/** Those that put money into the books. */
export function financialEntities(): readonly FinancialDefinition[] {
  return entities.filter((one): one is FinancialDefinition => one.financial !== undefined);
}

type FinancialDefinition = EntityDefinition & { readonly financial: Financial };

/** The entity that the results of `reconcile` call so; an invoice of Xero is none. */
export function entityReconciledAs(name: string): EntityDefinition | undefined {
  return entities.find(({ reconciles }) => reconciles?.name === name);
}

/** The row of a field in the entity's table; undefined for a key that it does not have. */
export function comparedField(
  name: EntityName,
  key: string,
): EntityDefinition['compares']['fields'][number] | undefined {
  return findEntity(name)?.compares.fields.find((one) => one.key === key);
}
