import type { Permit } from '../model/permit.ts';
import { storeError } from './transport-errors.ts';

export function isRead(action: string): boolean {
  return /^Get[A-Z][A-Za-z]*$/.test(action);
}

/** Leave for one request, where somebody has to give it: a read needs none. @throws what who is asked throws */
export async function permitFor(action: string, ask: (() => Promise<Permit>) | undefined): Promise<Permit | undefined> {
  return ask === undefined || isRead(action) ? undefined : ask();
}

/**
 * The last gate before a store that is only read: nothing but reads, and none that flags what it returns as exported
 * (reference, section 4, quirk 46).
 * @throws ConsolidatorError `secondary-is-read-only`
 */
export function refuseWrites(store: string, action: string, body: unknown): void {
  if (isRead(action) && !holdsUpdateResults(body)) return;
  const what = isRead(action) ? `${action} with UpdateResults` : action;
  throw storeError(
    'secondary-is-read-only',
    store,
    `${what} was about to be sent to a store that is only read here. This is a mistake in the program.`,
    {
      retry: 'never',
    },
  );
}

function holdsUpdateResults(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, inner]) => key.toLowerCase() === 'updateresults' || holdsUpdateResults(inner),
  );
}
