import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

/** What goes out, and how. */
export interface Delivery {
  readonly answer: Answer;
  readonly how: 'whole' | 'cut' | 'reset' | 'never';
  /** Rows returned, or records given to a write. */
  readonly records: number;
}

export function whole(answer: Answer, records = 0): Delivery {
  return { answer, how: 'whole', records };
}

export function deliver(request: IncomingMessage, response: ServerResponse, { answer, how }: Delivery): void {
  if (how === 'never') return;
  if (how === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
  if (how === 'whole') response.end(bytes);
  else response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
}
