import { primaryHost } from '../context/context.ts';
import type { OrderRun } from '../context/parts.ts';

/** What orders are transformed by that copies teach while a run goes on, as a text that tells whether it has changed. */
export async function knownOfPrimary(context: OrderRun): Promise<() => string> {
  const primary = await context.readings.of(primaryHost(context));
  return () => `${primary.text()} ${context.rounding.known() === 'ignored'}`;
}
