import type { EntityName } from '../model/entities.ts';
import { builtInEntityNames } from '../model/entity-names.ts';

const names: EntityName[] = [...builtInEntityNames];

/** Of all that are registered, in load order; without what they are, which a help page need not load. */
export function entityNames(): readonly EntityName[] {
  return [...names];
}

/** The registry's own: after all that are there. @returns takes it out again */
export function nameEntity(name: EntityName): () => void {
  names.push(name);
  return () => {
    const place = names.lastIndexOf(name);
    if (place >= 0) names.splice(place, 1);
  };
}
