import type { Difference } from '../../entities/writing/load-target.ts';
import type { RecordKey } from '../../model/entities.ts';

/** The first record of a step, which the primary holds otherwise than it was meant. */
export interface DifferingCanary {
  readonly key: RecordKey;
  readonly targetId: string;
  readonly differences: readonly Difference[];
}

/** Fields in which all of them differ, by their keys in the table: a line's field is the same on whichever line. */
export function commonFields(canaries: readonly DifferingCanary[]): string[] {
  const [first, ...others] = canaries.map(({ differences }) => new Set(differences.map(fieldOf)));
  return [...(first ?? [])].filter((field) => others.every((fields) => fields.has(field)));
}

export function fieldOf({ field, key }: Difference): string {
  return key ?? field;
}
