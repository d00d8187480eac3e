import { lookup } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';

/** Milliseconds for one question to one name server. */
const ONE_ANSWER = 1_500;

/**
 * Asks for the addresses of a host in a way that can be broken off: what the system does for `dns.lookup` can not, and would
 * keep the process from ending for as long as name servers are silent. The system is asked for what they do not know,
 * such as the names in its own file.
 * @param servers for tests
 */
export function boundedLookup(signal: AbortSignal, servers?: readonly string[]): LookupFunction {
  return (host, options, callback) => {
    const family = isIP(host);
    if (family !== 0) return callback(null, options.all === true ? [{ address: host, family }] : host, family);
    if (isOwn(host)) return lookup(host, options, callback);
    void addressesOf(host, signal, servers).then(
      (found) => {
        const [first] = found;
        if (first === undefined) return lookup(host, options, callback);
        if (options.all === true) return callback(null, found);
        return callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 4),
    );
  };
}

/** Its own names no name server is asked for. */
function isOwn(host: string): boolean {
  return host.toLowerCase() === 'localhost';
}

/** Empty where the name servers do not know it. @throws when none of them answered */
async function addressesOf(
  host: string,
  signal: AbortSignal,
  servers: readonly string[] | undefined,
): Promise<{ address: string; family: number }[]> {
  const resolver = new Resolver({ timeout: ONE_ANSWER, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  const cancel = (): void => resolver.cancel();
  signal.addEventListener('abort', cancel);
  try {
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found = [
      ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
      ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
    ];
    if (found.length === 0 && four.status === 'rejected' && isSilence(four.reason)) throw four.reason;
    return found;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ETIMEOUT' || error.code === 'ECANCELLED');
}
