/** Under which names the page is reached, and how. Whatever asks by another name is refused. */
export interface Doors {
  /** As in the header Host, in small letters. */
  readonly hosts: readonly string[];
  /** As in the header Origin. */
  readonly origins: readonly string[];
  /** Whether what a proxy says of the caller is believed. */
  readonly behindProxy: boolean;
  /** Encrypted all the way to the browser. */
  readonly isSecure: boolean;
}

export const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'] as const;

/** Of a page for this machine alone. */
export function loopbackDoors(port: number, isSecure: boolean): Doors {
  const scheme = isSecure ? 'https' : 'http';
  const hosts = LOOPBACK.map((name) => `${name}${isUsual(port, isSecure) ? '' : `:${port}`}`);
  return { hosts, origins: hosts.map((host) => `${scheme}://${host}`), behindProxy: false, isSecure };
}

function isUsual(port: number, isSecure: boolean): boolean {
  return port === (isSecure ? 443 : 80);
}

/** @param host the one name by which browsers reach it, with its port where that is not 443 */
export function publicDoors(host: string, behindProxy: boolean): Doors {
  const name = host.toLowerCase();
  return { hosts: [name], origins: [`https://${name}`], behindProxy, isSecure: true };
}

/** Of a request, by the names of its headers. */
export type HeaderOf = (name: string) => string | undefined;

/**
 * Why a request is not let in; undefined for one that is. A page that somebody else serves can make a browser send requests
 * here, also under a name of its own that it lets point here (DNS rebinding): these bear another Host, or another Origin.
 * @param anywhere the opening file sends from no origin; what it sends proves itself
 */
export function refusedAtDoor(
  method: string,
  headerOf: HeaderOf,
  doors: Doors,
  anywhere: boolean,
): 'host' | 'origin' | 'not-encrypted' | undefined {
  const host = doors.behindProxy ? (headerOf('x-forwarded-host') ?? headerOf('host')) : headerOf('host');
  if (host === undefined || !doors.hosts.includes(host.toLowerCase())) return 'host';
  if (doors.behindProxy && headerOf('x-forwarded-proto') !== 'https') return 'not-encrypted';
  if (anywhere) return undefined;
  const site = headerOf('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'origin';
  const origin = headerOf('origin');
  if (origin !== undefined && !doors.origins.includes(origin)) return 'origin';
  // Each browser of today sends at least one of the two with a form.
  return method === 'POST' && origin === undefined && site === undefined ? 'origin' : undefined;
}

/** Who calls, for counting failures. @param socket the address at the other end of the connection */
export function callerOf(headerOf: HeaderOf, socket: string, { behindProxy }: Pick<Doors, 'behindProxy'>): string {
  // The proxy adds who called it at the end; all before that, the caller may have made up.
  const told = behindProxy ? headerOf('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return told === undefined || told === '' ? socket : told;
}
