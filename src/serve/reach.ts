import { readFileSync, statSync } from 'node:fs';
import { ConsolidatorError } from '../model/errors.ts';

/** As it was given on the command line; paths are absolute. */
export interface AskedReach {
  readonly listen?: string | undefined;
  readonly publicHost?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly behindProxy?: boolean | undefined;
  readonly hasTokens: boolean;
}

/** Who can reach the page, and how. */
export interface Reach {
  readonly address: string;
  /** undefined: for this machine alone. */
  readonly publicHost: string | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly behindProxy: boolean;
}

const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i;
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/i;

/** What would let others in without a lock is refused. @throws ConsolidatorError `usage` */
export function reachOf({ listen, publicHost, tlsCert, tlsKey, behindProxy = false, hasTokens }: AskedReach): Reach {
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    refuse('A certificate and its key belong together: give both --tls-cert and --tls-key.');
  const isEncrypted = tlsCert !== undefined || behindProxy;
  if (listen !== undefined && !LOOPBACK.test(listen) && !isEncrypted)
    refuse(
      `Other machines reach ${listen}, and what goes there could be read on its way: give --tls-cert and --tls-key, or --behind-proxy.`,
    );
  if (publicHost !== undefined && !isEncrypted)
    refuse('With --public-host the page is for other machines: give --tls-cert and --tls-key, or --behind-proxy.');
  if (isEncrypted && publicHost === undefined)
    refuse('Say by --public-host by which name browsers reach the page: whatever asks by another name is refused.');
  if (publicHost !== undefined && !HOST.test(publicHost))
    refuse(
      `"${publicHost}" is no name of a machine: expected one such as books.example.com or books.example.com:8443.`,
    );
  if (publicHost !== undefined && !hasTokens)
    refuse('A page for other machines needs --tokens: make the first one with --new-token.');
  return {
    address: listen ?? (tlsCert === undefined ? '127.0.0.1' : '0.0.0.0'),
    publicHost,
    tls: tlsCert === undefined || tlsKey === undefined ? undefined : { cert: textOf(tlsCert), key: keyOf(tlsKey) },
    behindProxy,
  };
}

function keyOf(file: string): string {
  const text = textOf(file);
  // A group of its own that may read keys is usual.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o007) !== 0)
    refuse(`Everybody on this machine may read or write the key ${file}: chmod o-rwx ${file}`);
  return text;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConsolidatorError('usage', `The file ${file} can't be read: ${reason}.`, { cause });
  }
}

function refuse(sentence: string): never {
  throw new ConsolidatorError('usage', sentence);
}
