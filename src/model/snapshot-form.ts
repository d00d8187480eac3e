/**
 * What the salt of an order's snapshot begins with where its hashes are short. A store's name can not, so that no salt of earlier
 * versions, `west N1`, does.
 */
const SHORT = '*';

/** Of what the snapshot of one order holds; nothing that is a salt otherwise begins so. */
export function shortSalt(text: string): string {
  return SHORT + text;
}

export function isShortSalt(salt: string | undefined): boolean {
  return salt?.startsWith(SHORT) === true;
}

/** How earlier versions kept what they hashed: without salt, or with long hashes. */
export type FormerForm = 'unsalted' | 'long';

/** @returns undefined for a snapshot as it is kept now */
export function formerFormOf(snapshot: string): FormerForm | undefined {
  if (!snapshot.startsWith('{"salt":"')) return 'unsalted';
  return hasShortHashes(snapshot) ? undefined : 'long';
}

export function hasShortHashes(snapshot: string): boolean {
  return snapshot.startsWith(`{"salt":"${SHORT}`);
}
