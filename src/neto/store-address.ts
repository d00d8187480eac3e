import { storeError } from './transport-errors.ts';

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @throws ConsolidatorError `config-invalid` when it is no address, or plain HTTP beyond this machine */
export function storeAddress(store: string, url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address?.protocol === 'https:') return address;
  if (address?.protocol === 'http:' && loopback.has(address.hostname)) return address;
  throw storeError(
    'config-invalid',
    store,
    'url must be the https: address of the store (http: only on this machine).',
  );
}

interface Identity {
  readonly store: string;
  readonly key: string;
  readonly username: string;
  readonly contentType: string;
  readonly accept: string;
}

/** @throws ConsolidatorError `key-refused` when the key or the user name can't be part of a header */
export function requestHeaders({ store, key, username, contentType, accept }: Identity): Record<string, string> {
  if (/[^\x20-\x7e]/.test(key + username)) {
    const found = "the key or the user name holds a character that can't be sent. Copy it anew from the control panel.";
    throw storeError('key-refused', store, found);
  }
  return {
    'Content-Type': contentType,
    Accept: accept,
    'User-Agent': 'neto-consolidator',
    NETOAPI_KEY: key,
    // An empty user header is worse than none (reference, section 1.2).
    ...(username === '' ? {} : { NETOAPI_USERNAME: username }),
  };
}
