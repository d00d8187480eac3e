import type { Address } from '../../model/address.ts';

/** One column of an import file of Neto's wizard. */
export interface Column<Row> {
  readonly name: string;
  /** In characters, as the import table has it (reference: feeds, section 1.6); undefined where it names no limit. */
  readonly longest?: number;
  of(row: Row): string;
}

interface TooLong {
  readonly column: string;
  readonly length: number;
  readonly longest: number;
}

/** The first text that the import would cut; the files' limits are narrower than the API's. */
export function findTooLongCell<Row>(columns: readonly Column<Row>[], row: Row): TooLong | undefined {
  for (const { name, longest, of } of columns) {
    const { length } = of(row);
    if (longest !== undefined && length > longest) return { column: name, length, longest };
  }
  return undefined;
}

export function yesNo(value: boolean): string {
  return value ? 'Yes' : 'No';
}

interface AddressNames {
  readonly street1: string;
  readonly street2: string;
  /** Of first and last name. */
  readonly name: number;
  readonly company: number;
}

export function addressColumns<Row>(
  kind: 'Bill' | 'Ship',
  names: AddressNames,
  of: (row: Row) => Address,
): Column<Row>[] {
  const column = (name: string, longest: number, read: (address: Address) => string): Column<Row> => ({
    name: `${kind} ${name}`,
    longest,
    of: (row) => read(of(row)),
  });
  return [
    column('First Name', names.name, ({ firstName }) => firstName),
    column('Last Name', names.name, ({ lastName }) => lastName),
    column('Company', names.company, ({ company }) => company),
    column(names.street1, 50, ({ street1 }) => street1),
    column(names.street2, 50, ({ street2 }) => street2),
    column('City', 50, ({ city }) => city),
    column('State', 50, ({ state }) => state),
    column('Post Code', 15, ({ postCode }) => postCode),
    column('Country', 2, ({ country }) => country),
    column('Phone', 30, ({ phone }) => phone),
  ];
}
