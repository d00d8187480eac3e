import { type AcceptedAs, isAcceptedAs, type SeenDifference } from './accepted.ts';

/** No field: what in the primary may have been entered for a record, by the primary's own id. */
const KEY = 'may-be-there';
const ANOTHER = 'another';

/** What is kept with a record that is quarantined because of these. */
export function mayBe(ids: readonly string[]): SeenDifference[] {
  return ids.map((existing) => ({ key: KEY, meant: ANOTHER, held: existing }));
}

/** The ids that were kept so. */
export function idsThatMayBe(seen: readonly SeenDifference[]): string[] {
  return seen.filter(({ key }) => key === KEY).map(({ held }) => held);
}

/** Whether a person has said that this one is another's. */
export function isSaidAnother(accepted: AcceptedAs | null | undefined, id: string): boolean {
  return isAcceptedAs(accepted, { key: KEY, meant: ANOTHER, held: id });
}
