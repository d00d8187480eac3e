import { type Html, html } from '../../page/html.ts';
import type { KnownStanding } from '../pipelines/standing.ts';
import { momentOfMilliseconds } from './words.ts';

/** For pages on which nobody types. */
export const LOOK_AGAIN = { Refresh: '5' } as const;

/** Where a large ledger is being summed up anew. @param since milliseconds since 1970; null: all is as it stands now */
export function outdatedNotice(since: number | null, { own }: Pick<KnownStanding, 'own'>): Html | null {
  if (since === null) return null;
  const at = momentOfMilliseconds(since, { timeZone: own.primary.timezone });
  return html`<p class="notice" role="status">As it stood on ${at}: something has changed since, and is being summed up.</p>`;
}
