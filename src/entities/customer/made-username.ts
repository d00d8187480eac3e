import { createHash } from 'node:crypto';
import { cutText, limits } from '../../transform/field-limits.ts';
import type { StoreRules } from '../../transform/rules.ts';

const HASH_LENGTH = 8;

/** The account in the primary that a source account would get: `w_jsmith`, or the house account. */
export function targetUsername(sourceUsername: string, rules: Pick<StoreRules, 'customers'>): string {
  const { policy, house, usernamePrefix } = rules.customers;
  if (policy === 'house' && house !== undefined) return house.username;
  const made = usernamePrefix + sourceUsername;
  return made.length <= limits.username ? made : withHash(made, made);
}

/** Another name for the same person, where somebody else holds the plain one. The same at every call. */
export function otherUsername(username: string, person: string): string {
  return withHash(username, `${username}\n${person}`);
}

/** Two long names with one beginning would meet if they were merely cut; their hashes keep them apart. */
function withHash(username: string, hashed: string): string {
  const hash = createHash('sha256').update(hashed).digest('hex').slice(0, HASH_LENGTH);
  return `${cutText(username, limits.username - HASH_LENGTH - 1)}_${hash}`;
}
