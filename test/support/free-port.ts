import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below what Linux (32768) and others (49152) give to whoever asks for any port: what such a range holds may become the
 * own end of somebody's connection between this look and the use of it, and then the program under test finds it taken.
 */
const RANGE = { first: 10_000, after: 32_768 } as const;

/** A port of this machine alone that nobody listens on, and that the system gives to nobody unasked. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < 100; tried += 1) {
    const port = RANGE.first + Math.floor(Math.random() * (RANGE.after - RANGE.first));
    if (await isFree(port)) return port;
  }
  throw new Error(`Of 100 ports between ${RANGE.first} and ${RANGE.after} none was free.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
