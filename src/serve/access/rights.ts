/** What a route asks of who calls it: nothing, or one of the two rights. */
export type Role = 'open' | Right;
/** `decide` includes `read`. */
export type Right = 'read' | 'decide';

/** Names of pipelines; null: all of them. */
export type Among = readonly string[] | null;

/** What somebody may do here, and by whose name it is kept. */
export interface Grant {
  /** For the audit of decisions; null for whoever sits at this machine. */
  readonly name: string | null;
  /** What they may look at, with all that they may decide about. */
  readonly reads: Among;
  /** What they may decide about; empty: nothing. */
  readonly decides: Among;
  /** Hash of the named token that it was given for, so that it ends with that one; null for one by the opening file. */
  readonly tokenHash: string | null;
}

/** The one at this machine, who holds the ledgers' files anyway. */
export const OWNER: Grant = { name: null, reads: null, decides: null, tokenHash: null };

/** @param pipeline left out: of any pipeline at all */
export function isAllowed(grant: Grant | undefined, role: Role, pipeline?: string): boolean {
  if (role === 'open') return true;
  if (grant === undefined) return false;
  const among = role === 'decide' ? grant.decides : grant.reads;
  return among === null || (pipeline === undefined ? role === 'read' || among.length > 0 : among.includes(pipeline));
}

/** Both together; null stands for all of them. */
export function together(one: Among, other: Among): Among {
  return one === null || other === null ? null : [...new Set([...one, ...other])];
}
