import type { Address } from '../../model/address.ts';
import type { Column } from './columns.ts';

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
