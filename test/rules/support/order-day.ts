import { instant, localDateOf } from '../../../src/model/time.ts';

/** The local day in the primary of a moment as the fake store keeps it; empty for none. */
export function orderDay(moment: string): string {
  return moment === '' ? '' : localDateOf(instant(`${moment.replace(' ', 'T')}Z`), 'Australia/Sydney');
}
