import type { Order, OrderLine } from '../../../model/order.ts';
import { lowerKey } from '../../../model/text-key.ts';

/** By the reference that the copy's line bears; by its place where the primary gives none back. */
export function lineOf(line: OrderLine, place: number, order: Order, existing: Order): OrderLine | undefined {
  const named = existing.lines.find(({ externalLine }) => lowerKey(externalLine) === lowerKey(line.id));
  if (named !== undefined || existing.lines.some(({ externalLine }) => externalLine !== '')) return named;
  return existing.lines.length === order.lines.length ? existing.lines[place] : undefined;
}
