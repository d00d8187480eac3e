import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { isIPv6 } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { ConsolidatorError } from '../model/errors.ts';
import { Access } from './access/access.ts';
import { cookieName } from './access/cookie.ts';
import { type Doors, loopbackDoors, publicDoors } from './access/doors.ts';
import type { NamedTokens } from './access/named-tokens.ts';
import { OneTimeToken } from './access/one-time-token.ts';
import { OpeningFile } from './access/opening-file.ts';
import { ownPath } from './access/own-path.ts';
import { application } from './application.ts';
import type { Site } from './frame/site.ts';
import { Jobs } from './jobs/jobs.ts';
import { Standings } from './pipelines/standings.ts';
import { allRoutes } from './routes.ts';

export interface ServeOptions {
  readonly site: Omit<Site, 'signal' | 'standings'>;
  /** 0: any that is free. */
  readonly port: number;
  /** Where it listens. */
  readonly address: string;
  /** The name by which browsers on other machines reach it; left out: it is for this machine alone. */
  readonly publicHost?: string | undefined;
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly behindProxy: boolean;
  readonly tokens?: NamedTokens | undefined;
}

export interface ServedPage {
  /** Where browsers find it. */
  readonly url: string;
  readonly port: number;
  /** The file that lets the browser of this machine in; undefined where the page is for others. */
  readonly openingFile: string | undefined;
  /** Resolves when the ledgers were looked at: of a large one that takes seconds, in which whoever comes waits. */
  readonly ready: Promise<void>;
  /** Ends it: who waits for news is let go, and nothing is left open. */
  close(): Promise<void>;
}

/** Pipelines of a fleet of which is kept how they stand: those that somebody has looked at lately. */
const STANDINGS_OF_FLEET = 50;
/** Connections at once; more are refused. */
const CONNECTIONS = 100;
/** Node looks for connections that are too slow each half minute only, unless it is told otherwise. Milliseconds. */
const LOOKS = { connectionsCheckingInterval: 1_000 } as const;
/** Milliseconds that answers under way have to end. */
const GRACE = 2_000;

/** @throws ConsolidatorError `usage` where it can't listen there */
export async function servePage(options: ServeOptions): Promise<ServedPage> {
  const { site, behindProxy, publicHost, tls, tokens } = options;
  const stop = new AbortController();
  const server = tls === undefined ? createServer(LOOKS) : createSecureServer({ ...LOOKS, ...tls });
  limit(server);
  const port = await listen(server, options);
  const isSecure = tls !== undefined || behindProxy;
  const doors = publicHost === undefined ? loopbackDoors(port, isSecure) : publicDoors(publicHost, behindProxy);
  const base = publicHost === undefined ? await ownPath(site.home) : '';
  const opening = publicHost === undefined ? openingOf(site, doors, base) : undefined;
  const access = new Access({
    doors,
    cookie: cookieName({ port, isSecure }),
    base,
    now: site.now,
    opening,
    tokens,
  });
  const standings = new Standings(site.pipelines, site.now, site.fleet === undefined ? undefined : STANDINGS_OF_FLEET);
  const served: Site = { ...site, standings, signal: stop.signal };
  const jobs = new Jobs(stop.signal, site.now);
  const app = application(served, access, allRoutes(access, jobs, site.fleet));
  const listener = getRequestListener(app.fetch, {
    // A request that is none, such as one with two hosts.
    errorHandler: () => new Response('Not understood.\n', { status: 400 }),
    overrideGlobalObjects: false,
  });
  server.on('request', (incoming, outgoing) => void listener(incoming, outgoing));
  await opening?.file.begin();
  const ready = standings.begin();
  return {
    ready,
    url: `${doors.origins[0] ?? ''}${base}/`,
    port,
    openingFile: opening?.file.file,
    async close() {
      stop.abort();
      await opening?.file.end();
      await standings.end();
      await jobs.ended();
      await end(server);
    },
  };
}

function openingOf(site: ServeOptions['site'], { origins: [origin = ''] }: Doors, base: string) {
  const token = new OneTimeToken(site.now);
  return { token, file: new OpeningFile(site.home, { origin, base }, token, site.note) };
}

/** Who sends slowly, or nothing at all, holds a connection for a while, and not for good. */
function limit(server: Server): void {
  server.maxConnections = CONNECTIONS;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 5_000;
  server.maxHeadersCount = 100;
}

async function listen(server: Server, { port, address }: ServeOptions): Promise<number> {
  try {
    server.listen({ port, host: address });
    await once(server, 'listening');
  } catch (cause) {
    throw notListening(cause, port, address);
  }
  const found = server.address();
  if (found === null || typeof found === 'string') throw new Error('The server listens on no port.');
  return found.port;
}

function notListening(cause: unknown, port: number, address: string): ConsolidatorError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const where = isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
  const sentence =
    code === 'EADDRINUSE'
      ? `The port ${port} is taken, perhaps by another page that is still served. Give another --port, or leave it out for any that is free.`
      : code === 'EACCES'
        ? `The port ${port} is not yours to use: give one above 1023.`
        : `The page can't be served on ${where}: ${cause instanceof Error ? cause.message : String(cause)}.`;
  return new ConsolidatorError('usage', sentence, { cause });
}

async function end(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE);
  await closed;
  clearTimeout(timer);
}
