import type { Role } from '../access/rights.ts';
import type { Visit } from './visit.ts';

/**
 * One thing that can be asked for. Every route declares who may ask for it; where its path has `:pipeline`, only who may see
 * that one finds it. A test asks each route in each role.
 */
export interface Route {
  /** A GET changes nothing. A POST bears the token of its session's forms. */
  readonly method: 'GET' | 'POST';
  /** Such as `/pipelines/:pipeline/runs/:run`. */
  readonly path: string;
  /** `open`: anybody who is let in at the door. */
  readonly role: Role;
  /** Set for the one that the opening file sends to, which comes from no origin. */
  readonly fromAnywhere?: true;
  readonly answer: (visit: Visit) => Promise<Response> | Response;
}
