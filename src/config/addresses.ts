/** Why a text can't be a store's address, as a relative clause; undefined when it can. */
export function storeAddressProblem(text: string): string | undefined {
  const url = parse(text);
  if (url === undefined) return 'which is no web address';
  const problem = protocolProblem(url);
  if (problem !== undefined) return problem;
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) return 'which holds a query (? or #)';
  return url.pathname === '/' ? undefined : 'which holds a path';
}

/** The same for an address that messages are sent to, which may have a path and a query. */
export function webhookProblem(text: string): string | undefined {
  const url = parse(text);
  return url === undefined ? 'which is no web address' : protocolProblem(url);
}

/** The same for the page of `serve`, which messages lead to: everybody who gets one can read it, so that it may hold no secret. */
export function pageAddressProblem(text: string): string | undefined {
  return storeAddressProblem(text);
}

/** The same for a stand-in of Xero: the id and the secret of a connection are sent to Xero and to this machine, nowhere else. */
export function xeroAddressProblem(text: string): string | undefined {
  const problem = storeAddressProblem(text);
  if (problem !== undefined) return problem;
  return isLoopbackAddress(text) ? undefined : 'which is not on this machine';
}

/** What an address of a mail server says. The password is a secret. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** - `tls`: from the first byte. - `starttls`: before anything is said. - `none`: not at all. */
  readonly secure: 'tls' | 'starttls' | 'none';
  /** Undefined where nobody signs in. */
  readonly login: { readonly username: string; readonly password: string } | undefined;
}

/** The same for a mail server, `smtps://user:password@host:465`. */
export function mailServerProblem(text: string): string | undefined {
  if (!/^smtps?:\/\/[^\s/\\]/i.test(text) || /[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text))
    return 'which is no address of a mail server (signs such as @, :, / in a password are written as %40, %3A, %2F)';
  const { hostname, username, password, pathname, search, hash } = new URL(text);
  // An option in the address could turn the check of the certificate off; a password with such a sign ends up here, too.
  if (pathname.length > 1 || search !== '' || hash !== '' || /[?#]/.test(text))
    return 'which holds more than a user name, a password, a host and a port (signs such as / and ? in a password are written as %2F, %3F)';
  if ((username === '') !== (password === ''))
    return 'which holds a user name without a password, or the other way round';
  if (decoded(username) === undefined || decoded(password) === undefined)
    return 'which holds a % that stands for nothing (% itself is %25)';
  return mailHostProblem(hostname);
}

/** @throws TypeError for what `mailServerProblem` finds something wrong with */
export function mailServerOf(text: string): MailServer {
  const { protocol, hostname, port, username, password } = new URL(text);
  const secure = protocol.toLowerCase() === 'smtps:' ? 'tls' : isLoopbackHost(hostname) ? 'none' : 'starttls';
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const login = { username: decoded(username) ?? '', password: decoded(password) ?? '' };
  return {
    ...{ host, secure, port: port === '' ? defaultMailPort(secure) : Number(port) },
    login: login.username === '' ? undefined : login,
  };
}

export function defaultMailPort(secure: MailServer['secure']): number {
  return secure === 'tls' ? 465 : 587;
}

/** A name or a number; `[::1]` and `::1` are one. */
export function mailHostProblem(host: string): string | undefined {
  const isAddress = /^\[?[0-9a-f]*:[0-9a-f:.]+\]?$/i.test(host);
  return isAddress || /^(?!-)[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(host)
    ? undefined
    : 'which is no name of a host';
}

export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function protocolProblem(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'which holds a user name or password';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return undefined;
  return 'which does not begin with https://';
}

/** The origin without a slash at its end, and the host by which stores are told apart. */
export function addressOf(text: string): { readonly url: string; readonly host: string } | undefined {
  const url = storeAddressProblem(text) === undefined ? parse(text) : undefined;
  // A dot at the end of a host name is the same host to DNS, and would be another one to a plain comparison.
  return url && { url: url.origin.replace(/\.(?=:\d+$|$)/, ''), host: url.host.replace(/\.(?=:\d+$|$)/, '') };
}

export function isLoopbackAddress(text: string): boolean {
  const url = parse(text);
  return url !== undefined && isLoopback(url);
}

function isLoopback(url: URL): boolean {
  return isLoopbackHost(url.hostname);
}

function parse(text: string): URL | undefined {
  // new URL forgives blanks, tabs and missing slashes; what is sent must be what was written.
  return /^https?:\/\/[^\s/\\]/i.test(text) && !/[\s\\]/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
