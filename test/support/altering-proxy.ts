import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Raw = Record<string, unknown>;

export interface AlteringProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Stands before a store that speaks JSON, and lets a test alter its answers, or give ones of its own. */
export async function startAlteringProxy(
  target: string,
  alter: (action: string, reply: Raw) => unknown,
): Promise<AlteringProxy> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const headers = Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name) ? [[name, value]] : [],
      );
      const answer = await fetch(`${target}${request.url}`, {
        method: 'POST',
        headers: Object.fromEntries(headers),
        body: Buffer.concat(chunks),
      });
      let altered: unknown;
      try {
        altered = alter(String(request.headers['netoapi_action']), (await answer.json()) as Raw);
      } catch (error) {
        // A mistake of the test's own must not look like a store that never answers.
        response.writeHead(500).end();
        throw error;
      }
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(typeof altered === 'string' ? altered : JSON.stringify(altered));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
