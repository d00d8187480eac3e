import type { EntityName, RecordKey } from '../../model/entities.ts';
import type { Order } from '../../model/order.ts';
import type { NetoClient } from '../../neto/client.ts';
import type { ReferenceMemory } from './referenced.ts';

/** What OrderRounding does to a total in this primary, as its first use has shown (U22). */
export type RoundingEffect = 'added' | 'subtracted' | 'ignored';

export interface RoundingEffects {
  /** null: it was never used. */
  known(): RoundingEffect | null;
  learn(effect: RoundingEffect): Promise<void>;
}

/** What the steps of all entities need of the run that takes them. */
export interface WriteServices {
  readonly primary: NetoClient;
  /** Cuts requests that are under way. */
  readonly signal: AbortSignal | undefined;
  /** Who writes, as it stands at that moment; null: copies of every installation count as ours. */
  readonly installation: () => Installation | null;
  /** A store's host, by its name in the pipeline file. */
  readonly hostOf: (store: string) => string | undefined;
  /** What this primary makes of the references of what has no key. */
  readonly references: (entity: EntityName) => ReferenceMemory;
  /** What this primary makes of OrderRounding. */
  readonly rounding: RoundingEffects;
  /** Told of each copy of an order as the primary shows it right after it was added. */
  readonly onCopy: (copy: Order) => void;
  /** Told of each copy of an order as it was read back after its approval. */
  readonly onApproved?: ((key: RecordKey, copy: Order) => Promise<void>) | undefined;
  /** Told of a doubtful copy whose total is cents beside what is meant. */
  readonly onCentsOff: (targetId: string) => void;
}

/** Who looks at a copy. */
export interface Installation {
  readonly id: string;
  readonly generation: number;
}

/** Whether whoever made a copy has superseded this ledger: it was moved, put back, made anew or taken over since. */
export function isSupersededBy(origin: { readonly generation: number }, by: Installation): boolean {
  return origin.generation > by.generation;
}
