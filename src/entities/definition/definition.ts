import type { z } from 'zod';
import type { EntityName } from '../../model/entities.ts';
import type { ComparedField } from '../comparing/compared-field.ts';
import type { Feed } from './feed.ts';
import type { Financial } from './financial.ts';
import type { HandEntry } from './hand-entry.ts';
import type { EntityReads } from './reads.ts';
import type { Reconciles } from './reconciles.ts';
import type { Writes } from './writes.ts';

/**
 * All that tells one entity from another. Every stage of a run, and all that comes after it, walks over the registry and
 * asks the definition; none switches on a name. What may be left out has a mark of its own, with what is then not done.
 */
export interface EntityDefinition {
  /** As the ledger, the pipeline file and the JSON output know it. */
  readonly name: EntityName;
  /** For people: `return`, `returns`. */
  readonly words: { readonly one: string; readonly many: string };
  /** Entities whose records one of this entity names, and which must be in the primary before it. */
  readonly dependsOn: readonly EntityName[];
  /** The entity whose record each of these is a part of: it is copied onto the copy of that one, and never without it. */
  readonly belongsTo?: EntityName | undefined;
  /** The content of a staged record, as the ledger keeps it. */
  readonly content: z.ZodType;
  /** How it is read at its own store. */
  readonly read: EntityReads;
  /** How it gets into the primary. */
  readonly writes: Writes;
  /** What of a copy is compared with its source. */
  readonly compares: { readonly fields: readonly ComparedField[] };
  /** Left out of what puts nothing into the books. */
  readonly financial?: Financial | undefined;
  /** Left out of what no comparison without the ledger looks at. */
  readonly reconciles?: Reconciles | undefined;
  /** Left out of what no file can hold. */
  readonly feed?: Feed | undefined;
  /** Left out of what nobody enters in the primary by hand in place of a copy. */
  readonly handEntry?: HandEntry | undefined;
}
