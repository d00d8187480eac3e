import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where alerts go; every third is answered with an error, and every fifth connection is cut. */
export async function startWebhook() {
  let count = 0;
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      count += 1;
      if (count % 5 === 0) return response.destroy();
      if (count % 3 !== 0) taken += 1;
      return response.writeHead(count % 3 === 0 ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** How many messages were. */
    taken: () => taken,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
