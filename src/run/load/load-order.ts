import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { entities, entityOf } from '../../entities/registry.ts';

/** All entities, each after those that it depends on; beyond that as they are registered. */
export function inLoadOrder(): EntityDefinition[] {
  const ordered = new Set<EntityDefinition>();
  const add = (definition: EntityDefinition, above: readonly EntityDefinition[]): void => {
    if (above.includes(definition)) throw new RangeError(`${definition.name} depends on itself`);
    for (const name of definition.dependsOn) add(entityOf(name), [...above, definition]);
    ordered.add(definition);
  };
  for (const definition of entities) add(definition, []);
  return [...ordered];
}
