import type { AcceptedAs } from '../../model/accepted.ts';
import type { RecordKey } from '../../model/entities.ts';

/** One record on its way into the primary. */
export interface LoadItem<Draft> {
  /** With what a person has accepted of its copy, and which version of it was judged, where that is known. */
  readonly key: RecordKey & {
    readonly acceptedAs?: AcceptedAs | null;
    readonly hash?: string;
    readonly parent?: string | null;
  };
  /** What the primary knows it by: order id, username, SKU, or a payment's reference. */
  readonly targetId: string;
  readonly draft: Draft;
  /** To be written in a request of its own, so that an answer speaks of no other record. */
  readonly alone?: boolean | undefined;
}
