import type { Switches } from '../switches.ts';
import { Refused } from './refused.ts';

/** A text as the store keeps it: within its limit. */
export function fitText(
  text: string,
  name: string,
  limit: number | undefined,
  switches: Switches,
  warnings: string[],
): string {
  if (limit === undefined || text.length <= limit) return text;
  const problem = `${name} is longer than ${limit} characters`;
  if (switches.overlongText === 'error') throw new Refused(problem);
  warnings.push(`${problem} and was cut`);
  return text.slice(0, limit);
}
