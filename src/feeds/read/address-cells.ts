import type { Address } from '../../model/address.ts';
import type { Cells } from './cells.ts';

/** @param kind `Bill` or `Ship` */
export function readAddressCells(cells: Cells, kind: 'Bill' | 'Ship'): Address {
  const full = cells.text(`${kind} Full Name`);
  const space = full.indexOf(' ');
  const [first, last] = space === -1 ? [full, ''] : [full.slice(0, space), full.slice(space + 1)];
  const shipOnly = kind === 'Ship' ? ['Company'] : [];
  return {
    firstName: cells.text(`${kind} First Name`) || first,
    lastName: cells.text(`${kind} Last Name`) || last,
    company: cells.text(`${kind} Company`, ...shipOnly),
    street1: cells.text(
      `${kind} Address Line 1`,
      `${kind} Street Address Line 1`,
      `${kind} Street Line 1`,
      `${kind} Address`,
    ),
    street2: cells.text(`${kind} Address Line 2`, `${kind} Street Address Line 2`, `${kind} Street Line 2`),
    city: cells.text(`${kind} City`, `${kind} Suburb`),
    state: cells.text(`${kind} State`),
    postCode: cells.text(`${kind} Post Code`),
    country: cells.text(`${kind} Country`),
    phone: cells.text(`${kind} Phone`),
  };
}
