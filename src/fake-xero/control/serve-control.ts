import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { Refused } from '../books/refused.ts';
import { readBody } from '../server/read-body.ts';

/** What can be asked for: by name, with its arguments as a JSON list. */
export type Commands = Readonly<Record<string, (...values: never[]) => unknown>>;

const argumentsSchema = z.array(z.unknown());

/**
 * The control port, for those who run in another process: `POST /voidInvoice` with `["NB100126"]`. Answers
 * `{ "result": … }`, amounts as whole cents in text; 409 `{ "refused": … }` with what Xero would say; 400 for what can't
 * be asked so.
 */
export function serveControl(commands: Commands): Server {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const name = new URL(request.url ?? '/', 'http://127.0.0.1').pathname.slice(1);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (request.method !== 'POST' || command === undefined) {
      return send(response, 404, { error: `No command ${name}. There are: ${Object.keys(commands).join(', ')}` });
    }
    try {
      const given = argumentsSchema.parse(body === '' ? [] : JSON.parse(body));
      send(response, 200, { result: await command(...(given as never[])) });
    } catch (error) {
      if (error instanceof Refused) send(response, 409, { refused: error.message });
      else send(response, 400, { error: error instanceof Error ? error.message : String(error) });
    }
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error("The fake Xero's control port failed:", error);
      response.destroy();
    });
  });
}

function send(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member)));
}
