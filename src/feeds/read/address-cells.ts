import type { Address } from '../../model/address.ts';
import type { Cells } from './cells.ts';
import { columnsOfAddress } from './order-field-columns.ts';

/** @param kind `Bill` or `Ship` */
export function readAddressCells(cells: Cells, kind: 'Bill' | 'Ship'): Address {
  const columns = columnsOfAddress[kind];
  const full = cells.text(...columns.fullName);
  const space = full.indexOf(' ');
  const [first, last] = space === -1 ? [full, ''] : [full.slice(0, space), full.slice(space + 1)];
  return {
    firstName: cells.text(...columns.firstName) || first,
    lastName: cells.text(...columns.lastName) || last,
    company: cells.text(...columns.company),
    street1: cells.text(...columns.street1),
    street2: cells.text(...columns.street2),
    city: cells.text(...columns.city),
    state: cells.text(...columns.state),
    postCode: cells.text(...columns.postCode),
    country: cells.text(...columns.country),
    phone: cells.text(...columns.phone),
  };
}
