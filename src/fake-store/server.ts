import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { filterOf } from './actions/filter.ts';
import { ACTIONS } from './actions/registry.ts';
import type { FakeStoreOptions, RequestLogEntry } from './fake-store.ts';
import type { Fault, Faults } from './faults.ts';
import { type Answer, answerOf, htmlAnswer, tooManyRequests } from './protocol/answer.ts';
import { isAuthentic } from './protocol/authenticate.ts';
import { parseBody, readBody } from './protocol/body.ts';
import { rateLimit } from './protocol/rate-limit.ts';
import { errorReply, type Reply } from './protocol/reply.ts';
import type { StoreState } from './state.ts';
import type { ValueMap } from './value.ts';

const ENDPOINT = '/do/WS/NetoAPI';

export interface ServedStore {
  readonly server: Server;
  readonly requests: RequestLogEntry[];
  readonly timers: Set<NodeJS.Timeout>;
}

/** What goes out, and how. */
interface Delivery {
  readonly answer: Answer;
  readonly how: 'whole' | 'cut' | 'reset' | 'never';
  readonly records: number;
}

export function serve(state: StoreState, options: FakeStoreOptions, faults: Faults, clock: () => number): ServedStore {
  const requests: RequestLogEntry[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const isAllowed = options.requestLimit === undefined ? () => true : rateLimit(options.requestLimit.perMinute, clock);

  const after = (milliseconds: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  };

  const perform = (action: string, body: ValueMap | undefined): Reply => {
    if (body === undefined) return errorReply('JSON Error');
    const handler = ACTIONS.get(action);
    if (handler === undefined) return errorReply(`Unknown action ${action}`);
    const reply = handler(state, body);
    // The write is with the operating system before anybody hears of it.
    state.commit();
    return reply;
  };

  const meet = (
    fault: Fault | undefined,
    action: string,
    body: ValueMap | undefined,
    request: IncomingMessage,
  ): Delivery => {
    const whole = (answer: Answer, records = 0): Delivery => ({ answer, how: 'whole', records });
    if (fault?.kind === 'html') return whole(htmlAnswer());
    if (fault?.kind === 'redirect') return whole({ ...htmlAnswer(302, ''), headers: { location: fault.location } });
    if (fault?.kind === 'rate-limited') return whole(tooManyRequests(fault.retryAfterSeconds));
    if (fault?.kind === 'status' && fault.when === 'before') return whole(htmlAnswer(fault.status, fault.body));
    if (fault?.kind === 'reset' && fault.when === 'before') return { ...whole(htmlAnswer()), how: 'reset' };
    if (fault?.kind === 'write-late') {
      after(fault.milliseconds, () => perform(action, body));
      return { ...whole(htmlAnswer()), how: 'never' };
    }
    const before = state.savepoint();
    const reply =
      fault?.kind === 'lie' && body !== undefined
        ? (ACTIONS.get(action)?.(state, body) ?? perform(action, body))
        : perform(action, body);
    if (fault?.kind === 'lie') state.rollBack(before);
    const answer = answerOf(state, action, reply, request.headers);
    const delivery = whole(answer, reply.records);
    if (fault?.kind === 'status') return { ...delivery, answer: htmlAnswer(fault.status, fault.body) };
    if (fault?.kind === 'reset') return { ...delivery, how: 'reset' };
    if (fault?.kind === 'oversized')
      return { ...delivery, answer: { ...answer, body: answer.body + ' '.repeat(fault.bytes) } };
    if (fault?.kind !== 'truncate') return delivery;
    if (fault.cut === 'connection') return { ...delivery, how: 'cut' };
    return { ...delivery, answer: { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) } };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readBody(request);
    if (text === undefined) {
      request.destroy();
      return;
    }
    if (request.method !== 'POST' || request.url?.split('?')[0] !== ENDPOINT) {
      send(response, htmlAnswer());
      return;
    }
    const action = String(request.headers.netoapi_action ?? '');
    const body = parseBody(text, action);
    const log = ({ answer, how, records }: Delivery): void => {
      const isAnswered = how === 'whole' || how === 'cut';
      requests.push({
        at: state.now(),
        action,
        status: isAnswered ? answer.status : 0,
        ack: isAnswered ? answer.ack : '',
        records,
        write: !action.startsWith('Get') || (body !== undefined && filterOf(body).UpdateResults !== undefined),
      });
    };
    const refuse = (answer: Answer): void => {
      log({ answer, how: 'whole', records: 0 });
      send(response, answer);
    };
    if (!isAllowed()) {
      refuse(tooManyRequests());
      return;
    }
    if (!isAuthentic(request.headers, options, state.switches)) {
      refuse(answerOf(state, action, errorReply('Invalid API Key'), request.headers));
      return;
    }
    const fault = faults.next?.({ action, body });
    const delivery = meet(fault, action, body, request);
    log(delivery);
    if (fault?.kind === 'late') after(fault.milliseconds, () => deliver(request, response, delivery));
    else deliver(request, response, delivery);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error('The fake store failed:', error);
      if (!response.headersSent) send(response, htmlAnswer(500, String(error)));
    });
  });
  return { server, requests, timers };
}

function deliver(request: IncomingMessage, response: ServerResponse, { answer, how }: Delivery): void {
  if (how === 'never') return;
  if (how === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (how === 'whole') {
    send(response, answer);
    return;
  }
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
}

function send(response: ServerResponse, answer: Answer): void {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
  response.end(bytes);
}
