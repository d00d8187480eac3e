import type { Order, OrderLine } from '../../../model/order.ts';
import { lowerKey } from '../../../model/text-key.ts';

/** By the reference that the copy's line bears; by its place where the primary gives none back. */
export function lineOf(line: OrderLine, place: number, order: Order, held: Order): OrderLine | undefined {
  const named = held.lines.find(({ externalLine }) => lowerKey(externalLine) === lowerKey(line.id));
  if (named !== undefined || held.lines.some(({ externalLine }) => externalLine !== '')) return named;
  return held.lines.length === order.lines.length ? held.lines[place] : undefined;
}
