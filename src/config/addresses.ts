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
  const name = url.hostname;
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}

function parse(text: string): URL | undefined {
  // new URL forgives blanks, tabs and missing slashes; what is sent must be what was written.
  return /^https?:\/\/[^\s/\\]/i.test(text) && !/[\s\\]/.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
