import type { StoreState } from '../state.ts';

/** One record can't be stored, for this reason. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export function missing(field: string): Refused {
  return new Refused(`${field} is a required field and is missing`);
}

/** An update of what is not there: recorded live for items as a Warning beside what could be done; unknown for others. */
export function notFound(state: StoreState, message: string, warnings: string[]): undefined {
  if (state.switches.updateOfUnknown === 'error') throw new Refused(message);
  warnings.push(message);
  return undefined;
}
