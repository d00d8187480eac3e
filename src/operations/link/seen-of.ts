import type { Finding } from '../../entities/comparing/finding.ts';
import type { SeenDifference } from '../../model/accepted.ts';

export function seenOf({ key, meant, held }: Finding): SeenDifference {
  return { key, meant, held };
}
