/** What a route asks of who calls it: nothing, or one of the two rights. */
export type Role = 'open' | Right;
/** `decide` includes `read`. */
export type Right = 'read' | 'decide';

/** What somebody may do here, and by whose name it is kept. */
export interface Grant {
  /** For the audit of decisions; null for whoever sits at this machine. */
  readonly name: string | null;
  readonly right: Right;
  /** Names of pipelines; all of them where it is null. */
  readonly pipelines: readonly string[] | null;
  /** Hash of the named token that it was given for, so that it ends with that one; null for one by the opening file. */
  readonly tokenHash: string | null;
}

/** The one at this machine, who holds the ledgers' files anyway. */
export const OWNER: Grant = { name: null, right: 'decide', pipelines: null, tokenHash: null };

/** @param pipeline left out: of no pipeline in particular */
export function isAllowed(grant: Grant | undefined, role: Role, pipeline?: string): boolean {
  if (role === 'open') return true;
  if (grant === undefined) return false;
  if (role === 'decide' && grant.right !== 'decide') return false;
  return pipeline === undefined || grant.pipelines === null || grant.pipelines.includes(pipeline);
}
