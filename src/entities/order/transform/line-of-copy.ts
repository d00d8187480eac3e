import { type Decimal, equal } from '../../../model/money.ts';
import type { Order, OrderLine } from '../../../model/order.ts';
import { sameKey } from '../../../model/text-key.ts';

/**
 * The copy's line of one of its source's: by the reference that it bears. By its place where the primary gives no reference
 * back; and where none of them is of this source, as on a copy of a file that numbered its lines by itself, while the
 * quantities are the same.
 */
export function lineAt(
  place: number,
  lines: readonly { readonly id: string; readonly quantity: Decimal }[],
  copy: Pick<Order, 'lines'>,
): OrderLine | undefined {
  const line = lines[place];
  if (line === undefined) return undefined;
  const named = copy.lines.find(({ externalLine }) => sameKey(externalLine, line.id));
  if (named !== undefined) return named;
  if (copy.lines.length !== lines.length) return undefined;
  const isOfSource = copy.lines.some(({ externalLine }) => lines.some(({ id }) => sameKey(id, externalLine)));
  const isNumbered = copy.lines.some(({ externalLine }) => externalLine !== '');
  const isAlike = lines.every(({ quantity }, at) => equal(quantity, copy.lines[at]?.quantity ?? quantity));
  return isOfSource || (isNumbered && !isAlike) ? undefined : copy.lines[place];
}
