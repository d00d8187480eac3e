import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Hook {
  readonly url: string;
  /** Bodies, as they came. */
  readonly received: unknown[];
  /** What it answers with from now on: a status, or never. */
  answer: number | 'never';
  close(): Promise<void>;
}

/** A webhook on this machine. */
export async function startHook(): Promise<Hook> {
  const received: unknown[] = [];
  const hook: Hook = { url: '', received, answer: 200, close: () => closeServer(server) };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (bytes: Buffer) => {
      text += bytes.toString();
    });
    request.on('end', () => {
      if (hook.answer === 'never') return;
      if (hook.answer < 300) received.push(JSON.parse(text));
      response.writeHead(hook.answer, hook.answer === 302 ? { location: `http://127.0.0.1:${port}/elsewhere` } : {});
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(hook, { url: `http://127.0.0.1:${port}/secret-path` });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
