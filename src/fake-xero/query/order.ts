import { compareValues, type QueryFields } from './value.ts';
import { QueryParseError } from './where.ts';

/** `UpdatedDateUTC ASC, InvoiceID DESC` @throws QueryParseError */
export function sorted<Row>(rows: readonly Row[], order: string, fields: QueryFields<Row>, typeName: string): Row[] {
  const keys = order.split(',').map((part) => {
    const [name = '', direction = 'ASC', ...rest] = part.trim().split(/\s+/);
    const field = fields[name];
    if (field === undefined) throw new QueryParseError(`No property or field '${name}' exists in type '${typeName}'`);
    const sign = { ASC: 1, DESC: -1 }[direction.toUpperCase()];
    if (sign === undefined || rest.length > 0) throw new QueryParseError(`"${part.trim()}" is no order`);
    return { field, sign };
  });
  return [...rows].sort((a, b) => {
    for (const { field, sign } of keys) {
      const difference = compareValues(field(a), field(b)) ?? 0;
      if (difference !== 0) return difference * sign;
    }
    return 0;
  });
}
