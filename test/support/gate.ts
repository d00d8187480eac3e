import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a store, and lets through who bears one of the keys that are good just now, as the store's own key. */
export interface Gate {
  readonly url: string;
  readonly good: Set<string>;
  /** Of requests that were let through, in the order they came. */
  readonly used: string[];
  /** Called before a request is looked at. */
  before: (action: string) => void;
  close(): Promise<void>;
}

export async function startGate(target: string, own: string, good: readonly string[]): Promise<Gate> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const action = String(request.headers['netoapi_action']);
      gate.before(action);
      const key = String(request.headers['netoapi_key']);
      const isGood = gate.good.has(key);
      if (isGood) gate.used.push(key);
      const answer = await fetch(`${target}${request.url}`, {
        method: 'POST',
        headers: {
          'content-type': String(request.headers['content-type']),
          accept: String(request.headers.accept),
          netoapi_action: action,
          netoapi_key: isGood ? own : 'a-key-that-is-dead',
        },
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, { 'content-type': String(answer.headers.get('content-type')) });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gate: Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    good: new Set(good),
    used: [],
    before: () => {},
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return gate;
}
