import type { Hide } from '../model/secrets.ts';
import type { Answer } from './transport.ts';
import { storeError } from './transport-errors.ts';

const refusals: Readonly<Record<number, string>> = {
  401: 'the key was not accepted; check `key` and `username`',
  403: "the key has no right to this; give the key's user the right, or use another key",
  404: 'there is no Neto API at this address; check `url`',
  413: 'the request is too large; lower the batch size',
};

/** What an HTTP status other than 2xx says (reference, section 1.3). @throws ConsolidatorError */
export function refuseStatus(store: string, action: string, { status, headers }: Answer, hide: Hide): void {
  if (status >= 200 && status < 300) return;
  if (status < 400) {
    const target = hide(originOf(headers['location']));
    throw storeError(
      'redirected',
      store,
      `the answer is a redirect (HTTP ${status})${target}. Put the store's exact address into \`url\`.`,
    );
  }
  const retryAfter = retryAfterOf(headers['retry-after']);
  const wait = retryAfter === undefined ? {} : { retryAfter };
  if (status === 429) {
    throw storeError(
      'rate-limited',
      store,
      'too many requests a minute from all apps of the store together (HTTP 429). Lower `requestsPerMinute`, or see which other software uses its API.',
      wait,
    );
  }
  if (status >= 500) {
    throw storeError('server-error', store, `the store failed to answer ${action} (HTTP ${status}).`, wait);
  }
  const meaning = refusals[status] ?? 'the request was refused';
  throw storeError('http-refused', store, `${meaning} (HTTP ${status} in answer to ${action}).`);
}

/** Only scheme and host: a path or query may hold what is nobody's business. */
function originOf(location: string | string[] | undefined): string {
  const target = String(location ?? '');
  return URL.canParse(target) ? ` to ${new URL(target).origin}` : '';
}

/** Seconds or an HTTP date. @returns milliseconds; undefined when the store does not say */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const found = String(header ?? '').trim();
  if (/^\d+$/.test(found)) return Number(found) * 1000;
  const until = Date.parse(found);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}
