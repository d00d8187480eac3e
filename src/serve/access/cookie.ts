/** Cookies know no ports: two pages on one machine must not throw each other out. */
export function cookieName({ port, isSecure }: { readonly port: number; readonly isSecure: boolean }): string {
  return isSecure ? '__Host-neto-consolidator' : `neto-consolidator-${port}`;
}

/** No script reads it, and no other page's request bears it. Without a time it goes with the browser. */
/** @param base what stands before each address */
export function cookieHeader(name: string, value: string, isSecure: boolean, base = ''): string {
  return `${name}=${value}; Path=${base}/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

export function endedCookieHeader(name: string, isSecure: boolean, base = ''): string {
  return `${cookieHeader(name, '', isSecure, base)}; Max-Age=0`;
}

/** All of that name: what is served at another port of this machine can set one too. @param header as the browser sent it */
export function cookiesIn(header: string | undefined, name: string): string[] {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
  return found.filter((value) => value !== '');
}
