/** Cookies know no ports: two pages on one machine must not throw each other out. */
export function cookieName({ port, isSecure }: { readonly port: number; readonly isSecure: boolean }): string {
  return isSecure ? '__Host-neto-consolidator' : `neto-consolidator-${port}`;
}

/** No script reads it, and no other page's request bears it. Without a time it goes with the browser. */
export function cookieHeader(name: string, value: string, isSecure: boolean): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

export function endedCookieHeader(name: string, isSecure: boolean): string {
  return `${cookieHeader(name, '', isSecure)}; Max-Age=0`;
}

/** @param header as the browser sent it */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return found === '' ? undefined : found;
}
