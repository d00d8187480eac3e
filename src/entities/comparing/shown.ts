import type { Decimal } from '../../model/money.ts';

/** A record of the normal form that says which of its amounts its store did not show. */
interface Showing {
  readonly notShown?: readonly string[] | undefined;
}

/** An amount as its store shows it. @returns null where it shows none: what is missing is not zero */
export function shown<Field extends string>(
  record: Showing & Readonly<Record<Field, Decimal>>,
  field: Field,
): Decimal | null {
  return record.notShown?.includes(field) === true ? null : record[field];
}
