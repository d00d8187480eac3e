import type { EntityName } from '../../model/entities.ts';
import type { ReconciledName } from './reconciles.ts';

/** How records of an entity count in the books, as far as their content need not be read for it. */
export interface FinancialKind {
  /** Whether an amount adds to what the books come to, or takes off. */
  readonly sign: 'adds' | 'takes-off';
  /** A run says what its records come to, by what became of them. */
  readonly isSummed: boolean;
  /** What a person does about a copy that `undo` has to leave where it is; left out where `undo` takes copies back itself. */
  readonly leftByUndo?: string;
}

/**
 * What an entity is to whoever reads, writes and compares none of its records: to a pipeline file, a help page, a text, the
 * standing of a ledger. Its definition is this and all the rest, which takes long to load.
 */
export interface EntityKind {
  /** As the ledger, the pipeline file and the JSON output know it. */
  readonly name: EntityName;
  /** For people: `return`, `returns`. */
  readonly words: { readonly one: string; readonly many: string };
  /** Entities whose records one of this entity names, and which must be in the primary before it. */
  readonly dependsOn: readonly EntityName[];
  /** The entity whose record each of these is a part of: it is copied onto the copy of that one, and never without it. */
  readonly belongsTo?: EntityName | undefined;
  /** Left out of what puts nothing into the books. */
  readonly financial?: FinancialKind | undefined;
  /** Left out of what no comparison without the ledger looks at. */
  readonly reconciles?: { readonly name: ReconciledName } | undefined;
}
