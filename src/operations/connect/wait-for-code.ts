import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ConsolidatorError } from '../../model/errors.ts';
import { xeroError } from '../../xero/errors.ts';

/** Where Xero sends the browser back to; the app at developer.xero.com has to name it letter by letter. */
export function redirectOf(port: number): string {
  return `http://localhost:${port}/callback`;
}

/** What the person opens: short enough to be typed, and it says nothing in a list of processes. */
export function startOf(port: number): string {
  return `http://localhost:${port}/`;
}

interface Waiting {
  readonly port: number;
  /** Xero's page, which the person is sent on to. */
  readonly address: string;
  /** What the answer has to bring along. */
  readonly state: string;
  readonly signal: AbortSignal | undefined;
  /** After which nobody is waited for any more. */
  readonly minutes: number;
  /** It listens: now the person may open the address. */
  readonly onReady: () => Promise<void> | void;
}

/** `localhost` is either of them, as the browser likes. */
const ADDRESSES = ['127.0.0.1', '::1'];

/**
 * Listens on this machine alone for the answer of Xero's sign-in page.
 * @throws ConsolidatorError `xero-not-connected` where the person refuses or none comes in time; `usage` where the port is another's; `stopped`
 */
export async function waitForCode({ port, address: page, state, signal, minutes, onReady }: Waiting): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // Whoever ends the wait before the caller has come to it.
  promise.catch(() => {});
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (isFor(request, port, '/')) {
      response.writeHead(302, { location: page, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end();
      return;
    }
    const found = readAnswer(request, port, state);
    const said = words[found.kind];
    response
      .writeHead(said.status, {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        connection: 'close',
      })
      .end(said.text, () => {
        if (found.kind === 'code') resolve(found.code);
        if (found.kind === 'refused')
          reject(xeroError('xero-not-connected', `the access was not given (Xero says "${found.why}").`));
      });
  };
  const servers: Server[] = [];
  const timer = setTimeout(
    () => reject(xeroError('xero-not-connected', `nobody has signed in within ${minutes} minutes. Try again.`)),
    minutes * 60_000,
  );
  const stop = (): void => reject(new ConsolidatorError('stopped', 'Stopped while it was waited for the sign-in.'));
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    for (const address of ADDRESSES) {
      const server = createServer(answer);
      if (await listens(server, port, address)) servers.push(server);
    }
    if (servers.length === 0) throw new ConsolidatorError('usage', portTaken(port));
    await onReady();
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    await Promise.all(servers.map(closed));
  }
}

const words = {
  code: { status: 200, text: 'Connected. You can close this window, and go on where you began.' },
  refused: { status: 200, text: 'No access was given. You can close this window.' },
  strange: { status: 400, text: 'This is not the answer that is waited for.' },
} as const;

type Found =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'strange' };

/** Whatever else comes, from another page or program of this machine, changes nothing. */
function readAnswer(request: IncomingMessage, port: number, state: string): Found {
  const { url = '/' } = request;
  const isOurs = isFor(request, port, '/callback');
  const query = new URLSearchParams(isOurs ? url.slice('/callback'.length) : '');
  if (!isOurs || !isSame(query.get('state') ?? '', state)) return { kind: 'strange' };
  const [code, error] = [query.get('code') ?? '', query.get('error') ?? ''];
  if (code !== '') return { kind: 'code', code };
  return { kind: 'refused', why: /^[a-z_]{1,40}$/.test(error) ? error : 'an error' };
}

/** A page of another name that leads here brings that name along. */
function isFor({ method, url = '', headers }: IncomingMessage, port: number, path: string): boolean {
  return headers.host === `localhost:${port}` && method === 'GET' && url.split('?')[0] === path;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** @returns false where this machine does not have such an address @throws ConsolidatorError `usage` where the port is another's */
async function listens(server: Server, port: number, address: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' || error.code === 'EINVAL') resolve(false);
    else reject(new ConsolidatorError('usage', portTaken(port)));
  });
  server.listen(port, address, () => resolve(true));
  return promise;
}

function portTaken(port: number): string {
  return `The port ${port} of this machine can't be listened on: another program has it. Take another by \`--port\`, and name its address at the app, too.`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
