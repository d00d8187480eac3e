import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Delivery } from '../faults/meet-fault.ts';

/** Runs work later, unless the fake is closed before. */
export type Later = (milliseconds: number, work: () => void) => void;

/** @returns how many bytes of a body go out */
export function deliver(request: IncomingMessage, response: ServerResponse, delivery: Delivery, later: Later): number {
  const { answer, how } = delivery;
  const isZipped = how.kind === 'gzip' && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const body = isZipped ? gzipSync(answer.body) : Buffer.from(answer.body);
  const headers = { ...answer.headers, ...(isZipped ? { 'content-encoding': 'gzip' } : {}) };
  const sized = { ...headers, 'content-length': String(body.length) };
  const half = Math.floor(body.length / 2);
  switch (how.kind) {
    case 'silence':
      return 0;
    case 'reset':
      request.socket.resetAndDestroy();
      return 0;
    case 'reset-after-headers':
      response.writeHead(answer.status, sized);
      response.flushHeaders();
      later(0, () => request.socket.resetAndDestroy());
      return 0;
    case 'short-of-length':
      response.writeHead(answer.status, sized);
      response.write(body.subarray(0, half), () => request.socket.destroy());
      return half;
    case 'chunks-cut':
      response.writeHead(answer.status, headers);
      response.write(body.subarray(0, half), () => request.socket.destroy());
      return half;
    case 'late':
      later(how.milliseconds, () => response.writeHead(answer.status, sized).end(body));
      return body.length;
    case 'drip':
      response.writeHead(answer.status, sized);
      drip(response, body, how, later);
      return body.length;
    default:
      response.writeHead(answer.status, sized).end(body);
      return body.length;
  }
}

function drip(
  response: ServerResponse,
  body: Buffer,
  how: { readonly bytes: number; readonly milliseconds: number },
  later: Later,
): void {
  if (response.destroyed) return;
  response.write(body.subarray(0, how.bytes));
  const rest = body.subarray(how.bytes);
  if (rest.length === 0) response.end();
  else later(how.milliseconds, () => drip(response, rest, how, later));
}
