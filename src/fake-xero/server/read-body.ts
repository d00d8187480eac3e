import type { IncomingMessage } from 'node:http';

const MOST = 10_000_000;

/** @throws Error for a body that nobody sends in earnest */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = part as Buffer;
    length += bytes.length;
    if (length > MOST) throw new Error('The body is too long');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}
