import type { ConsolidatorError } from '../model/errors.ts';
import { type Hide, quote } from '../model/secrets.ts';
import { xeroError } from './errors.ts';
import { isRecord } from './replies.ts';
import type { Answer } from './transport.ts';

/** Which limit was passed; a reserve of requests is left to whoever else uses the connection. */
export type PassedLimit = 'minute' | 'day' | 'app' | 'at-once';

/** In milliseconds; with room for a clock that is a little off. */
const LONGEST_MINUTE = 600_000;

/** Of a 429: its header is spelt in many ways. */
export function passedLimit({ headers }: Pick<Answer, 'headers'>): PassedLimit {
  const named = String(headers['x-rate-limit-problem'] ?? '').toLowerCase();
  if (/da(y|i)/.test(named)) return 'day';
  if (named.includes('app')) return 'app';
  if (named.includes('conc')) return 'at-once';
  // A minute's limit is over in a minute, whatever it is called.
  const isDay = (retryAfterOf({ headers }) ?? 0) > LONGEST_MINUTE || headers['x-daylimit-remaining'] === '0';
  return isDay ? 'day' : 'minute';
}

/** Seconds. @returns milliseconds; undefined where it does not say */
export function retryAfterOf({ headers }: Pick<Answer, 'headers'>): number | undefined {
  const found = String(headers['retry-after'] ?? '').trim();
  return /^\d{1,7}$/.test(found) ? Number(found) * 1000 : undefined;
}

/**
 * What an HTTP status other than 200 says, for all but 401, 404 and 429, which whoever asks deals with.
 * @throws ConsolidatorError
 */
export function refuseStatus({ status, text }: Answer, what: string, hide: Hide): void {
  if (status === 200) return;
  const detail = detailOf(text);
  if (status >= 300 && status < 400)
    throw xeroError('redirected', `the answer is a redirect (HTTP ${status}), which is not followed.`);
  if (status === 403 && /AuthenticationUnsuccessful/i.test(detail)) throw disconnected();
  if (status === 403) throw scopeMissingFor(what);
  // In an outage a page comes with a 400, too.
  if (status >= 500 || (status === 400 && detail === ''))
    throw xeroError('server-error', `it failed to answer for ${what} (HTTP ${status}).`, { retry: 'safe' });
  const words = detail === '' ? '' : `: "${quote(detail, hide)}"`;
  if (status === 400) throw xeroError('request-refused', `it refused what was asked of ${what}${words}.`);
  throw xeroError('http-refused', `the request for ${what} was refused (HTTP ${status})${words}.`);
}

export function disconnected(): ConsolidatorError {
  return xeroError(
    'xero-disconnected',
    'the connection to the organisation is lost: it was taken back, or the demo company was reset. Have it authorised anew: a custom connection at developer.xero.com, an ordinary app by `xero connect`.',
  );
}

export function scopeMissingFor(what: string): ConsolidatorError {
  return xeroError(
    'xero-scope-missing',
    `the connection may not read ${what}. Give the app the scope at developer.xero.com, and have the connection authorised anew.`,
  );
}

export function isTokenExpired({ text }: Answer): boolean {
  return /TokenExpired/i.test(detailOf(text));
}

/** Xero's own words: `Detail` of the gateway, `Message` of the API. Empty where there are none. */
function detailOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (!isRecord(body)) return '';
    return [body['Detail'], body['Message'], body['Title']].find((one) => typeof one === 'string') ?? '';
  } catch {
    return '';
  }
}
