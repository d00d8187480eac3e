import { z } from 'zod';

/** Those that the program brings along. Code that speaks of one of them by name is checked against this list. */
export type BuiltInEntityName = 'products' | 'customers' | 'orders' | 'payments' | 'rmas';

/**
 * What the ledger, the pipeline file and the JSON output call an entity. Open: which ones there are, the registry
 * (`src/entities/registry.ts`) knows. A name that is not built in comes out of the schema, never out of a literal, so
 * that a slip of the pen is no entity.
 */
export type EntityName = BuiltInEntityName | (string & z.core.$brand<'EntityName'>);

const NAME = /^[a-z][a-z-]{1,30}$/;
/** Only how a name is written: what a ledger holds may have been put there by another version of the program. */
export const entityNameSchema = z.string().regex(NAME, 'is no name of an entity').brand('EntityName') as z.ZodType<
  EntityName,
  string
>;

/** The same for what comes by the thousand, in a tenth of the time. @throws ZodError */
export function entityNameOf(text: unknown): EntityName {
  return typeof text === 'string' && NAME.test(text) ? (text as EntityName) : entityNameSchema.parse(text);
}

/** Something for each entity that has it. */
export type ByEntity<Value> = { readonly [Name in BuiltInEntityName]?: Value } & {
  readonly [name: string]: Value;
};

/** Names one record of one store, everywhere. */
export interface RecordKey {
  /** The store's name in the pipeline file. */
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
}
