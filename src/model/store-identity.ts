/**
 * By which a store is one, however it is called: in upper or lower case, with or without `www.`, a dot at its end, or the port that
 * https has anyway. Whatever counts or locks by store goes by this: locks, leases, limits, the claim of a primary, tables of keys.
 * @param host may hold a port
 */
export function storeIdentity(host: string): string {
  return withoutDot(host.trim().toLowerCase())
    .replace(/:443$/, '')
    .replace(/^www\.(?=[^.]+\.)/, '');
}

/**
 * Names under which a store is locked. Whoever has the longer one takes the shorter one as well, so that a program of an earlier
 * version, which knows the longer one alone, is excluded, too.
 */
export function lockNamesOf(host: string): readonly [string, ...string[]] {
  const identity = storeIdentity(host);
  return identity === host ? [host] : [host, identity];
}

/** At the end of a name it is the same host to DNS, and would be another one to a plain comparison. */
function withoutDot(host: string): string {
  return host.replace(/\.(?=:\d+$|$)/, '');
}
