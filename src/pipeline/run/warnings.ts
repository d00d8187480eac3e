import type { EntityName } from '../../model/entities.ts';

/** Something that was copied all the same, and that a person should know of. */
export interface RunWarning {
  readonly store: string;
  readonly entity: EntityName;
  readonly sourceId: string;
  readonly code: string;
  /** A sentence that names ids and fields, never a shopper's data. */
  readonly message: string;
}
